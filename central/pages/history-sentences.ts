import type { Language } from '../../kernel/web/language.ts';

type Translated = Exclude<Language, 'en'>;

/**
 * What a line of the history says behind its title, out of the data that were recorded with it. Several: the first of which
 * every value is known. In English the recorded sentence says it.
 */
export const historySentences: Readonly<Record<string, Readonly<Record<Translated, readonly string[]>>>> = {
  'order.received': {
    de: ['{lines} {lines:Position|Positionen} für {customer}, {grossMinor} brutto.'],
    fr: ['{lines} {lines:ligne|lignes} pour {customer}, {grossMinor} TTC.'],
    es: ['{lines} {lines:línea|líneas} para {customer}, {grossMinor} con impuestos.'],
  },
  'order.released': {
    de: ['An den Standort {site}.', 'Die Sperre ist aufgehoben: {goesOnAt} macht weiter.'],
    fr: ['Au site {site}.', 'Le blocage est levé : {goesOnAt} continue.'],
    es: ['Al centro {site}.', 'Se levanta la retención: {goesOnAt} continúa.'],
  },
  'order.held': { de: ['{reason}'], fr: ['{reason}'], es: ['{reason}'] },
  'order.cancelled': { de: ['{reason}'], fr: ['{reason}'], es: ['{reason}'] },
  'order.started': {
    de: ['An {station} von {operator}.', 'An {station}.'],
    fr: ['Au poste {station} par {operator}.', 'Au poste {station}.'],
    es: ['En {station} por {operator}.', 'En {station}.'],
  },
  'order.reopened': {
    de: ['{station} hat ihn trotz der Stornierung versandt.', 'Was fehlte, wurde gefunden.'],
    fr: ["{station} l'a expédiée malgré son annulation.", 'Ce qui manquait a été retrouvé.'],
    es: ['{station} lo envió aunque estaba anulado.', 'Apareció lo que faltaba.'],
  },
  'order.closed': { de: ['Zugestellt und bezahlt.'], fr: ['Livrée et payée.'], es: ['Entregado y pagado.'] },
  'order.back_ordered': {
    de: ['Was fehlte, ist nun Auftrag {backOrder} und wartet auf Bestand.'],
    fr: ['Ce qui manquait est maintenant la commande {backOrder}, en attente de stock.'],
    es: ['Lo que faltaba es ahora el pedido {backOrder}, que espera existencias.'],
  },
  'order.back_order_withdrawn': {
    de: ['{backOrder} entfällt: Was fehlte, wurde gefunden.'],
    fr: ['{backOrder} est retirée : ce qui manquait a été retrouvé.'],
    es: ['Se retira {backOrder}: apareció lo que faltaba.'],
  },
  'credit.approved': {
    de: ['Limit {limitMinor}; dieser Auftrag {orderMinor}, schon offen {exposureMinor}.'],
    fr: ['Limite {limitMinor} ; cette commande {orderMinor}, déjà ouvert {exposureMinor}.'],
    es: ['Límite {limitMinor}; este pedido {orderMinor}, ya abierto {exposureMinor}.'],
  },
  'credit.held': {
    de: ['Limit {limitMinor}; dieser Auftrag {orderMinor}, schon offen {exposureMinor}: zu viel.'],
    fr: ['Limite {limitMinor} ; cette commande {orderMinor}, déjà ouvert {exposureMinor} : dépassée.'],
    es: ['Límite {limitMinor}; este pedido {orderMinor}, ya abierto {exposureMinor}: superado.'],
  },
  'credit.reconsidered': {
    de: ['{because}: {about}.'],
    fr: ['{because} : {about}.'],
    es: ['{because}: {about}.'],
  },
  'stock.reserved': {
    de: ['{units} Stück.'],
    fr: ['{units} {units:unité|unités}.'],
    es: ['{units} {units:unidad|unidades}.'],
  },
  'stock.short': { de: ['{shortages}.'], fr: ['{shortages}.'], es: ['{shortages}.'] },
  'pick.shorted': {
    de: ['{units} × {sku}: {reason}.', '{units} von Position {line}: {reason}.'],
    fr: ['{units} × {sku} : {reason}.', '{units} de la ligne {line} : {reason}.'],
    es: ['{units} × {sku}: {reason}.', '{units} de la línea {line}: {reason}.'],
  },
  'pick.short_undone': {
    de: ['{units} × {sku} wurden gefunden.', '{units} von Position {line} wurden gefunden.'],
    fr: ['{units} × {sku} ont été retrouvées.', '{units} de la ligne {line} ont été retrouvées.'],
    es: ['Aparecieron {units} × {sku}.', 'Aparecieron {units} de la línea {line}.'],
  },
  'parcel.sealed': {
    de: ['{sscc} mit {units} Stück.'],
    fr: ['{sscc} avec {units} {units:unité|unités}.'],
    es: ['{sscc} con {units} {units:unidad|unidades}.'],
  },
  'parcel.reopened': {
    de: ['{sscc} an {station}. Sein Label gilt nicht mehr.'],
    fr: ["{sscc} au poste {station}. Son étiquette n'est plus valable."],
    es: ['{sscc} en {station}. Su etiqueta ya no vale.'],
  },
  'parcel.weighed': {
    de: [
      'Paket {parcel} wiegt {grams} g statt {expectedGrams} g: {outcome}.',
      'Paket {parcel} wiegt {grams} g.',
    ],
    fr: [
      'Le colis {parcel} pèse {grams} g pour {expectedGrams} g attendus : {outcome}.',
      'Le colis {parcel} pèse {grams} g.',
    ],
    es: [
      'El bulto {parcel} pesa {grams} g y se esperaban {expectedGrams} g: {outcome}.',
      'El bulto {parcel} pesa {grams} g.',
    ],
  },
  'parcel.tags_checked': {
    de: [
      'Paket {parcel}, {found} {found:Etikett|Etiketten} gelesen: {missing} fehlend, {extra} zu viel, {foreign} fremd.',
    ],
    fr: [
      "Colis {parcel}, {found} {found:étiquette lue|étiquettes lues} : {missing} en moins, {extra} en trop, {foreign} d'autres articles.",
    ],
    es: [
      'Bulto {parcel}, {found} {found:etiqueta leída|etiquetas leídas}: {missing} de menos, {extra} de más, {foreign} de otros artículos.',
    ],
  },
  'parcel.photographed': {
    de: ['Paket {parcel} (SHA-256 {sha256}).'],
    fr: ['Colis {parcel} (SHA-256 {sha256}).'],
    es: ['Bulto {parcel} (SHA-256 {sha256}).'],
  },
  'parcel.overridden': {
    de: [
      'Paket {parcel} verschlossen, ohne dass alles stimmt ({exceptions}). Freigegeben von {approvedBy}: {reason}.',
    ],
    fr: ['Colis {parcel} fermé sans que tout concorde ({exceptions}). Approuvé par {approvedBy} : {reason}.'],
    es: ['Bulto {parcel} cerrado sin que todo coincida ({exceptions}). Aprobado por {approvedBy}: {reason}.'],
  },
  'parcel.stopped': {
    de: ['{sscc} an {station}: {reason}.'],
    fr: ['{sscc} au poste {station} : {reason}.'],
    es: ['{sscc} en {station}: {reason}.'],
  },
  'parcel.packaging_chosen': {
    de: ['Paket {parcel}: {packaging}.'],
    fr: ['Colis {parcel} : {packaging}.'],
    es: ['Bulto {parcel}: {packaging}.'],
  },
  'parcel.loaded': {
    de: ['{sscc} auf Ladung {load}.'],
    fr: ['{sscc} sur le chargement {load}.'],
    es: ['{sscc} en la carga {load}.'],
  },
  'parcel.unloaded': {
    de: ['{sscc} von Ladung {load}.'],
    fr: ['{sscc} du chargement {load}.'],
    es: ['{sscc} de la carga {load}.'],
  },
  'document.printed': {
    de: ['{document} für {subject}, {copy}. Exemplar, an {printer}: {outcome}.'],
    fr: ['{document} de {subject}, exemplaire {copy}, sur {printer} : {outcome}.'],
    es: ['{document} de {subject}, copia {copy}, en {printer}: {outcome}.'],
  },
  'shipment.dispatched': {
    de: [
      '{units} Stück in {parcels} {parcels:Paket|Paketen} mit Sendung {shipment}.',
      '{units} Stück mit Sendung {shipment}.',
    ],
    fr: [
      '{units} {units:unité|unités} dans {parcels} colis, envoi {shipment}.',
      '{units} {units:unité|unités}, envoi {shipment}.',
    ],
    es: [
      '{units} {units:unidad|unidades} en {parcels} {parcels:bulto|bultos}, envío {shipment}.',
      '{units} {units:unidad|unidades}, envío {shipment}.',
    ],
  },
  'carrier.in_transit': {
    de: ['{carrier}, {sscc}.'],
    fr: ['{carrier}, {sscc}.'],
    es: ['{carrier}, {sscc}.'],
  },
  'carrier.delivered': {
    de: ['{carrier}, {sscc}, angenommen von {takenBy}.', '{carrier}, {sscc}.'],
    fr: ['{carrier}, {sscc}, reçu par {takenBy}.', '{carrier}, {sscc}.'],
    es: ['{carrier}, {sscc}, recibido por {takenBy}.', '{carrier}, {sscc}.'],
  },
  'carrier.exception': {
    de: ['{carrier}, {sscc}: {note}', '{carrier}, {sscc}.'],
    fr: ['{carrier}, {sscc} : {note}', '{carrier}, {sscc}.'],
    es: ['{carrier}, {sscc}: {note}', '{carrier}, {sscc}.'],
  },
  'service.interrupted': { de: ['{reason}'], fr: ['{reason}'], es: ['{reason}'] },
  'service.completed': {
    de: ['Unterschrieben von {signedBy} (SHA-256 {signature}).'],
    fr: ['Signée par {signedBy} (SHA-256 {signature}).'],
    es: ['Firmado por {signedBy} (SHA-256 {signature}).'],
  },
  'return.started': {
    de: ['{return} an {station}.'],
    fr: ['{return} au poste {station}.'],
    es: ['{return} en {station}.'],
  },
  'return.received': {
    de: ['{units} × {sku}, {condition}: {disposition}.'],
    fr: ['{units} × {sku}, {condition} : {disposition}.'],
    es: ['{units} × {sku}, {condition}: {disposition}.'],
  },
  'return.undone': { de: ['{units} × {sku}.'], fr: ['{units} × {sku}.'], es: ['{units} × {sku}.'] },
  'return.closed': { de: ['{return}.'], fr: ['{return}.'], es: ['{return}.'] },
  'invoice.issued': {
    de: ['{invoice} über {grossMinor}, fällig am {dueOn}.'],
    fr: ['{invoice} de {grossMinor}, échéance le {dueOn}.'],
    es: ['{invoice} por {grossMinor}, vence el {dueOn}.'],
  },
  'payment.matched': {
    de: ['{amountMinor} für Rechnung {invoice}.'],
    fr: ['{amountMinor} pour la facture {invoice}.'],
    es: ['{amountMinor} para la factura {invoice}.'],
  },
  'exception.settled': {
    de: ['{code}, Meldung {seq} von {station}, durch {by}: {reason}'],
    fr: ['{code}, fait {seq} de {station}, par {by} : {reason}'],
    es: ['{code}, hecho {seq} de {station}, por {by}: {reason}'],
  },
};
