import { checkDigit } from '../gs1/check-digit.ts';
import type { AiElement } from './epc.ts';
import type { ClassicKey } from './scheme.ts';

/** The primary AI of a classic scheme and how its key is laid out (TDS 2.3, section 7). */
interface KeyLayout {
  readonly ai: string;
  /** Digits before the company prefix that the URN moves behind it: indicator or extension digit. */
  readonly leading: 0 | 1;
  /** A zero before the key that is no part of it (GRAI). */
  readonly pad: '' | '0';
  /** Digits of the key with its check digit; null where the key has none (GIAI, CPI). */
  readonly keyDigits: number | null;
  /** Digits between key and serial (ITIP: piece and total). */
  readonly pieceDigits: number;
  /** The AI of the serial; null where it follows the key in the same value, or is none. */
  readonly serialAi: string | null;
}

function layout(
  ai: string,
  keyDigits: number | null,
  more: Partial<Pick<KeyLayout, 'leading' | 'pad' | 'pieceDigits' | 'serialAi'>> = {},
): KeyLayout {
  return { ai, keyDigits, leading: 0, pad: '', pieceDigits: 0, serialAi: null, ...more };
}

export const keyLayouts: Readonly<Partial<Record<ClassicKey, KeyLayout>>> = {
  sgtin: layout('01', 14, { leading: 1, serialAi: '21' }),
  sscc: layout('00', 18, { leading: 1 }),
  sgln: layout('414', 13, { serialAi: '254' }),
  grai: layout('8003', 13, { pad: '0' }),
  giai: layout('8004', null),
  gsrn: layout('8018', 18),
  gsrnp: layout('8017', 18),
  gdti: layout('253', 13),
  cpi: layout('8010', null, { serialAi: '8011' }),
  sgcn: layout('255', 13),
  itip: layout('8006', 14, { leading: 1, pieceDigits: 4, serialAi: '21' }),
};

/** The GS1 elements that the components of a URN stand for; none where the scheme has no GS1 key. */
export function elementsFromComponents(key: ClassicKey, components: readonly string[]): AiElement[] {
  const form = keyLayouts[key];
  if (form === undefined) return [];
  const [prefix = '', reference = '', ...rest] = components;
  const serial = form.serialAi === null ? '' : (rest.pop() ?? '');
  const value = form.pad + keyDigits(form, prefix, reference) + rest.join('');
  const elements = [{ ai: form.ai, value }];
  // An extension of zero stands for a GLN without extension (TDS 2.3, 7.5).
  if (form.serialAi !== null && !(key === 'sgln' && serial === '0')) {
    elements.push({ ai: form.serialAi, value: serial });
  }
  return elements;
}

function keyDigits(form: KeyLayout, prefix: string, reference: string): string {
  const body = reference.slice(0, form.leading) + prefix + reference.slice(form.leading);
  return form.keyDigits === null ? body : body + checkDigit(body);
}

/** The reverse, once the length of the company prefix is known. Lengths are checked when the components are encoded. */
export function componentsFromElements(
  key: ClassicKey,
  value: string,
  serial: string,
  prefixLength: number,
): string[] {
  const form = keyLayouts[key];
  if (form === undefined) return [];
  const body = value.slice(form.pad.length);
  const end = form.keyDigits === null ? body.length : form.keyDigits - 1;
  const prefix = body.slice(form.leading, form.leading + prefixLength);
  const reference = body.slice(0, form.leading) + body.slice(form.leading + prefixLength, end);
  const behind = form.keyDigits === null ? '' : body.slice(form.keyDigits);
  if (key === 'itip') return [prefix, reference, behind.slice(0, 2), behind.slice(2), serial];
  if (form.serialAi !== null) return [prefix, reference, serial];
  return behind === '' ? [prefix, reference] : [prefix, reference, behind];
}

/** The digits of the key from the company prefix on, to look its length up. */
export function digitsFromPrefix(key: ClassicKey, value: string): string {
  const form = keyLayouts[key];
  return form === undefined ? '' : value.slice(form.pad.length + form.leading);
}
