import { overrideReasons } from '../../../protocols/wire/facts/override-reasons.ts';
import type { Language } from '../../../protocols/wire/work/site-rules.ts';

export type Words = Readonly<Record<Language, string>>;

/** What one code of the sheet says, and what stands beside it. */
export interface SheetEntry {
  readonly code: string;
  readonly name: string;
}

export interface SheetSection {
  readonly title: string;
  readonly entries: readonly SheetEntry[];
}

type Row = readonly [code: string, en: string, de: string, fr: string, es: string];

interface Section {
  readonly title: Words;
  readonly rows: readonly Row[];
}

const overrides = Object.entries(overrideReasons).map(
  ([reason, { en, de, fr, es }]): Row => [
    `PP:OVERRIDE:${reason}`,
    `Override: ${en}`,
    `Freigabe: ${de}`,
    `Forcer : ${fr}`,
    `Forzar: ${es}`,
  ],
);

const sections: readonly Section[] = [
  {
    title: { en: 'At any time', de: 'Jederzeit', fr: 'À tout moment', es: 'En cualquier momento' },
    rows: [
      ['PP:UNDO', 'Undo', 'Rückgängig', 'Annuler', 'Deshacer'],
      ['PP:DONE', 'Done', 'Fertig', 'Terminé', 'Listo'],
      [
        'PP:GIVE_BACK',
        'Give the work back',
        'Arbeit zurückgeben',
        'Rendre le travail',
        'Devolver el trabajo',
      ],
      ['PP:REPRINT', 'Print again', 'Noch einmal drucken', 'Réimprimer', 'Imprimir de nuevo'],
      ['PP:SIGN_OUT', 'Sign out', 'Abmelden', 'Se déconnecter', 'Cerrar sesión'],
      ['PP:SIGN_OUT:SHIFT_END', 'End of shift', 'Schichtende', 'Fin de poste', 'Fin de turno'],
    ],
  },
  {
    title: { en: 'Pick', de: 'Kommissionieren', fr: 'Préparer', es: 'Preparar' },
    rows: [
      ['PP:SKIP', 'Later', 'Später', 'Plus tard', 'Más tarde'],
      [
        'PP:SHORT:STOCK_OUT',
        'Missing: stock is out',
        'Fehlt: kein Bestand',
        'Manque : rupture',
        'Falta: sin stock',
      ],
      [
        'PP:SHORT:NOT_LOCATED',
        'Missing: not found',
        'Fehlt: nicht gefunden',
        'Manque : introuvable',
        'Falta: no aparece',
      ],
      ['PP:SHORT:DAMAGED', 'Missing: damaged', 'Fehlt: beschädigt', 'Manque : endommagé', 'Falta: dañado'],
      ['PP:SHORT:EXPIRED', 'Missing: expired', 'Fehlt: abgelaufen', 'Manque : périmé', 'Falta: caducado'],
      ['PP:HAND_OVER', 'Hand over', 'Übergeben', 'Passer le relais', 'Entregar a otro'],
    ],
  },
  {
    title: { en: 'Pack', de: 'Packen', fr: 'Emballer', es: 'Embalar' },
    rows: [
      ['PP:SEAL', 'Seal the parcel', 'Paket verschließen', 'Fermer le colis', 'Cerrar el paquete'],
      ['PP:NEW_PARCEL', 'Next parcel', 'Nächstes Paket', 'Colis suivant', 'Paquete siguiente'],
      ['PP:REOPEN', 'Open the parcel again', 'Paket wieder öffnen', 'Rouvrir le colis', 'Reabrir el paquete'],
      ...overrides,
      [
        'PP:SHORT',
        'Ship without the rest',
        'Ohne den Rest senden',
        'Expédier sans le reste',
        'Enviar sin el resto',
      ],
      [
        'PP:STOP',
        'Stopped parcel put aside',
        'Gestopptes Paket beiseite',
        'Colis arrêté mis de côté',
        'Paquete detenido apartado',
      ],
    ],
  },
  {
    title: { en: 'Ship', de: 'Versenden', fr: 'Expédier', es: 'Expedir' },
    rows: [
      ['PP:CLOSE_LOAD', 'Close the load', 'Ladung schließen', 'Fermer le chargement', 'Cerrar la carga'],
      [
        'PP:CLOSE_LOAD:PARTIAL',
        'Close without the rest',
        'Ohne den Rest schließen',
        'Fermer sans le reste',
        'Cerrar sin el resto',
      ],
      ['PP:UNLOAD', 'Take a parcel off', 'Paket abladen', 'Décharger un colis', 'Descargar un paquete'],
    ],
  },
  {
    title: { en: 'Returns', de: 'Retouren', fr: 'Retours', es: 'Devoluciones' },
    rows: [
      ['PP:RETURN', 'Begin a return', 'Retoure beginnen', 'Commencer un retour', 'Empezar una devolución'],
      ['PP:CONDITION:as_new', 'As new', 'Wie neu', 'Comme neuf', 'Como nuevo'],
      ['PP:CONDITION:opened', 'Opened', 'Geöffnet', 'Ouvert', 'Abierto'],
      ['PP:CONDITION:damaged', 'Damaged', 'Beschädigt', 'Endommagé', 'Dañado'],
      ['PP:CONDITION:expired', 'Expired', 'Abgelaufen', 'Périmé', 'Caducado'],
      ['PP:CONDITION:wrong_item', 'Wrong item', 'Falscher Artikel', 'Mauvais article', 'Artículo equivocado'],
      ['PP:DISPOSITION:restock', 'Back to stock', 'Zurück ins Lager', 'Retour en stock', 'Vuelve al stock'],
      ['PP:DISPOSITION:quarantine', 'To quarantine', 'In die Sperrware', 'En quarantaine', 'A cuarentena'],
      [
        'PP:DISPOSITION:refurbish',
        'To refurbishing',
        'Zur Aufbereitung',
        'À remettre en état',
        'A reacondicionar',
      ],
      ['PP:DISPOSITION:scrap', 'To scrap', 'Verschrotten', 'Au rebut', 'A desecho'],
      [
        'PP:DISPOSITION:back_to_supplier',
        'Back to the supplier',
        'Zum Lieferanten',
        'Au fournisseur',
        'Al proveedor',
      ],
    ],
  },
  {
    title: { en: 'Count', de: 'Zählen', fr: 'Compter', es: 'Contar' },
    rows: [['PP:COUNT', 'Begin a count', 'Zählung beginnen', 'Commencer un comptage', 'Empezar un recuento']],
  },
  {
    title: { en: 'Services', de: 'Services', fr: 'Services', es: 'Servicios' },
    rows: [
      ['PP:START', 'The work begins', 'Die Arbeit beginnt', 'Le travail commence', 'Empieza el trabajo'],
      ['PP:STOP', 'Interrupt', 'Unterbrechen', 'Interrompre', 'Interrumpir'],
      [
        'PP:COMPLETE',
        'The work is done',
        'Die Arbeit ist fertig',
        'Le travail est terminé',
        'El trabajo está hecho',
      ],
    ],
  },
];

const order = ['en', 'de', 'fr', 'es'] as const satisfies readonly Language[];

/** Every command that a person may scan, in the words of one language. A PIN is typed, and never printed. */
export function commandSections(language: Language): SheetSection[] {
  const column = order.indexOf(language) + 1;
  return sections.map(({ title, rows }) => ({
    title: title[language],
    entries: rows.map((row) => ({ code: row[0], name: row[column] ?? row[1] })),
  }));
}

/** What belongs to one site: its people's badges, its places and carriers, and the names on its totes, shelves, walls and doors. */
export interface SiteCodes {
  readonly badges: readonly { readonly badge: string; readonly name: string }[];
  readonly stations: readonly string[];
  readonly carriers: readonly string[];
  readonly names: readonly string[];
}

const siteTitles: Readonly<Record<keyof SiteCodes, Words>> = {
  badges: { en: 'Badges', de: 'Ausweise', fr: 'Badges', es: 'Tarjetas' },
  stations: { en: 'Places', de: 'Plätze', fr: 'Places', es: 'Puestos' },
  carriers: { en: 'Load for', de: 'Verladen für', fr: 'Charger pour', es: 'Cargar para' },
  names: {
    en: 'To cut out and stick on',
    de: 'Zum Ausschneiden und Aufkleben',
    fr: 'À découper et à coller',
    es: 'Para recortar y pegar',
  },
};

export function siteSections(
  { badges, stations, carriers, names }: SiteCodes,
  language: Language,
): SheetSection[] {
  const all: SheetSection[] = [
    {
      title: siteTitles.badges[language],
      entries: badges.map(({ badge, name }) => ({ code: `PP:BADGE:${badge}`, name })),
    },
    {
      title: siteTitles.stations[language],
      entries: stations.map((name) => ({ code: `PP:STATION:${name}`, name })),
    },
    {
      title: siteTitles.carriers[language],
      entries: carriers.map((name) => ({ code: `PP:LOAD:${name}`, name })),
    },
    { title: siteTitles.names[language], entries: names.map((name) => ({ code: name, name })) },
  ];
  return all.filter(({ entries }) => entries.length > 0);
}

export const sheetTitles: Words = {
  en: 'Command sheet',
  de: 'Befehlsblatt',
  fr: 'Feuille de commandes',
  es: 'Hoja de órdenes',
};
