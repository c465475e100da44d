import { textOfFieldData } from '../../../protocols/zpl/field-data.ts';

const field = /\^BC[^^]*\^FH(.)\^FD([^^]*)\^FS/;
const escapes: Readonly<Record<string, string>> = { '0': '>', '<': '^', '=': '~' };

/** What a scanner reads from the first Code 128 of a label that we made, with `]C1` before GS1 data; null if there is none. */
export function codeOfLabel(zpl: Uint8Array): string | null {
  const [, indicator = '_', data = ''] = field.exec(new TextDecoder().decode(zpl)) ?? [];
  const text = textOfFieldData(data, indicator);
  if (text === '') return null;
  // The first two characters choose the subset; an FNC1 behind them is what makes it GS1-128.
  const isGs1 = text.startsWith('>8', 2);
  const plain = text
    .slice(isGs1 ? 4 : 2)
    .replace(/>(.)/g, (_, sign: string) => escapes[sign] ?? signOf(sign));
  return isGs1 ? `]C1${plain}` : plain;
}

/** FNC1 within the data separates elements; what is left changes the subset and is no data. */
function signOf(sign: string): string {
  return sign === '8' ? '\x1d' : '';
}
