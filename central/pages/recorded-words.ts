import type { Language } from '../../kernel/web/language.ts';
import { overrideReasonWords } from '../../protocols/wire/facts/override-reasons.ts';

type Translated = Exclude<Language, 'en'>;

/** Codes that are recorded, whatever the language of who reads them. Words of persons are none of them, and stay as they are. */
const words: Readonly<Record<string, Readonly<Record<Translated, string>>>> = {
  within: { de: 'passt', fr: 'conforme', es: 'correcto' },
  too_light: { de: 'zu leicht', fr: 'trop léger', es: 'demasiado ligero' },
  too_heavy: { de: 'zu schwer', fr: 'trop lourd', es: 'demasiado pesado' },
  unknown: { de: 'noch unbekannt', fr: 'inconnu', es: 'desconocido' },
  weight: { de: 'Gewicht', fr: 'poids', es: 'peso' },
  tags: { de: 'RFID-Etiketten', fr: 'étiquettes RFID', es: 'etiquetas RFID' },
  contents: { de: 'Inhalt', fr: 'contenu', es: 'contenido' },
  photo: { de: 'Foto', fr: 'photo', es: 'foto' },
  totes: { de: 'Behälter', fr: 'bacs', es: 'cubetas' },
  parcel_label: { de: 'Paketlabel', fr: 'Étiquette de colis', es: 'Etiqueta de bulto' },
  packing_slip: { de: 'Packzettel', fr: 'Bordereau', es: 'Albarán' },
  tote_label: { de: 'Behälterlabel', fr: 'Étiquette de bac', es: 'Etiqueta de cubeta' },
  return_label: { de: 'Retourenlabel', fr: 'Étiquette de retour', es: 'Etiqueta de devolución' },
  manifest: { de: 'Ladeliste', fr: 'Bordereau de chargement', es: 'Manifiesto' },
  printed: { de: 'gedruckt', fr: 'imprimé', es: 'impreso' },
  failed: { de: 'nicht gedruckt', fr: 'pas imprimé', es: 'no impreso' },
  stock_out: { de: 'kein Bestand', fr: 'rupture', es: 'sin existencias' },
  not_located: { de: 'nicht gefunden', fr: 'introuvable', es: 'no aparece' },
  other: { de: 'ohne Angabe', fr: 'sans précision', es: 'sin indicar' },
  'nothing of it was to be had': {
    de: 'Nichts davon war zu bekommen.',
    fr: "Rien n'en était disponible.",
    es: 'No se pudo conseguir nada.',
  },
  invoice_paid: { de: 'Rechnung bezahlt', fr: 'Facture réglée', es: 'Factura pagada' },
  order_cancelled: { de: 'Auftrag storniert', fr: 'Commande annulée', es: 'Pedido anulado' },
  order_short: { de: 'Auftrag unvollständig', fr: 'Commande incomplète', es: 'Pedido incompleto' },
  customer_changed: { de: 'Kunde geändert', fr: 'Client modifié', es: 'Cliente modificado' },
};

/** A recorded code in the reader's language; null where it is none, but somebody's own words. */
export function recordedWord(code: string, language: Language): string | null {
  const override = overrideReasonWords(code)[language];
  if (override !== code) return override;
  if (language === 'en' || !Object.hasOwn(words, code)) return null;
  return words[code]?.[language] ?? null;
}
