import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

/** Every way to say no while an order is packed: each says what is the matter, and what to do next. */
export const packRefusals = {
  orderDone: (order: string): Verdict => ({
    ...saying(
      'refused_order_done',
      {
        en: 'Order {order} has already left. Put this away and scan the next order.',
        de: 'Auftrag {order} ist schon versandt. Dies weglegen und den nächsten Auftrag scannen.',
        fr: 'La commande {order} est déjà partie. Rangez ceci et scannez la commande suivante.',
        es: 'El pedido {order} ya ha salido. Guarde esto y escanee el pedido siguiente.',
      },
      { order },
    ),
    order,
  }),
  orderPacked: (order: string, n: number): Verdict => ({
    ...saying(
      'refused_order_done',
      {
        en: 'Order {order} is packed, and its {n:parcel waits|parcels wait} here for a load. Put this aside and scan the next order.',
        de: 'Auftrag {order} ist gepackt, {n:sein Paket wartet|seine Pakete warten} hier auf die Ladung. Dies weglegen und den nächsten Auftrag scannen.',
        fr: 'La commande {order} est emballée, {n:son colis attend|ses colis attendent} ici un chargement. Rangez ceci et scannez la commande suivante.',
        es: 'El pedido {order} está embalado, {n:su paquete espera|sus paquetes esperan} aquí una carga. Aparte esto y escanee el pedido siguiente.',
      },
      { order, n },
    ),
    order,
  }),
  orderSealed: (order: string): Verdict => ({
    ...saying(
      'refused_order_done',
      {
        en: 'Order {order} is packed. It leaves where it was packed, once its label is scanned there. Put this aside and scan the next order.',
        de: 'Auftrag {order} ist gepackt. Er geht an seinem Packplatz hinaus, sobald dort sein Label gescannt ist. Dies weglegen und den nächsten Auftrag scannen.',
        fr: "La commande {order} est emballée. Elle part de son poste d'emballage dès que son étiquette y est scannée. Rangez ceci et scannez la commande suivante.",
        es: 'El pedido {order} está embalado. Sale de su puesto de embalaje cuando se escanee allí su etiqueta. Aparte esto y escanee el pedido siguiente.',
      },
      { order },
    ),
    order,
  }),
  orderOnHold: (order: string, reason: string): Verdict => ({
    ...saying(
      'refused_order_on_hold',
      {
        en: 'Order {order} is on hold: {reason}. Put it aside and scan another order.',
        de: 'Auftrag {order} ist gesperrt: {reason}. Beiseitelegen und einen anderen Auftrag scannen.',
        fr: 'La commande {order} est bloquée : {reason}. Mettez-la de côté et scannez-en une autre.',
        es: 'El pedido {order} está retenido: {reason}. Apártelo y escanee otro pedido.',
      },
      { order, reason },
    ),
    order,
  }),
  orderCancelled: (order: string, reason: string): Verdict => ({
    ...saying(
      'refused_order_cancelled',
      {
        en: 'Order {order} was cancelled: {reason}. Stop here, put its goods back and scan another order.',
        de: 'Auftrag {order} wurde storniert: {reason}. Aufhören, die Ware zurücklegen und einen anderen Auftrag scannen.',
        fr: 'La commande {order} est annulée : {reason}. Arrêtez, remettez les articles et scannez-en une autre.',
        es: 'El pedido {order} se ha anulado: {reason}. Pare, devuelva los artículos y escanee otro pedido.',
      },
      { order, reason },
    ),
    order,
  }),
  orderConflict: (order: string, station: string): Verdict => ({
    ...saying(
      'refused_order_elsewhere',
      {
        en: 'Order {order} was worked on at {station} too, and goes on there. Stop here, bring its goods and parcels to {station} and scan another order.',
        de: 'Auftrag {order} wurde auch an {station} bearbeitet und geht dort weiter. Hier aufhören, Ware und Pakete zu {station} bringen und einen anderen Auftrag scannen.',
        fr: 'La commande {order} a aussi été traitée à {station} et continue là-bas. Arrêtez ici, portez articles et colis à {station} et scannez-en une autre.',
        es: 'El pedido {order} también se trabajó en {station} y sigue allí. Pare aquí, lleve la mercancía y los paquetes a {station} y escanee otro pedido.',
      },
      { order, station },
    ),
    order,
  }),
  orderElsewhere: (order: string, station: string): Verdict => ({
    ...saying(
      'refused_order_elsewhere',
      {
        en: 'Station {station} works on order {order}. Take another order, or bring the goods there.',
        de: 'Station {station} arbeitet an Auftrag {order}. Einen anderen Auftrag nehmen, oder die Ware dorthin bringen.',
        fr: 'Le poste {station} traite la commande {order}. Prenez une autre commande, ou portez-y les articles.',
        es: 'El puesto {station} trabaja en el pedido {order}. Tome otro pedido o lleve allí la mercancía.',
      },
      { order, station },
    ),
    order,
  }),
  orderNotHeld: (order: string): Verdict => ({
    ...saying(
      'refused_order_not_held_offline',
      {
        en: 'There is no connection, and order {order} was not given to this station before. Take one that was, or wait for the connection.',
        de: 'Es besteht keine Verbindung, und Auftrag {order} wurde dieser Station vorher nicht gegeben. Einen nehmen, den sie hat, oder auf die Verbindung warten.',
        fr: "Pas de connexion, et la commande {order} n'a pas été confiée à ce poste avant. Prenez-en une qui l'a été, ou attendez la connexion.",
        es: 'No hay conexión y el pedido {order} no se dio antes a este puesto. Tome uno que sí, o espere la conexión.',
      },
      { order },
    ),
    order,
  }),
  labelVoid: (sscc: string): Verdict =>
    saying(
      'refused_wrong_parcel',
      {
        en: 'The label {sscc} is void: its parcel was reopened. Tear it off and use the new one.',
        de: 'Das Label {sscc} ist ungültig: sein Paket wurde wieder geöffnet. Es abreißen und das neue verwenden.',
        fr: "L'étiquette {sscc} est nulle : son colis a été rouvert. Arrachez-la et utilisez la nouvelle.",
        es: 'La etiqueta {sscc} no vale: su paquete se reabrió. Arránquela y use la nueva.',
      },
      { sscc },
    ),
  parcelOpen: (order: string): Verdict =>
    saying(
      'refused_order_incomplete',
      {
        en: 'A parcel of order {order} is still open. Seal it first (PP:SEAL), then scan the parcel labels.',
        de: 'Ein Paket von Auftrag {order} ist noch offen. Es zuerst verschließen (PP:SEAL), dann die Paketlabels scannen.',
        fr: "Un colis de la commande {order} est encore ouvert. Fermez-le d'abord (PP:SEAL), puis scannez les étiquettes.",
        es: 'Un paquete del pedido {order} sigue abierto. Ciérrelo primero (PP:SEAL) y luego escanee las etiquetas.',
      },
      { order },
    ),
  otherOrderOpen: (order: string): Verdict =>
    saying(
      'refused_order_open',
      {
        en: 'Order {order} is still open. Finish it first, or undo what is packed.',
        de: 'Auftrag {order} ist noch offen. Zuerst beenden, oder das Gepackte rückgängig machen.',
        fr: "La commande {order} est encore ouverte. Terminez-la d'abord, ou annulez ce qui est emballé.",
        es: 'El pedido {order} sigue abierto. Termínelo primero, o deshaga lo embalado.',
      },
      { order },
    ),
  tooManyParked: (order: string): Verdict =>
    saying(
      'refused_order_open',
      {
        en: 'Too many orders wait for their release. Finish one of them before {order}.',
        de: 'Zu viele Aufträge warten auf ihre Freigabe. Einen davon vor {order} beenden.',
        fr: "Trop de commandes attendent d'être libérées. Terminez-en une avant {order}.",
        es: 'Demasiados pedidos esperan su liberación. Termine uno antes de {order}.',
      },
      { order },
    ),
  orderIncomplete: (order: string, n: number): Verdict =>
    saying(
      'refused_order_incomplete',
      {
        en: 'Order {order} still lacks {n} {n:unit|units}. Scan the items first, then the parcel labels.',
        de: 'Dem Auftrag {order} {n:fehlt|fehlen} noch {n} {n:Einheit|Einheiten}. Zuerst die Artikel scannen, dann die Paketlabels.',
        fr: "Il manque encore {n} {n:unité|unités} à la commande {order}. Scannez d'abord les articles, puis les étiquettes.",
        es: 'Al pedido {order} le {n:falta|faltan} {n} {n:unidad|unidades}. Escanee primero los artículos y luego las etiquetas.',
      },
      { order, n },
    ),
  notOnOrder: (product: string, order: string): Verdict =>
    saying(
      'refused_not_on_order',
      {
        en: '{product} does not belong to order {order}. Put it back.',
        de: '{product} gehört nicht zu Auftrag {order}. Zurücklegen.',
        fr: "{product} n'appartient pas à la commande {order}. Remettez-le.",
        es: '{product} no pertenece al pedido {order}. Devuélvalo.',
      },
      { product, order },
    ),
  tooMany: (product: string, n: number, missing: number, line: number): Verdict => ({
    ...saying(
      'refused_too_many',
      {
        en: 'This pack of {product} holds {n} {n:unit|units}, only {missing} missing. Open it and scan single units.',
        de: 'Dieses Gebinde {product} enthält {n} {n:Einheit|Einheiten}, es {missing:fehlt|fehlen} nur {missing}. Öffnen und einzeln scannen.',
        fr: "Ce lot de {product} contient {n} {n:unité|unités}, il n'en manque que {missing}. Ouvrez-le et scannez à l'unité.",
        es: 'Este paquete de {product} contiene {n} {n:unidad|unidades}, solo {missing:falta|faltan} {missing}. Ábralo y escanee una a una.',
      },
      { product, n, missing },
    ),
    line,
  }),
  duplicateSerial: (product: string, serial: string, line: number): Verdict => ({
    ...saying(
      'refused_duplicate_serial',
      {
        en: 'Serial {serial} of {product} was packed already. Scan another one.',
        de: 'Seriennummer {serial} von {product} wurde schon gepackt. Ein anderes Stück scannen.',
        fr: 'Le numéro de série {serial} de {product} est déjà emballé. Scannez-en un autre.',
        es: 'El número de serie {serial} de {product} ya está embalado. Escanee otro.',
      },
      { product, serial },
    ),
    line,
  }),
  nothingPacked: saying('refused_nothing_packed', {
    en: 'The open parcel is empty. Scan an item first.',
    de: 'Das offene Paket ist leer. Zuerst einen Artikel scannen.',
    fr: "Le colis ouvert est vide. Scannez d'abord un article.",
    es: 'El paquete abierto está vacío. Escanee primero un artículo.',
  }),
  nothingToShip: (order: string): Verdict =>
    saying(
      'refused_nothing_packed',
      {
        en: 'Nothing of order {order} is packed, so nothing of it can go. Scan what is there, or give it back (PP:GIVE_BACK) and tell a supervisor.',
        de: 'Von Auftrag {order} ist nichts gepackt, also kann nichts weg. Scannen, was da ist, oder ihn zurückgeben (PP:GIVE_BACK) und der Aufsicht melden.',
        fr: "Rien de la commande {order} n'est emballé, rien ne peut donc partir. Scannez ce qu'il y a, ou rendez-la (PP:GIVE_BACK) et prévenez un responsable.",
        es: 'No hay nada embalado del pedido {order}, así que nada puede salir. Escanee lo que haya, o devuélvalo (PP:GIVE_BACK) y avise a un supervisor.',
      },
      { order },
    ),
  nothingMissing: saying('refused_line_complete', {
    en: 'Nothing is missing. Scan the label of each parcel.',
    de: 'Es fehlt nichts. Das Label jedes Pakets scannen.',
    fr: "Il ne manque rien. Scannez l'étiquette de chaque colis.",
    es: 'No falta nada. Escanee la etiqueta de cada paquete.',
  }),
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'The open parcel holds nothing that can be undone. What is sealed stays sealed.',
    de: 'Im offenen Paket ist nichts, was sich rückgängig machen lässt. Verschlossenes bleibt verschlossen.',
    fr: 'Le colis ouvert ne contient rien à annuler. Ce qui est fermé reste fermé.',
    es: 'El paquete abierto no tiene nada que deshacer. Lo cerrado queda cerrado.',
  }),
  wrongParcel: (sscc: string, order: string): Verdict =>
    saying(
      'refused_wrong_parcel',
      {
        en: 'Parcel {sscc} does not belong to order {order}. Check the label.',
        de: 'Paket {sscc} gehört nicht zu Auftrag {order}. Das Label prüfen.',
        fr: "Le colis {sscc} n'appartient pas à la commande {order}. Vérifiez l'étiquette.",
        es: 'El paquete {sscc} no pertenece al pedido {order}. Compruebe la etiqueta.',
      },
      { sscc, order },
    ),
  noSite: saying('refused_cannot_seal', {
    en: 'No parcel number can be made before the settings of this site have arrived. Nothing packed is lost.',
    de: 'Vor dem Eintreffen der Einstellungen dieses Standorts kann keine Paketnummer vergeben werden. Nichts Gepacktes geht verloren.',
    fr: "Aucun numéro de colis avant l'arrivée des réglages de ce site. Rien de ce qui est emballé n'est perdu.",
    es: 'No se puede crear un número de paquete antes de que lleguen los ajustes de este centro. Nada embalado se pierde.',
  }),
  rangeUsedUp: saying('refused_cannot_seal', {
    en: 'This station has no parcel number (SSCC) left. Ask for a new range, then scan again: nothing packed is lost.',
    de: 'Diese Station hat keine Paketnummer (SSCC) mehr. Einen neuen Bereich anfordern, dann erneut scannen: nichts Gepacktes geht verloren.',
    fr: "Ce poste n'a plus de numéro de colis (SSCC). Demandez une nouvelle plage, puis scannez de nouveau : rien n'est perdu.",
    es: 'A este puesto no le quedan números de paquete (SSCC). Pida un rango nuevo y escanee otra vez: nada embalado se pierde.',
  }),
  tooManyParcels: saying('refused_cannot_seal', {
    en: 'An order has at most 500 parcels. Fill the open parcel with what is left.',
    de: 'Ein Auftrag hat höchstens 500 Pakete. Den Rest in das offene Paket legen.',
    fr: 'Une commande a au plus 500 colis. Mettez le reste dans le colis ouvert.',
    es: 'Un pedido tiene como máximo 500 paquetes. Ponga el resto en el paquete abierto.',
  }),
  printerFull: saying('refused_cannot_seal', {
    en: 'Too many labels wait for the printer. Mend it, scan PP:REPRINT, then seal again: nothing packed is lost.',
    de: 'Zu viele Labels warten auf den Drucker. Ihn richten, PP:REPRINT scannen, dann erneut verschließen: nichts Gepacktes geht verloren.',
    fr: "Trop d'étiquettes attendent l'imprimante. Réparez-la, scannez PP:REPRINT, puis fermez de nouveau : rien n'est perdu.",
    es: 'Demasiadas etiquetas esperan a la impresora. Arréglela, escanee PP:REPRINT y cierre otra vez: nada embalado se pierde.',
  }),
} as const;
