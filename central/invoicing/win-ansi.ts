/** What the standard fonts of PDF can show beyond Latin-1 (Windows code page 1252, positions 128 to 159). */
const beyondLatin1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Letters that no decomposition brings down to a base letter. */
const closest: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ħ: 'h',
  Ħ: 'H',
  ı: 'i',
  ŋ: 'n',
  Ŋ: 'N',
  ŧ: 't',
  Ŧ: 'T',
  ĸ: 'k',
  ẞ: 'SS',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '′': "'",
  '″': '"',
};

/**
 * The text as the standard fonts of PDF can show it: letters lose accents that these do not have, anything else that is
 * foreign to them becomes "?", and blanks of every kind a space. What can be shown stays as it is.
 */
export function winAnsi(text: string): string {
  return [...text.normalize('NFC')].map(shown).join('');
}

function shown(character: string): string {
  if (isShowable(character)) return character;
  if (/\s|\p{Cc}/u.test(character)) return ' ';
  const known = closest[character];
  if (known !== undefined) return known;
  const base = [...character.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part));
  const shown = base.map((part) => (isShowable(part) ? part : (closest[part] ?? '?'))).join('');
  return shown === '' ? '?' : shown;
}

function isShowable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || beyondLatin1.has(character);
}
