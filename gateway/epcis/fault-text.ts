import type { EpcisFault } from '../../protocols/epcis/reader/fault.ts';

/** Documents are not nested deeper than this, in JSON or XML. */
export const maxDepth = 64;

/** What is wrong at a place of a document, and what to do about it. */
export function faultText({ found, expected, remedy }: EpcisFault): string {
  return `found ${found}, expected ${expected}. ${remedy}`;
}
