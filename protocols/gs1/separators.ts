import { groupSeparator } from './element-string.ts';

/**
 * What keyboard wedges send in place of FNC1, by the name of the setting. Keys that are no character arrive in the form
 * `{F8}`, an Alt code as the character that it stands for or as `{Alt+029}`.
 */
const substitutes = {
  /** GS itself: nothing to restore. */
  gs: [],
  /** Nothing at all: separators are lost, and a code of variable length is refused where it is not clear. */
  none: [],
  'alt-029': ['{Alt+029}', '{Alt+29}', 'Alt029', 'Alt+029'],
  f8: ['{F8}', '\x8f'],
  'ctrl-bracket': ['^]', '{Ctrl+]}'],
  '{GS}': ['{GS}'],
  '<GS>': ['<GS>'],
  '[GS]': ['[GS]'],
  '\\x1d': ['\\x1d', '\\x1D'],
  '\\u001d': ['\\u001d', '\\u001D'],
  '\\F': ['\\F'],
  /** The sign for it in Unicode, U+241D. */
  symbol: ['\u241d'],
} as const;

/** A setting by its name, or any other text that stands for a separator, such as "~". */
export type SeparatorSetting = keyof typeof substitutes | (string & {});

export const separatorSettings = Object.keys(substitutes) as readonly (keyof typeof substitutes)[];

/**
 * Puts GS back where a device is set to send something else. Bare digits, as a wedge types whose Alt key is lost
 * ("10AB029..."), cannot be told from data: such a device must be set otherwise.
 */
export function restoreSeparators(text: string, setting: SeparatorSetting): string {
  if (setting === '') return text;
  let restored = text;
  for (const substitute of substitutesOf(setting)) restored = restored.replaceAll(substitute, groupSeparator);
  return restored;
}

function substitutesOf(setting: SeparatorSetting): readonly string[] {
  return Object.hasOwn(substitutes, setting) ? substitutes[setting as keyof typeof substitutes] : [setting];
}
