import { sha256Hex } from '../../kernel/sha256.ts';
import { canonicalFormOf } from '../../protocols/wire/canonical-form.ts';
import { type FactBatch, factBatch, maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { instant } from '../../protocols/wire/ids.ts';
import type { PlainFact } from '../../protocols/wire/plain-fact.ts';
import { readPlainFacts } from '../../protocols/wire/plain-facts-reader.ts';
import { quickCheckOf } from '../../protocols/wire/quick-check.ts';

const factsMember = '"facts":[';
const sentAtMember = ',"sentAt":';
const sentAtForm = new RegExp(`^${sentAtMember}${canonicalFormOf(instant)},$`);
/** Whether a value is surely a batch, whatever its facts are. */
export const isPlainBatch = quickCheckOf(factBatch);

/**
 * Reads a batch in the form in which stations send it: canonical facts, as its last member. Null means only that it is to be read in
 * the way that knows every case.
 */
export function readPlainBatch(text: string, site: string, station: string): FactBatch | null {
  const factsAt = text.indexOf(factsMember) + factsMember.length;
  if (factsAt < factsMember.length) return null;
  const facts: PlainFact[] = [];
  const end = readPlainFacts(text, factsAt, { site, station, digest: sha256Hex }, facts);
  if (end < 0 || end !== text.length - 2 || !text.endsWith('}') || facts.length > maxFactsPerBatch)
    return null;
  const batch = readEnvelope(text, factsAt, site, station);
  // Spread into another one, this engine would hold the text until the whole heap is collected.
  if (batch !== null) batch.facts = facts;
  return batch;
}

/** The batch without its facts, which were judged where they stand. */
function readEnvelope(text: string, factsAt: number, site: string, station: string): FactBatch | null {
  const owner = `{"v":1,"site":"${site}","station":"${station}"`;
  const rest = text.startsWith(owner) ? text.slice(owner.length, factsAt - factsMember.length) : '';
  const own = { v: 1, site, station, facts: [] as unknown[] } as FactBatch;
  if (rest === ',') return own;
  if (sentAtForm.test(rest)) {
    own.sentAt = rest.slice(sentAtMember.length + 1, -2);
    return own;
  }
  // A batch has at least one: `0` stands for them all.
  const batch = JSON.parse(`${text.slice(0, factsAt)}0]}`) as FactBatch;
  return isPlainBatch?.(batch) && batch.site === site && batch.station === station ? batch : null;
}
