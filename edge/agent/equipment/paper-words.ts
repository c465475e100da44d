import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import type { LogisticLabelTitles } from '../../../protocols/zpl/logistic-label.ts';

/** What stands on labels and slips beside the data. */
export interface PaperWords {
  readonly label: LogisticLabelTitles;
  readonly note: string;
  readonly slip: string;
  readonly lot: string;
  readonly more: string;
  readonly parcels: string;
  readonly copy: string;
  readonly maybeTwice: string;
}

export const paperWords: Readonly<Record<Language, PaperWords>> = {
  en: {
    label: { from: 'From', to: 'Ship to', order: 'Order', parcel: 'Parcel', weight: 'Weight', date: 'Date' },
    note: 'Note',
    slip: 'Packing slip',
    lot: 'lot',
    more: 'more lines',
    parcels: 'Parcels',
    copy: 'COPY',
    maybeTwice: 'POSSIBLE COPY',
  },
  de: {
    label: {
      from: 'Von',
      to: 'An',
      order: 'Auftrag',
      parcel: 'Paket',
      weight: 'Gewicht',
      date: 'Datum',
    },
    note: 'Hinweis',
    slip: 'Packzettel',
    lot: 'Charge',
    more: 'weitere Zeilen',
    parcels: 'Pakete',
    copy: 'KOPIE',
    maybeTwice: 'EVTL. KOPIE',
  },
  fr: {
    label: { from: 'De', to: 'À', order: 'Commande', parcel: 'Colis', weight: 'Poids', date: 'Date' },
    note: 'Note',
    slip: 'Bon de colis',
    lot: 'lot',
    more: 'autres lignes',
    parcels: 'Colis',
    copy: 'COPIE',
    maybeTwice: 'COPIE POSSIBLE',
  },
  es: {
    label: { from: 'De', to: 'Para', order: 'Pedido', parcel: 'Paquete', weight: 'Peso', date: 'Fecha' },
    note: 'Nota',
    slip: 'Lista de contenido',
    lot: 'lote',
    more: 'líneas más',
    parcels: 'Paquetes',
    copy: 'COPIA',
    maybeTwice: 'POSIBLE COPIA',
  },
};
