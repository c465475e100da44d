import {
  type KeyboardLayout,
  keyboardLayouts,
  type LayoutName,
  layoutNames,
} from '../../../../protocols/hid/keyboard-layouts.ts';
import { charactersOf } from '../../../../protocols/hid/keystrokes.ts';

/**
 * A GS1 code whose characters lie elsewhere on each keyboard layout, with a separator in its middle: it tells a lost separator, a
 * wrong layout and Caps Lock apart. (01) 09521234543213, (10) YZ-/"aQwM, (21) zy7.
 */
export const testCode = { beforeGs: '010952123454321310YZ-/"aQwM', afterGs: '21zy7' };

/** What a scan of the test code shows of the scanner. */
export interface TestCodeReading {
  /** What came in place of GS: GS itself, something else, or nothing. */
  readonly separator: string;
  /** The layouts in which the scanner may type, if it is another one than the station reads; es and it look alike. */
  readonly typedIn: readonly LayoutName[];
  readonly capsLock: boolean;
}

const longestSeparator = 12;

/**
 * Looks for the test code in a reading.
 *
 * @param text without symbology identifier.
 * @param readAs the layout that the station reads; null for a scanner that does not type.
 * @returns null if it is another code.
 */
export function readTestCode(text: string, readAs: LayoutName | null): TestCodeReading | null {
  const plain = separatorIn(text, (part) => part);
  if (plain !== null) return { separator: plain, typedIn: [], capsLock: false };
  const inverted = separatorIn(text, invertCase);
  if (inverted !== null) return { separator: inverted, typedIn: [], capsLock: true };
  const read = keyboardLayouts[readAs ?? 'us'];
  const fits = layoutNames.flatMap((name) => {
    const separator = separatorIn(text, retypedBy(keyboardLayouts[name], read));
    return separator === null ? [] : [{ name, separator }];
  });
  const [first] = fits;
  if (first === undefined) return null;
  return { separator: first.separator, typedIn: fits.map(({ name }) => name), capsLock: false };
}

function separatorIn(text: string, change: (part: string) => string): string | null {
  const before = change(testCode.beforeGs);
  const after = change(testCode.afterGs);
  if (!text.startsWith(before) || !text.endsWith(after)) return null;
  const length = text.length - before.length - after.length;
  return length < 0 || length > longestSeparator ? null : text.slice(before.length, before.length + length);
}

function invertCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

/** What appears in one layout when the keys are pressed that type a text in another. */
export function retypedBy(typed: KeyboardLayout, read: KeyboardLayout): (text: string) => string {
  const keysOf = charactersOf(typed);
  const characterOf = new Map([...charactersOf(read)].map(([character, keys]) => [String(keys), character]));
  return (text) =>
    [...text].map((character) => characterOf.get(String(keysOf.get(character))) ?? '').join('');
}
