import { type ApplicationIdentifier, applicationIdentifier } from './application-identifiers.ts';

/** Names in place of AIs, deprecated since GS1 Digital Link URI Syntax 1.2: of keys and of their qualifiers. */
const convenienceAlphas: Readonly<Record<string, string>> = {
  sscc: '00',
  gtin: '01',
  gdti: '253',
  gcn: '255',
  ginc: '401',
  gsin: '402',
  gln: '414',
  payTo: '415',
  party: '417',
  grai: '8003',
  giai: '8004',
  itip: '8006',
  cpid: '8010',
  gmn: '8013',
  gsrnp: '8017',
  gsrn: '8018',
  cpv: '22',
  lot: '10',
  ser: '21',
  glnx: '254',
  cpsn: '8011',
  srin: '8019',
  refno: '8020',
};

/** The AI that an old name stands for. */
export function aiOfAlpha(name: string): string | undefined {
  return Object.hasOwn(convenienceAlphas, name) ? convenienceAlphas[name] : undefined;
}

/** The key with which a sequence of AIs in the path begins, if it is one. */
export function keyOf(ai: string): ApplicationIdentifier | undefined {
  const identifier = applicationIdentifier(ai);
  return identifier?.qualifiers === null ? undefined : identifier;
}

/**
 * True if these AIs may follow each other in the path: a key, then some of the qualifiers of one of its sequences, in
 * their order.
 */
export function isKeySequence([key = '', ...qualifiers]: readonly string[]): boolean {
  const identifier = keyOf(key);
  if (identifier === undefined) return false;
  if (qualifiers.length === 0) return true;
  return (identifier.qualifiers ?? []).some((sequence) => isSubsequence(qualifiers, sequence));
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let from = 0;
  for (const each of part) {
    const found = whole.indexOf(each, from);
    if (found === -1) return false;
    from = found + 1;
  }
  return true;
}
