import { cset32, cset82 } from './character-sets.ts';

/** The longest body whose check characters can be calculated: as long as the longest data of an AI. */
export const longestBody = 97;

const modulus = 1021;
const primes = firstPrimes(longestBody);

/**
 * The pair of check characters of a Global Model Number and of other alphanumeric keys: the values of the characters,
 * weighted by primes from the right, modulo 1021 (GS1 General Specifications 7.9.5).
 *
 * @param body at most 97 characters of set 82.
 * @returns null if it is longer, or has other characters.
 */
export function checkCharacters(body: string): string | null {
  if (body.length > longestBody) return null;
  let sum = 0;
  for (let index = 0; index < body.length; index++) {
    const value = cset82.indexOf(body.charAt(index));
    if (value === -1) return null;
    sum += value * (primes[body.length - 1 - index] ?? 0);
  }
  sum %= modulus;
  return cset32.charAt(sum >> 5) + cset32.charAt(sum & 31);
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
