import { checkDigit, hasValidCheckDigit } from './check-digit.ts';

/**
 * Expands a UPC-E number to the GTIN-12 that it stands for (GS1 General Specifications 5.2.2.4.2).
 *
 * @param text 8 digits: number system (0 or 1), six digits and check digit; 7: without check digit; 6: of number
 * system 0, without check digit.
 * @returns null if it has another form or a wrong check digit.
 */
export function expandUpcE(text: string): string | null {
  const [, system, middle = '', check] = /^(?:([01])(\d{6})(\d)?|(?:\d{6}))$/.exec(text) ?? [];
  if (middle === '' && text.length !== 6) return null;
  if (system === undefined && !/^\d{6}$/.test(text)) return null;
  const body = (system ?? '0') + unsqueezed(middle === '' ? text : middle);
  const gtin = body + checkDigit(body);
  return check === undefined || gtin.endsWith(check) ? gtin : null;
}

/** The manufacturer's and the item's five digits each; the last of the six says where zeros were left out. */
function unsqueezed(six: string): string {
  const last = six.charAt(5);
  const five = six.slice(0, 5);
  if (last <= '2') return `${five.slice(0, 2)}${last}0000${five.slice(2)}`;
  if (last === '3') return `${five.slice(0, 3)}00000${five.slice(3)}`;
  if (last === '4') return `${five.slice(0, 4)}00000${five.slice(4)}`;
  return `${five}0000${last}`;
}

/** The eight digits of UPC-E for a GTIN-12, or null if it has not the zeros that can be left out. */
export function compressUpcE(gtin12: string): string | null {
  if (!/^[01]\d{11}$/.test(gtin12) || !hasValidCheckDigit(gtin12)) return null;
  const six = squeezed(gtin12.slice(1, 6), gtin12.slice(6, 11));
  return six === null ? null : gtin12.charAt(0) + six + gtin12.charAt(11);
}

function squeezed(maker: string, item: string): string | null {
  if (/^..[012]00$/.test(maker) && item.startsWith('00')) {
    return maker.slice(0, 2) + item.slice(2) + maker.charAt(2);
  }
  if (maker.endsWith('00') && item.startsWith('000')) return `${maker.slice(0, 3)}${item.slice(3)}3`;
  if (!item.startsWith('0000')) return null;
  if (maker.endsWith('0')) return `${maker.slice(0, 4)}${item.slice(4)}4`;
  return item.slice(4) >= '5' ? maker + item.slice(4) : null;
}
