import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

const leftWithOrder = {
  en: 'Parcel {sscc} has left with order {order}. If it came back, scan Return first.',
  de: 'Paket {sscc} ist mit Auftrag {order} versandt. Ist es zurückgekommen, zuerst Retoure scannen.',
  fr: "Le colis {sscc} est parti avec la commande {order}. S'il est revenu, scannez d'abord Retour.",
  es: 'El paquete {sscc} salió con el pedido {order}. Si ha vuelto, escanee antes Devolución.',
};

const leftFromHere = {
  en: 'Parcel {sscc} has left from here. If it came back, scan Return first.',
  de: 'Paket {sscc} ist von hier versandt. Ist es zurückgekommen, zuerst Retoure scannen.',
  fr: "Le colis {sscc} est parti d'ici. S'il est revenu, scannez d'abord Retour.",
  es: 'El paquete {sscc} salió de aquí. Si ha vuelto, escanee antes Devolución.',
};

export const returnRefusals = {
  unknown: (text: string): Verdict =>
    saying(
      'refused_return_unknown',
      {
        en: 'Nothing is known here of {text} that could come back. Scan the parcel label or the order number.',
        de: 'Von {text} ist hier nichts bekannt, was zurückkommen könnte. Das Paketlabel oder die Auftragsnummer scannen.',
        fr: "On ne sait rien ici de {text} qui puisse revenir. Scannez l'étiquette du colis ou le numéro de commande.",
        es: 'Aquí no se sabe nada de {text} que pueda volver. Escanee la etiqueta del paquete o el número de pedido.',
      },
      { text },
    ),
  /** @param order left out while the gateway has not told whose parcel it is. */
  hasLeft: (sscc: string, order: string | undefined): Verdict =>
    order === undefined
      ? saying('refused_parcel_left', leftFromHere, { sscc })
      : saying('refused_parcel_left', leftWithOrder, { sscc, order }),
  notLeft: (order: string): Verdict => ({
    ...saying(
      'refused_not_shipped',
      {
        en: 'Nothing of order {order} has left, or all of it came back already. Check the number.',
        de: 'Von Auftrag {order} ist nichts versandt, oder schon alles zurück. Die Nummer prüfen.',
        fr: "Rien de la commande {order} n'est parti, ou tout est déjà revenu. Vérifiez le numéro.",
        es: 'Del pedido {order} no ha salido nada, o ya ha vuelto todo. Compruebe el número.',
      },
      { order },
    ),
    order,
  }),
  notShipped: (product: string, order: string): Verdict =>
    saying(
      'refused_not_shipped',
      {
        en: '{product} was not shipped with order {order}. Put it aside and look for its own label.',
        de: '{product} wurde nicht mit Auftrag {order} versandt. Beiseitelegen und das eigene Label suchen.',
        fr: "{product} n'a pas été expédié avec la commande {order}. Mettez-le de côté et cherchez son étiquette.",
        es: '{product} no se envió con el pedido {order}. Apártelo y busque su propia etiqueta.',
      },
      { product, order },
    ),
  serialNotShipped: (product: string, serial: string, order: string): Verdict =>
    saying(
      'refused_not_shipped',
      {
        en: '{product} with serial {serial} did not leave with order {order}. Put it aside and tell a supervisor.',
        de: '{product} mit Seriennummer {serial} ging nicht mit Auftrag {order} weg. Beiseitelegen und der Aufsicht melden.',
        fr: "{product} de numéro de série {serial} n'est pas parti avec la commande {order}. Mettez-le de côté et prévenez un responsable.",
        es: '{product} con número de serie {serial} no salió con el pedido {order}. Apártelo y avise a un supervisor.',
      },
      { product, serial, order },
    ),
  allBack: (product: string, n: number): Verdict =>
    saying(
      'refused_returned_too_many',
      {
        en: 'Of {product} {n} left with this order, and all of them came back already. Put this one aside and tell a supervisor.',
        de: 'Von {product} {n:ging|gingen} {n} mit diesem Auftrag weg, und alle sind schon zurück. Dieses beiseitelegen und der Aufsicht melden.',
        fr: '{n} x {product} {n:parti|partis} avec cette commande, et tout est déjà revenu. Mettez celui-ci de côté et prévenez un responsable.',
        es: 'De {product} {n:salió|salieron} {n} con este pedido y ya han vuelto todos. Aparte este y avise a un supervisor.',
      },
      { product, n },
    ),
  tooMany: (product: string, left: number): Verdict =>
    saying(
      'refused_returned_too_many',
      {
        en: 'Of {product} only {left} {left:unit|units} can still come back. Put the rest aside, or scan single units.',
        de: 'Von {product} {left:kann|können} nur noch {left} {left:Einheit|Einheiten} zurückkommen. Den Rest beiseitelegen oder einzeln scannen.',
        fr: "De {product}, {left} {left:unité peut|unités peuvent} encore revenir. Mettez le reste de côté, ou scannez à l'unité.",
        es: 'De {product} solo {left:puede|pueden} volver {left} {left:unidad|unidades}. Aparte el resto o escanee una a una.',
      },
      { product, left },
    ),
  conditionFirst: (product: string): Verdict =>
    saying(
      'refused_condition_first',
      {
        en: 'Say first how you found {product}: scan a condition, then the item again.',
        de: 'Zuerst sagen, in welchem Zustand {product} ist: einen Zustand scannen, dann den Artikel noch einmal.',
        fr: "Dites d'abord l'état de {product} : scannez un état, puis l'article de nouveau.",
        es: 'Diga primero en qué estado está {product}: escanee un estado y luego el artículo otra vez.',
      },
      { product },
    ),
  dispositionFirst: saying('refused_condition_first', {
    en: 'Scan the condition first, then where the goods go.',
    de: 'Zuerst den Zustand scannen, dann wohin die Ware geht.',
    fr: "Scannez d'abord l'état, puis la destination des articles.",
    es: 'Escanee primero el estado y luego el destino de los artículos.',
  }),
  returnOpen: (order: string): Verdict =>
    saying(
      'refused_order_open',
      {
        en: 'The return of order {order} is still open. Finish it with PP:DONE first, or take all of it back with PP:UNDO.',
        de: 'Die Retoure von Auftrag {order} ist noch offen. Zuerst mit PP:DONE beenden, oder alles mit PP:UNDO zurücknehmen.',
        fr: "Le retour de la commande {order} est encore ouvert. Terminez-le d'abord avec PP:DONE, ou annulez tout avec PP:UNDO.",
        es: 'La devolución del pedido {order} sigue abierta. Termínela primero con PP:DONE, o deshaga todo con PP:UNDO.',
      },
      { order },
    ),
  elsewhere: (order: string, station: string): Verdict => ({
    ...saying(
      'refused_order_elsewhere',
      {
        en: 'Station {station} takes back goods of order {order} now. Bring what came back there, or wait until it is done.',
        de: 'Station {station} nimmt gerade Ware von Auftrag {order} zurück. Das Zurückgekommene dorthin bringen, oder warten, bis sie fertig ist.',
        fr: 'Le poste {station} reprend en ce moment des articles de la commande {order}. Portez-y ce qui est revenu, ou attendez la fin.',
        es: 'El puesto {station} recibe ahora una devolución del pedido {order}. Lleve allí lo devuelto, o espere a que termine.',
      },
      { order, station },
    ),
    order,
  }),
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'Nothing was received yet that could be undone. Scan an item.',
    de: 'Es wurde noch nichts angenommen, was sich zurücknehmen lässt. Einen Artikel scannen.',
    fr: "Rien n'a encore été reçu. Scannez un article.",
    es: 'Aún no se ha recibido nada que deshacer. Escanee un artículo.',
  }),
  placeUnknown: (location: string): Verdict =>
    saying(
      'refused_wrong_location',
      {
        en: '{location} is no location of this site. Scan the code at the shelf where you put the goods.',
        de: '{location} ist kein Lagerplatz dieses Standorts. Den Code am Regal scannen, in das die Ware kommt.',
        fr: "{location} n'est pas un emplacement de ce site. Scannez le code de l'étagère où vont les articles.",
        es: '{location} no es una ubicación de este centro. Escanee el código del estante donde deja los artículos.',
      },
      { location },
    ),
  conditionBeforePlace: (location: string): Verdict =>
    saying(
      'refused_condition_first',
      {
        en: 'Scan the condition of the goods first, then {location}.',
        de: 'Zuerst den Zustand der Ware scannen, dann {location}.',
        fr: "Scannez d'abord l'état des articles, puis {location}.",
        es: 'Escanee primero el estado de los artículos y luego {location}.',
      },
      { location },
    ),
} as const;
