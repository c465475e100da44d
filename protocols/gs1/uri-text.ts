/** The characters of a URI, reserved and unreserved, with the percent sign (RFC 3986, 2). */
const uriCharacters = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*/;

/** The index of the first character that cannot be in a URI; -1 if there is none. */
export function firstOutsideUri(text: string): number {
  const length = uriCharacters.exec(text)?.[0].length ?? 0;
  return length === text.length ? -1 : length;
}

/**
 * Reverses percent encoding, one character for each octet; what is no percent encoding stays as it is. In a query "+"
 * stands for a space.
 */
export function unescapeUri(text: string, part: 'path' | 'query'): string {
  const spaced = part === 'query' ? text.replaceAll('+', ' ') : text;
  return spaced.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Percent-encodes all but the unreserved characters (RFC 3986, 2.3). The text must be of single octets. */
export function escapeUri(text: string, part: 'path' | 'query'): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, (character) => {
    if (character === ' ' && part === 'query') return '+';
    return `%${(character.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
