import { characterSet, firstOutside } from '../character-sets.ts';
import { checkCharacters, longestBody } from '../check-characters.ts';
import { type Linter, lintFault, wholeFault } from './lint.ts';

/** The check character pair at the end of alphanumeric keys (GS1 General Specifications 7.9.5). */
export const csumalpha: Linter = (text, start, end) => {
  const pairAt = end - 2;
  if (pairAt < start) return wholeFault('too_short_for_check_pair', start, end);
  if (pairAt - start > longestBody) {
    return wholeFault('too_long_for_check_pair_implementation', start, end);
  }
  const outside = firstOutside(text, start, pairAt, characterSet.cset82);
  if (outside !== -1) return lintFault('invalid_cset82_character', outside, 1);
  return checkCharacters(text.slice(start, pairAt)) === text.slice(pairAt, end)
    ? null
    : wholeFault('incorrect_check_pair', pairAt, end);
};
