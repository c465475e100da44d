import { checkDigitOf } from '../check-digit.ts';
import { csetnumeric } from './character-linters.ts';
import { type Linter, lintFault, wholeFault } from './lint.ts';

const zeroCode = 48;

function allZeros(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) !== zeroCode) return false;
  return true;
}

/** The check digit of keys (GS1 General Specifications 7.9.1). */
export const csum: Linter = (text, start, end, context) => {
  if (start === end) return wholeFault('too_short_for_check_digit', start, end);
  const digits = csetnumeric(text, start, end, context);
  if (digits !== null) return digits;
  return text.charCodeAt(end - 1) - zeroCode === checkDigitOf(text, start, end - 1)
    ? null
    : lintFault('incorrect_check_digit', end - 1, 1);
};

export const nonzero: Linter = (text, start, end, context) =>
  csetnumeric(text, start, end, context) ??
  (allZeros(text, start, end) ? wholeFault('illegal_zero_value', start, end) : null);

export const nozeroprefix: Linter = (text, start, end, context) =>
  start < end && text.charCodeAt(start) === zeroCode
    ? lintFault('illegal_zero_prefix', start, 1)
    : csetnumeric(text, start, end, context);

export const zero: Linter = (text, start, end) =>
  start < end && allZeros(text, start, end) ? null : wholeFault('not_zero', start, end);

/** Piece and total of pieces, equally wide: 0103 is the first of three. */
export const pieceoftotal: Linter = (text, start, end, context) => {
  const digits = csetnumeric(text, start, end, context);
  if (digits !== null) return digits;
  const length = end - start;
  if (length === 0 || length % 2 !== 0) {
    return wholeFault('invalid_length_for_piece_of_total', start, end);
  }
  const middle = start + length / 2;
  if (allZeros(text, start, middle)) return wholeFault('zero_piece_number', start, middle);
  if (allZeros(text, middle, end)) return wholeFault('zero_total_pieces', middle, end);
  // Digits of the same count compare as text.
  return text.slice(start, middle) > text.slice(middle, end)
    ? wholeFault('piece_number_exceeds_total', start, end)
    : null;
};

/** Position and end of a sequence: 2/3. */
export const posinseqslash: Linter = (text, start, end, context) => {
  const slash = text.indexOf('/', start);
  const malformed =
    slash <= start ||
    slash + 1 >= end ||
    csetnumeric(text, start, slash, context) !== null ||
    csetnumeric(text, slash + 1, end, context) !== null;
  if (malformed) return wholeFault('position_in_sequence_malformed', start, end);
  if (text[start] === '0') return wholeFault('illegal_zero_prefix', start, slash);
  if (text[slash + 1] === '0') return wholeFault('illegal_zero_prefix', slash + 1, end);
  const position = text.slice(start, slash);
  const last = text.slice(slash + 1, end);
  const exceeds = position.length === last.length ? position > last : position.length > last.length;
  return exceeds ? wholeFault('position_exceeds_end', start, end) : null;
};

/** A coordinate of WGS84 as ten digits, shifted to be positive (GS1 General Specifications 3.8.9). */
function coordinate(name: string, highest: number): Linter {
  return (text, start, end, context) => {
    if (end - start !== 10) return wholeFault(`${name}_invalid_length`, start, end);
    const digits = csetnumeric(text, start, end, context);
    if (digits !== null) return digits;
    return Number(text.slice(start, end)) > highest ? wholeFault(`invalid_${name}`, start, end) : null;
  };
}

export const latitude = coordinate('latitude', 1_800_000_000);
export const longitude = coordinate('longitude', 3_600_000_000);
