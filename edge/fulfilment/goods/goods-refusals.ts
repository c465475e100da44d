import type { Verdict } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { saying } from '../saying.ts';

/** Why an item may not be taken, whatever kind of work it is: what is the matter with it, and what to do next. */
export const goodsRefusals = {
  complete: (product: string): Verdict =>
    saying(
      'refused_line_complete',
      {
        en: '{product} is complete already. Put this one back.',
        de: '{product} ist schon vollständig. Dieses zurücklegen.',
        fr: '{product} est déjà complet. Remettez celui-ci.',
        es: '{product} ya está completo. Devuelva este.',
      },
      { product },
    ),
  tooMany: (product: string, n: number, missing: number): Verdict =>
    saying(
      'refused_too_many',
      {
        en: 'This pack of {product} holds {n} {n:unit|units}, only {missing} missing. Open it and scan single units.',
        de: 'Dieses Gebinde {product} enthält {n} {n:Einheit|Einheiten}, es {missing:fehlt|fehlen} nur {missing}. Öffnen und einzeln scannen.',
        fr: "Ce lot de {product} contient {n} {n:unité|unités}, il n'en manque que {missing}. Ouvrez-le et scannez à l'unité.",
        es: 'Este paquete de {product} contiene {n} {n:unidad|unidades}, solo {missing:falta|faltan} {missing}. Ábralo y escanee una a una.',
      },
      { product, n, missing },
    ),
  wrongLot: (product: string, wanted: string, scanned: string | undefined): Verdict =>
    scanned === undefined ? lotNotNamed(product, wanted) : lotDiffers(product, wanted, scanned),
  lotMissing: (product: string): Verdict =>
    saying(
      'refused_lot_missing',
      {
        en: 'The lot of {product} must be known, this code names none. Scan the code with the lot.',
        de: 'Von {product} muss die Charge bekannt sein, dieser Code nennt keine. Den Code mit der Charge scannen.',
        fr: 'Le lot de {product} doit être connu, ce code ne le nomme pas. Scannez le code avec le lot.',
        es: 'Hay que conocer el lote de {product} y este código no lo nombra. Escanee el código con el lote.',
      },
      { product },
    ),
  expiryMissing: (product: string): Verdict =>
    saying(
      'refused_expiry_missing',
      {
        en: 'The expiry of {product} must be known, this code names none. Scan the code with the expiry.',
        de: 'Von {product} muss das Verfallsdatum bekannt sein, dieser Code nennt keines. Den Code mit dem Datum scannen.',
        fr: "La date d'expiration de {product} doit être connue, ce code ne la nomme pas. Scannez le code avec la date.",
        es: 'Hay que conocer la caducidad de {product} y este código no la nombra. Escanee el código con la fecha.',
      },
      { product },
    ),
  serialMissing: (product: string): Verdict =>
    saying(
      'refused_serial_missing',
      {
        en: 'Each {product} has a serial number, this code names none. Scan the code with the serial number.',
        de: 'Jedes Stück {product} hat eine Seriennummer, dieser Code nennt keine. Den Code mit der Seriennummer scannen.',
        fr: 'Chaque {product} a un numéro de série, ce code ne le nomme pas. Scannez le code avec le numéro de série.',
        es: 'Cada {product} tiene un número de serie y este código no lo nombra. Escanee el código con el número de serie.',
      },
      { product },
    ),
  serialOfEach: (product: string): Verdict =>
    saying(
      'refused_serial_missing',
      {
        en: 'The serial number of each single {product} is needed. Open the pack and scan the units.',
        de: 'Die Seriennummer jedes einzelnen Stücks {product} wird gebraucht. Das Gebinde öffnen und die Stücke scannen.',
        fr: 'Il faut le numéro de série de chaque {product}. Ouvrez le lot et scannez les unités.',
        es: 'Hace falta el número de serie de cada {product}. Abra el paquete y escanee las unidades.',
      },
      { product },
    ),
  duplicateSerial: (product: string, serial: string): Verdict =>
    saying(
      'refused_duplicate_serial',
      {
        en: 'Serial {serial} of {product} was taken already. Scan another one.',
        de: 'Seriennummer {serial} von {product} wurde schon genommen. Ein anderes Stück scannen.',
        fr: 'Le numéro de série {serial} de {product} est déjà pris. Scannez-en un autre.',
        es: 'El número de serie {serial} de {product} ya se ha tomado. Escanee otro.',
      },
      { product, serial },
    ),
  serialOfOther: (product: string, serial: string, order: string): Verdict =>
    saying(
      'refused_duplicate_serial',
      {
        en: '{product} with serial {serial} is in order {order}, as the site knows. Put this piece aside, tell a supervisor and scan another one.',
        de: '{product} mit Seriennummer {serial} ist nach dem Wissen des Standorts in Auftrag {order}. Dieses Stück beiseitelegen, der Aufsicht melden und ein anderes scannen.',
        fr: "{product} de numéro de série {serial} est dans la commande {order}, d'après le site. Mettez cette pièce de côté, prévenez un responsable et scannez-en une autre.",
        es: '{product} con número de serie {serial} está en el pedido {order}, según el centro. Aparte esta pieza, avise a un supervisor y escanee otra.',
      },
      { product, serial, order },
    ),
  expired: (product: string, expiry: string): Verdict =>
    saying(
      'refused_expired',
      {
        en: 'This {product} expired on {expiry}. Put it to the blocked goods.',
        de: '{product} ist am {expiry} abgelaufen. Zur Sperrware legen.',
        fr: 'Ce {product} a expiré le {expiry}. Mettez-le avec les produits bloqués.',
        es: '{product} caducó el {expiry}. Póngalo con la mercancía bloqueada.',
      },
      { product, expiry },
    ),
  expiresTooSoon: (product: string, until: string, n: number): Verdict =>
    saying(
      'refused_expires_too_soon',
      {
        en: 'This {product} is good until {until} only, {n} {n:day|days} must be left. Take a fresher one.',
        de: '{product} hält nur bis {until}, es {n:muss|müssen} noch {n} {n:Tag|Tage} bleiben. Ein frischeres nehmen.',
        fr: "Ce {product} n'est bon que jusqu'au {until}, il doit rester {n} {n:jour|jours}. Prenez-en un plus frais.",
        es: 'Este {product} solo vale hasta el {until} y {n:debe|deben} quedar {n} {n:día|días}. Tome uno más fresco.',
      },
      { product, until, n },
    ),
  olderFirst: (product: string, lot: string, until: string): Verdict =>
    saying(
      'refused_older_first',
      {
        en: 'An older {product} lies here: lot {lot}, good until {until}. Take that first, or report it short.',
        de: 'Hier liegt älteres {product}: Charge {lot}, gut bis {until}. Zuerst dieses nehmen, oder als fehlend melden.',
        fr: "Il y a ici un {product} plus ancien : lot {lot}, bon jusqu'au {until}. Prenez-le d'abord, ou signalez-le manquant.",
        es: 'Aquí hay {product} más antiguo: lote {lot}, bueno hasta el {until}. Tómelo primero, o indique que falta.',
      },
      { product, lot, until },
    ),
  weightMissing: (product: string): Verdict =>
    saying(
      'refused_weight_missing',
      {
        en: '{product} is sold by weight, this code names none. Scan the label with the weight.',
        de: '{product} wird nach Gewicht verkauft, dieser Code nennt keines. Das Etikett mit dem Gewicht scannen.',
        fr: "{product} se vend au poids, ce code n'en nomme pas. Scannez l'étiquette avec le poids.",
        es: '{product} se vende por peso y este código no lo nombra. Escanee la etiqueta con el peso.',
      },
      { product },
    ),
  weightOutOfRange: (product: string, grams: number, expected: number, percent: number): Verdict =>
    saying(
      'refused_weight_out_of_range',
      {
        en: 'This {product} weighs {grams} g, it should be {expected} g within {percent} %. Take another one.',
        de: '{product} wiegt {grams} g, es sollten {expected} g sein, höchstens {percent} % anders. Ein anderes nehmen.',
        fr: 'Ce {product} pèse {grams} g au lieu de {expected} g à {percent} % près. Prenez-en un autre.',
        es: 'Este {product} pesa {grams} g y debería pesar {expected} g con un {percent} % de margen. Tome otro.',
      },
      { product, grams, expected, percent },
    ),
  notASubstitute: (product: string, wanted: string): Verdict =>
    saying(
      'refused_substitute',
      {
        en: '{product} may not go in place of {wanted} here. Put it back, or report {wanted} short.',
        de: '{product} darf hier nicht statt {wanted} gehen. Zurücklegen, oder {wanted} als fehlend melden.',
        fr: '{product} ne peut pas remplacer {wanted} ici. Remettez-le, ou signalez {wanted} manquant.',
        es: '{product} no puede ir en lugar de {wanted} aquí. Devuélvalo, o indique que falta {wanted}.',
      },
      { product, wanted },
    ),
  /** No refusal: what a supervisor is asked. */
  askSubstitute: (product: string, lot: string | undefined, wanted: string): Message =>
    say(
      {
        en: '{product}{lot} in place of {wanted}? A supervisor must scan their badge.',
        de: '{product}{lot} statt {wanted}? Eine Aufsicht muss ihren Ausweis scannen.',
        fr: '{product}{lot} à la place de {wanted} ? Un responsable doit scanner son badge.',
        es: '¿{product}{lot} en lugar de {wanted}? Un supervisor debe escanear su tarjeta.',
      },
      { product, wanted, lot: lot === undefined ? '' : ` (${lot})` },
    ),
} as const;

/** A hint where the site only warns. */
export function takeOlderFirst(lot: string, until: string): Message {
  return say(
    {
      en: 'Next time take the older one first: lot {lot}, good until {until}.',
      de: 'Nächstes Mal das ältere zuerst nehmen: Charge {lot}, gut bis {until}.',
      fr: "La prochaine fois, prenez d'abord le plus ancien : lot {lot}, bon jusqu'au {until}.",
      es: 'La próxima vez tome primero el más antiguo: lote {lot}, bueno hasta el {until}.',
    },
    { lot, until },
  );
}

function lotNotNamed(product: string, wanted: string): Verdict {
  return saying(
    'refused_wrong_lot',
    {
      en: '{product} must be of lot {wanted}, this code names no lot. Scan the code with the lot.',
      de: '{product} muss aus Charge {wanted} sein, dieser Code nennt keine. Den Code mit der Charge scannen.',
      fr: '{product} doit être du lot {wanted}, ce code ne nomme aucun lot. Scannez le code avec le lot.',
      es: '{product} debe ser del lote {wanted}, este código no nombra ningún lote. Escanee el código con el lote.',
    },
    { product, wanted },
  );
}

function lotDiffers(product: string, wanted: string, scanned: string): Verdict {
  return saying(
    'refused_wrong_lot',
    {
      en: '{product} must be of lot {wanted}, this is lot {scanned}. Put it back.',
      de: '{product} muss aus Charge {wanted} sein, dies ist Charge {scanned}. Zurücklegen.',
      fr: '{product} doit être du lot {wanted}, celui-ci est du lot {scanned}. Remettez-le.',
      es: '{product} debe ser del lote {wanted}, este es del lote {scanned}. Devuélvalo.',
    },
    { product, wanted, scanned },
  );
}
