/** The 82 characters of GS1 alphanumeric values (TDS 2.3, table A-1). */
export const set82 = /^[!-"%-?A-Z_a-z]*$/;
/** The 39 characters of component and part identifiers (TDS 2.3, table G-1). */
export const set39 = /^[#\-/0-9A-Z]*$/;

/** Index of the first character that the set does not have; -1 where all belong to it. */
export function firstOutside(set: RegExp, text: string): number {
  if (set.test(text)) return -1;
  return [...text].findIndex((character) => !set.test(character));
}

/** The lowest six bits of ASCII, as in table G-1; undefined where the table has no such row. */
export function sixBitCharacter(value: number): string | undefined {
  const character = String.fromCharCode(value < 32 ? value + 64 : value);
  return value > 0 && set39.test(character) ? character : undefined;
}

export function sixBitValue(character: string): number {
  return character.charCodeAt(0) & 0x3f;
}

/** What a URN cannot hold as it is (TDS 2.3, section 5). */
export function escapeForUrn(text: string): string {
  return text.replace(/["#%&/<>?]/g, percent);
}

/** All but the unreserved characters of RFC 3986, as the GS1 Digital Link URI syntax (4.2) asks. */
export function escapeForPath(text: string): string {
  return /^[0-9A-Za-z\-._~]*$/.test(text) ? text : text.replace(/[^0-9A-Za-z\-._~]/g, percent);
}

/** Null where a percent sign begins no escape of an ASCII character. */
export function unescapePercent(text: string): string | null {
  if (!text.includes('%')) return text;
  if (/%(?![0-7][0-9A-Fa-f])/.test(text)) return null;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
