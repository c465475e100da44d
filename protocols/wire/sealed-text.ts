import { canonicalJson } from './canonical-json.ts';
import type { Fact } from './fact.ts';

/** A valid fact as canonical JSON (RFC 8785): all of it, and without `hash`, which is what the hash seals. */
export interface SealedText {
  readonly whole: string;
  readonly sealed: string;
}

/**
 * The two canonical forms of a fact at once. The members of a valid envelope are known, and their texts need no escapes, so
 * only the operator and the data are written with care. It says the same as `canonicalJson`, in a third of the time.
 *
 * @throws TypeError for data that has no JSON form.
 */
export function sealedTextOf(fact: Fact): SealedText {
  const before = `{"at":"${fact.at}","data":${canonicalJson(fact.data)},`;
  const behind = `"operator":${JSON.stringify(fact.operator)},"prev":"${fact.prev}","seq":${fact.seq},"site":"${fact.site}","station":"${fact.station}","type":"${fact.type}","v":1}`;
  return { whole: `${before}"hash":"${fact.hash}",${behind}`, sealed: before + behind };
}
