import type { Gs1Refusal } from '../../protocols/gs1/element-string.ts';
import type { Verdict } from './decision.ts';
import { say, shown } from './message.ts';

const checkDigit: Verdict = {
  verdict: 'refused_check_digit',
  message: say({
    en: 'The check digit is wrong: the code is damaged or was read badly. Scan it again; if it stays so, put it aside.',
    de: 'Die Prüfziffer ist falsch: Der Code ist beschädigt oder wurde schlecht gelesen. Noch einmal scannen; bleibt es so, beiseitelegen.',
    fr: 'La clé de contrôle est fausse : le code est abîmé ou a été mal lu. Scannez de nouveau ; si cela persiste, mettez-le de côté.',
    es: 'El dígito de control es incorrecto: el código está dañado o se leyó mal. Escanee otra vez; si sigue así, apártelo.',
  }),
};

/** Ways to say no that belong to no kind of work: each says which of the many kinds of "not found" it is, and what to do next. */
export const refusals = {
  unreadable: ({ code, message }: Gs1Refusal): Verdict =>
    code === 'check_digit'
      ? checkDigit
      : {
          verdict: 'refused_unreadable',
          message: say({
            en: `${message} Scan it again; if it stays so, put it aside.`,
            de: `Nicht lesbar: ${message} Noch einmal scannen; bleibt es so, beiseitelegen.`,
            fr: `Illisible : ${message} Scannez de nouveau ; si cela persiste, mettez-le de côté.`,
            es: `Ilegible: ${message} Escanee otra vez; si sigue así, apártelo.`,
          }),
        },
  empty: {
    verdict: 'refused_unreadable',
    message: say({
      en: 'Nothing was read. Scan again.',
      de: 'Es wurde nichts gelesen. Noch einmal scannen.',
      fr: "Rien n'a été lu. Scannez de nouveau.",
      es: 'No se ha leído nada. Escanee otra vez.',
    }),
  },
  unknownBarcode: (text: string): Verdict => ({
    verdict: 'refused_unknown_barcode',
    message: say(
      {
        en: 'No product here has the barcode {code}. Put the item aside.',
        de: 'Kein Artikel hat hier den Barcode {code}. Den Artikel beiseitelegen.',
        fr: 'Aucun article ici ne porte le code {code}. Mettez-le de côté.',
        es: 'Ningún artículo tiene aquí el código {code}. Apártelo.',
      },
      { code: shown(text) },
    ),
  }),
  /** No GTIN, and no name of anything here. */
  unknownCode: (text: string): Verdict => ({
    verdict: 'refused_unknown_barcode',
    message: say(
      {
        en: '{code} is no product, order, task or tote known here. Scan another code of it, or put it aside.',
        de: '{code} ist hier kein Artikel, kein Auftrag, keine Aufgabe und kein Behälter. Einen anderen Code daran scannen, oder es beiseitelegen.',
        fr: "{code} n'est ici ni un article, ni une commande, ni une tâche, ni un bac. Scannez un autre code, ou mettez-le de côté.",
        es: '{code} no es aquí ningún artículo, pedido, tarea ni cubeta. Escanee otro código, o apártelo.',
      },
      { code: shown(text) },
    ),
  }),
  notWanted: (text: string): Verdict => ({
    verdict: 'refused_not_here',
    message: say(
      {
        en: '{code} is a place or a tote, and none is wanted now. Scan what the top line asks for.',
        de: '{code} ist ein Platz oder ein Behälter, und keiner wird jetzt gebraucht. Scannen, was die oberste Zeile verlangt.',
        fr: "{code} est un emplacement ou un bac, et il n'en faut pas maintenant. Scannez ce que demande la première ligne.",
        es: '{code} es una ubicación o una cubeta, y ahora no hace falta ninguna. Escanee lo que pide la primera línea.',
      },
      { code: shown(text) },
    ),
  }),
  noProductNamed: {
    verdict: 'refused_unknown_barcode',
    message: say({
      en: 'This barcode names no product (it has no GTIN). Scan the barcode with the GTIN on the same item.',
      de: 'Dieser Barcode nennt keinen Artikel (er hat keine GTIN). Den Barcode mit der GTIN auf demselben Artikel scannen.',
      fr: 'Ce code ne désigne aucun article (pas de GTIN). Scannez le code avec le GTIN sur le même article.',
      es: 'Este código no nombra ningún artículo (no tiene GTIN). Escanee el código con el GTIN del mismo artículo.',
    }),
  },
  variableCount: {
    verdict: 'refused_unreadable',
    message: say({
      en: 'This barcode carries a count of its own, which cannot be checked here. Scan the item or its case.',
      de: 'Dieser Barcode nennt eine eigene Menge, die hier nicht geprüft werden kann. Den Artikel oder seinen Karton scannen.',
      fr: "Ce code porte sa propre quantité, qui ne peut être vérifiée ici. Scannez l'article ou son carton.",
      es: 'Este código lleva su propia cantidad, que aquí no se puede comprobar. Escanee el artículo o su caja.',
    }),
  },
  unknownCommand: (text: string): Verdict => ({
    verdict: 'refused_unknown_command',
    message: say(
      {
        en: '{code} is no command here. Check the command sheet.',
        de: '{code} ist hier kein Befehl. Das Befehlsblatt prüfen.',
        fr: "{code} n'est pas une commande ici. Consultez la feuille de commandes.",
        es: '{code} no es una orden aquí. Consulte la hoja de órdenes.',
      },
      { code: shown(text) },
    ),
  }),
  /** Nothing is in hand, and the code opens nothing. */
  opensNothing: (text: string): Verdict => ({
    verdict: 'refused_order_unknown',
    message: say(
      {
        en: '{code} is neither an order nor a product at this station. Scan the order number, a task or a tote.',
        de: '{code} ist an dieser Station weder Auftrag noch Artikel. Die Auftragsnummer, eine Aufgabe oder einen Behälter scannen.',
        fr: "{code} n'est ni une commande ni un article à ce poste. Scannez le numéro de commande, une tâche ou un bac.",
        es: '{code} no es ni un pedido ni un artículo en este puesto. Escanee el número de pedido, una tarea o una cubeta.',
      },
      { code: shown(text) },
    ),
  }),
  /** Eighteen digits of a label, with or without its AI. */
  unknownLabel: (sscc: string): Verdict => ({
    verdict: 'refused_parcel_unknown',
    message: say(
      {
        en: '{sscc} is the label of no parcel known here, and no order has this number. Scan an order, a task or a tote.',
        de: '{sscc} ist das Label keines hier bekannten Pakets, und kein Auftrag hat diese Nummer. Einen Auftrag, eine Aufgabe oder einen Behälter scannen.',
        fr: "{sscc} n'est l'étiquette d'aucun colis connu ici, ni un numéro de commande. Scannez une commande, une tâche ou un bac.",
        es: '{sscc} no es la etiqueta de ningún paquete conocido aquí, ni el número de un pedido. Escanee un pedido, una tarea o una cubeta.',
      },
      { sscc },
    ),
  }),
  nothingOpen: {
    verdict: 'refused_no_order_open',
    message: say({
      en: 'No order is open. Scan an order, a task or a tote first.',
      de: 'Kein Auftrag ist offen. Zuerst einen Auftrag, eine Aufgabe oder einen Behälter scannen.',
      fr: "Aucune commande n'est ouverte. Scannez d'abord une commande, une tâche ou un bac.",
      es: 'No hay ningún pedido abierto. Escanee primero un pedido, una tarea o una cubeta.',
    }),
  },
  noLoadOpen: {
    verdict: 'refused_no_order_open',
    message: say({
      en: 'No load is open here. Scan the code of the carrier first, then the label again.',
      de: 'Hier ist keine Ladung offen. Zuerst den Code des Frachtführers scannen, dann das Label noch einmal.',
      fr: "Aucun chargement n'est ouvert ici. Scannez d'abord le code du transporteur, puis l'étiquette.",
      es: 'Aquí no hay ninguna carga abierta. Escanee primero el código del transportista y luego la etiqueta.',
    }),
  },
} as const satisfies Record<string, Verdict | ((...given: never[]) => Verdict)>;

/** A second reading of the same code by the same device at once. */
export const bounced: Verdict = {
  verdict: 'ignored_bounce',
  message: say({
    en: 'The same code again at once: counted once.',
    de: 'Derselbe Code sofort noch einmal: nur einmal gezählt.',
    fr: 'Le même code tout de suite : compté une seule fois.',
    es: 'El mismo código otra vez al instante: contado una sola vez.',
  }),
};
