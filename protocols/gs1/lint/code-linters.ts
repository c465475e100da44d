import { countryLetters, countryNumbers, currencyNumbers, packageTypes } from './code-lists.ts';
import { type Linter, lintFault, wholeFault } from './lint.ts';

function oneOf(list: ReadonlySet<string>, code: string): Linter {
  return (text, start, end) => (list.has(text.slice(start, end)) ? null : wholeFault(code, start, end));
}

export const iso3166 = oneOf(countryNumbers, 'not_iso3166');
export const iso3166999 = oneOf(new Set([...countryNumbers, '999']), 'not_iso3166_or_999');
export const iso3166alpha2 = oneOf(countryLetters, 'not_iso3166_alpha2');
export const iso4217 = oneOf(currencyNumbers, 'not_iso4217');
export const packagetype = oneOf(packageTypes, 'invalid_package_type');
/** Biological sex (ISO/IEC 5218). */
export const iso5218 = oneOf(new Set(['0', '1', '2', '9']), 'invalid_biological_sex_code');
export const winding = oneOf(new Set(['0', '1', '9']), 'invalid_winding_direction');
export const yesno = oneOf(new Set(['0', '1']), 'not_zero_or_one');

/** AIDC media types: 01 to 10 and 80 to 99 are assigned (GS1 General Specifications, figure 3.8.20-1). */
export const mediatype: Linter = (text, start, end) =>
  /^(0[1-9]|10|[89]\d)$/.test(text.slice(start, end)) ? null : wholeFault('invalid_media_type', start, end);

const shortestIban = 11;
const longestIban = 34;

/** An international bank account number with its check digits, modulo 97 (ISO 13616-1, ISO 7064). */
export const iban: Linter = (text, start, end) => {
  const length = end - start;
  if (length < 4) return wholeFault('iban_too_short', start, end);
  if (!countryLetters.has(text.slice(start, start + 2))) {
    return lintFault('illegal_iban_country_code', start, 2);
  }
  if (length > longestIban) return wholeFault('iban_too_long', start, end);
  if (length < shortestIban) return wholeFault('iban_too_short', start, end);
  let remainder = 0;
  for (let index = 0; index < length; index++) {
    // The country and the check digits are counted last.
    const at = start + ((index + 4) % length);
    const value = ibanValue(text.charCodeAt(at));
    if (value === -1) return lintFault('invalid_iban_character', at, 1);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder === 1 ? null : lintFault('incorrect_iban_checksum', start + 2, 2);
};

function ibanValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 90 ? code - 55 : -1;
}
