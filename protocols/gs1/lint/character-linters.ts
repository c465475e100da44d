import { characterSet, firstOutside } from '../character-sets.ts';
import { type Linter, lintFault, wholeFault } from './lint.ts';

function only(set: number, code: string): Linter {
  return (text, start, end) => {
    const at = firstOutside(text, start, end, set);
    return at === -1 ? null : lintFault(code, at, 1);
  };
}

export const csetnumeric = only(characterSet.numeric, 'non_digit_character');
export const cset82 = only(characterSet.cset82, 'invalid_cset82_character');
export const cset39 = only(characterSet.cset39, 'invalid_cset39_character');
const cset64Body = only(characterSet.cset64, 'invalid_cset64_character');

/** Padding is optional; where there is some, the reference linter wants a multiple of three characters. */
export const cset64: Linter = (text, start, end, context) => {
  let bodyEnd = end;
  while (bodyEnd > start && text[bodyEnd - 1] === '=') bodyEnd -= 1;
  const pads = end - bodyEnd;
  if (pads > 2 || (pads > 0 && (end - start) % 3 !== 0)) {
    return lintFault('invalid_cset64_padding', bodyEnd, pads);
  }
  return cset64Body(text, start, bodyEnd, context);
};

export const hasnondigit: Linter = (text, start, end) =>
  firstOutside(text, start, end, characterSet.numeric) === -1
    ? wholeFault('requires_non_digit_character', start, end)
    : null;

/** Nothing but hyphens. */
export const hyphen: Linter = (text, start, end) =>
  /^-+$/.test(text.slice(start, end)) ? null : wholeFault('not_hyphen', start, end);

export const importeridx: Linter = (text, start, end) => {
  if (end - start !== 1) return wholeFault('importer_idx_must_be_one_character', start, end);
  return firstOutside(text, start, end, characterSet.cset64) === -1
    ? null
    : lintFault('invalid_import_idx_character', start, 1);
};

/** Percent encoding (RFC 3986, 2.1). */
export const pcenc: Linter = (text, start, end) => {
  for (let at = text.indexOf('%', start); at !== -1 && at < end; at = text.indexOf('%', at + 3)) {
    const stop = Math.min(at + 3, end);
    if (stop < at + 3 || firstOutside(text, at + 1, stop, characterSet.hex) !== -1) {
      return lintFault('invalid_percent_sequence', at, stop - at);
    }
  }
  return null;
};
