/** Crockford's base 32 (crockford.com/base32.html): no I, L, O, U; the check symbol of the value modulo 37 has five more. */
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U';
const payloadSymbols = 19;
const groupLength = 5;

/** How many random bytes `enrolmentCodeOf` wants: one for each symbol before the check symbol. */
export const enrolmentCodeBytes = payloadSymbols;

/**
 * A one-time code for people to type: 95 random bits and their check symbol, in four groups of five. Null if the check symbol would be one
 * of the five that are no letters or digits: draw again (one time in seven).
 *
 * @param random 19 random bytes, of which five bits each count.
 */
export function enrolmentCodeOf(random: Uint8Array): string | null {
  const payload = Array.from(random.subarray(0, payloadSymbols), (byte) => symbols[byte % 32]).join('');
  const check = checkSymbolOf(payload);
  if (payload.length !== payloadSymbols || !/[0-9A-Z]/.test(check) || check === 'U') return null;
  return inGroups(payload + check);
}

/** A code as a person typed it, in its one form: any case, O for 0, I and L for 1, any hyphens and blanks. Null if it cannot be one. */
export function parseEnrolmentCode(typed: string): string | null {
  if (typed.length > 64) return null;
  const bare = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{20}$/.test(bare)) return null;
  const payload = bare.slice(0, payloadSymbols);
  return checkSymbolOf(payload) === bare[payloadSymbols] ? inGroups(bare) : null;
}

function checkSymbolOf(payload: string): string {
  let value = 0;
  for (const symbol of payload) value = (value * 32 + symbols.indexOf(symbol)) % 37;
  return symbols[value] ?? '';
}

function inGroups(bare: string): string {
  return (bare.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}
