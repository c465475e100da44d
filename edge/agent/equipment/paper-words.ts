import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import type { LogisticLabelTitles } from '../../../protocols/zpl/logistic-label.ts';

/** What stands on labels and slips beside the data. */
export interface PaperWords {
  readonly label: LogisticLabelTitles;
  readonly note: string;
  readonly slip: string;
  readonly lot: string;
  readonly insteadOf: string;
  readonly more: string;
  readonly parcels: string;
  readonly manifest: string;
  readonly load: string;
  readonly carrier: string;
  readonly orders: string;
  /** What is written beneath a manifest, a line each. */
  readonly takenOver: readonly string[];
  readonly copy: string;
  readonly maybeTwice: string;
}

export const paperWords: Readonly<Record<Language, PaperWords>> = {
  en: {
    label: { from: 'From', to: 'Ship to', order: 'Order', parcel: 'Parcel', weight: 'Weight', date: 'Date' },
    note: 'Note',
    slip: 'Packing slip',
    lot: 'lot',
    insteadOf: 'in place of',
    more: 'more lines',
    parcels: 'Parcels',
    manifest: 'Manifest',
    load: 'Load',
    carrier: 'Carrier',
    orders: 'Orders',
    takenOver: ['Taken over by (name)', 'Date, time and signature'],
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
    insteadOf: 'anstelle von',
    more: 'weitere Zeilen',
    parcels: 'Pakete',
    manifest: 'Ladeliste',
    load: 'Ladung',
    carrier: 'Frachtführer',
    orders: 'Aufträge',
    takenOver: ['Übernommen von (Name)', 'Datum, Uhrzeit und Unterschrift'],
    copy: 'KOPIE',
    maybeTwice: 'EVTL. KOPIE',
  },
  fr: {
    label: { from: 'De', to: 'À', order: 'Commande', parcel: 'Colis', weight: 'Poids', date: 'Date' },
    note: 'Note',
    slip: 'Bon de colis',
    lot: 'lot',
    insteadOf: 'à la place de',
    more: 'autres lignes',
    parcels: 'Colis',
    manifest: 'Bordereau',
    load: 'Chargement',
    carrier: 'Transporteur',
    orders: 'Commandes',
    takenOver: ['Pris en charge par (nom)', 'Date, heure et signature'],
    copy: 'COPIE',
    maybeTwice: 'COPIE POSSIBLE',
  },
  es: {
    label: { from: 'De', to: 'Para', order: 'Pedido', parcel: 'Paquete', weight: 'Peso', date: 'Fecha' },
    note: 'Nota',
    slip: 'Lista de contenido',
    lot: 'lote',
    insteadOf: 'en lugar de',
    more: 'líneas más',
    parcels: 'Paquetes',
    manifest: 'Manifiesto',
    load: 'Carga',
    carrier: 'Transportista',
    orders: 'Pedidos',
    takenOver: ['Recogido por (nombre)', 'Fecha, hora y firma'],
    copy: 'COPIA',
    maybeTwice: 'POSIBLE COPIA',
  },
};
