import type { Language } from '../../protocols/wire/work/site-rules.ts';
import { render, say } from '../fulfilment/message.ts';
import { withoutPin } from '../fulfilment/people/pin-mask.ts';
import type { LastScan } from '../fulfilment/screen-view.ts';

/** Bytes that a device sent and that are no reading. */
export interface Garbled {
  readonly device: string;
  readonly at: string;
  /** For the log and the fact, in English. */
  readonly reason: string;
  readonly hex: string;
  readonly bytes: number;
}

/** More of what came is of no use to a person. */
const shownBytes = 60;
const notWhole = say({
  en: 'Not a whole barcode. Scan it again; if it stays so, test the scanner (in the settings of this screen).',
  de: 'Kein ganzer Barcode. Scannen Sie ihn noch einmal; bleibt es so, testen Sie den Scanner (in den Einstellungen dieses Bildschirms).',
  fr: "Ce n'est pas un code entier. Scannez-le de nouveau ; si cela persiste, testez le lecteur (dans les réglages de cet écran).",
  es: 'No es un código completo. Escanéelo de nuevo; si sigue así, pruebe el lector (en los ajustes de esta pantalla).',
});

/** What a person is told of it: what to do, and the bytes as they came. */
export function garbledReading({ at, hex }: Garbled, seq: number, language: Language): LastScan {
  return {
    seq,
    at,
    raw: withoutPin(latin1(hex)).slice(0, shownBytes),
    verdict: 'refused_unreadable',
    tone: 'error',
    message: render(notWhole, language),
    line: null,
  };
}

/** Each byte as the character with its number: whatever came, something of it can be seen. */
function latin1(hex: string): string {
  return (hex.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
}
