import type { Language } from '../../kernel/web/language.ts';

type Texts = Readonly<Record<Language, string>>;

/** What each code of a fact that does not fit means, in a few words. The sentence that was recorded with it says the rest. */
export const misfits = {
  ORDER_UNKNOWN: {
    en: 'There is no such order',
    de: 'Diesen Auftrag gibt es nicht',
    fr: "Cette commande n'existe pas",
    es: 'Ese pedido no existe',
  },
  ORDER_OF_OTHER_SITE: {
    en: 'An order of another site',
    de: 'Auftrag eines anderen Standorts',
    fr: "Commande d'un autre site",
    es: 'Pedido de otro centro',
  },
  ORDER_NOT_RELEASED: {
    en: 'Worked on before it was released',
    de: 'Vor der Freigabe bearbeitet',
    fr: "Traitée avant d'être lancée",
    es: 'Trabajado antes de liberarse',
  },
  ORDER_CANCELLED: {
    en: 'Worked on after it was cancelled',
    de: 'Nach der Stornierung bearbeitet',
    fr: 'Traitée après son annulation',
    es: 'Trabajado después de anularse',
  },
  LINE_UNKNOWN: {
    en: 'The order has no such line',
    de: 'Der Auftrag hat diese Position nicht',
    fr: "La commande n'a pas cette ligne",
    es: 'El pedido no tiene esa línea',
  },
  PICKED_TOO_MANY: {
    en: 'More picked than ordered',
    de: 'Mehr entnommen als bestellt',
    fr: 'Plus de prélevé que de commandé',
    es: 'Más recogido que pedido',
  },
  PACKED_TOO_MANY: {
    en: 'More packed than picked',
    de: 'Mehr gepackt als entnommen',
    fr: "Plus d'emballé que de prélevé",
    es: 'Más embalado que recogido',
  },
  SHIPPED_TOO_MANY: {
    en: 'More shipped than packed',
    de: 'Mehr versandt als gepackt',
    fr: "Plus d'expédié que d'emballé",
    es: 'Más enviado que embalado',
  },
  SHORTED_TOO_MANY: {
    en: 'More short than was left to pick',
    de: 'Mehr Fehlmenge als noch zu entnehmen war',
    fr: "Plus de manquants qu'il n'en restait à prélever",
    es: 'Más faltas de lo que quedaba por recoger',
  },
  BACK_ORDER_BEGUN: {
    en: 'Found, but its back-order is in work',
    de: 'Gefunden, aber der Rückstand ist schon in Arbeit',
    fr: 'Retrouvé, mais le reliquat est déjà en préparation',
    es: 'Encontrado, pero el pendiente ya está en preparación',
  },
  UNDO_UNKNOWN: {
    en: 'What was taken back is not known',
    de: 'Was zurückgenommen wurde, ist nicht bekannt',
    fr: "Ce qui a été repris n'est pas connu",
    es: 'Lo que se deshizo no consta',
  },
  PARCEL_KNOWN: {
    en: 'Two parcels with one number',
    de: 'Zwei Pakete mit einer Nummer',
    fr: 'Deux colis avec un même numéro',
    es: 'Dos bultos con un mismo número',
  },
  PARCEL_UNKNOWN: {
    en: 'There is no such parcel',
    de: 'Dieses Paket gibt es nicht',
    fr: "Ce colis n'existe pas",
    es: 'Ese bulto no existe',
  },
  SHIPMENT_KNOWN: {
    en: 'Dispatched twice',
    de: 'Zweimal versandt',
    fr: 'Expédié deux fois',
    es: 'Expedido dos veces',
  },
  LOCATION_UNKNOWN: {
    en: 'There is no such location',
    de: 'Diesen Lagerplatz gibt es nicht',
    fr: "Cet emplacement n'existe pas",
    es: 'Esa ubicación no existe',
  },
  PRODUCT_UNKNOWN: {
    en: 'There is no such product',
    de: 'Diesen Artikel gibt es nicht',
    fr: "Cet article n'existe pas",
    es: 'Ese artículo no existe',
  },
  COUNT_BELOW_RESERVED: {
    en: 'Counted less than is promised to orders',
    de: 'Weniger gezählt, als Aufträgen zugesagt ist',
    fr: 'Compté moins que ce qui est réservé',
    es: 'Contado menos de lo reservado',
  },
  STOCK_TOO_LOW: {
    en: 'Promised to orders already',
    de: 'Schon anderen Aufträgen zugesagt',
    fr: "Déjà réservé à d'autres commandes",
    es: 'Ya reservado a otros pedidos',
  },
  RETURNED_TOO_MANY: {
    en: 'More came back than left',
    de: 'Mehr zurückgekommen als versandt',
    fr: "Plus de retours que d'expédié",
    es: 'Volvió más de lo que salió',
  },
  RETURNED_TWICE: {
    en: 'The same piece came back twice',
    de: 'Dasselbe Stück zweimal zurückgekommen',
    fr: 'La même pièce est revenue deux fois',
    es: 'La misma pieza volvió dos veces',
  },
  RETURN_UNKNOWN: {
    en: 'A return of another order',
    de: 'Retoure eines anderen Auftrags',
    fr: "Retour d'une autre commande",
    es: 'Devolución de otro pedido',
  },
  ORDER_IS_NO_SERVICE: {
    en: 'The order is no service',
    de: 'Der Auftrag ist keine Dienstleistung',
    fr: "La commande n'est pas une prestation",
    es: 'El pedido no es un servicio',
  },
  FACT_RESCUED: {
    en: 'Rescued from a log that was given up',
    de: 'Aus einem aufgegebenen Protokoll gerettet',
    fr: "Récupéré d'un journal abandonné",
    es: 'Rescatado de un registro abandonado',
  },
  PROOF_INCOMPLETE: {
    en: 'Shipped without a whole proof: not invoiced',
    de: 'Ohne vollständigen Beleg versandt: nicht berechnet',
    fr: 'Expédié sans preuve complète : non facturé',
    es: 'Enviado sin prueba completa: sin facturar',
  },
} satisfies Readonly<Record<string, Texts>>;

const others: Readonly<Record<string, Texts>> = {
  CONFLICT: {
    en: 'One number, two facts',
    de: 'Eine Nummer, zwei Meldungen',
    fr: 'Un numéro, deux faits',
    es: 'Un número, dos hechos',
  },
  HEAD: {
    en: 'The signature of a station does not hold',
    de: 'Die Signatur einer Station stimmt nicht',
    fr: "La signature d'un poste n'est pas valable",
    es: 'La firma de un puesto no es válida',
  },
  SET_ASIDE: {
    en: 'Set aside as it cannot be read or trusted',
    de: 'Beiseitegelegt: nicht lesbar oder nicht vertrauenswürdig',
    fr: 'Mis de côté : illisible ou non fiable',
    es: 'Apartado: ilegible o no fiable',
  },
};

/** The meaning of an exception's code. */
export function exceptionWords(code: string, language: Language): string {
  const family = Object.keys(others).find((prefix) => code.startsWith(prefix)) ?? '';
  const texts = isMisfit(code) ? misfits[code] : others[family];
  return texts?.[language] ?? code.toLowerCase().replaceAll('_', ' ');
}

function isMisfit(code: string): code is keyof typeof misfits {
  return Object.hasOwn(misfits, code);
}
