import { z } from 'zod';
import { canonicalFormOf } from './canonical-form.ts';
import { factData, factEnvelope } from './fact.ts';
import type { Origin } from './fact-receiver.ts';
import { PlainFact } from './plain-fact.ts';

const hashDigits = 64;
const hashMember = ',"hash":"';
const prevMember = ',"prev":"';
const seqMember = '","seq":';
const typeMember = ',"type":"';
/** Behind the type. */
const lastMembers = '","v":1}';

/** The form of a whole fact, for each type that has one. */
const forms = new Map<string, RegExp>();
for (const [type, data] of Object.entries(factData)) {
  const form = canonicalFormOf(z.strictObject({ ...factEnvelope.shape, type: z.literal(type), data }));
  if (form !== null) forms.set(type, new RegExp(form, 'y'));
}

/** Whose facts, and the SHA-256 of the host. */
export type PlainOrigin = Required<Pick<Origin, 'site' | 'station' | 'digest'>>;

/**
 * Reads the facts of a station where they stand in a JSON text, from behind a `[` up to its `]`, without building what they say. Stations
 * send them in canonical form; then a regular expression tells all that the schemas would, in a third of the time and with little for
 * the garbage collector.
 *
 * @param facts takes what was read.
 * @returns where the `]` stands; -1 if anything is not plain. Then nothing is known, and the text is to be read as any other.
 */
export function readPlainFacts(
  text: string,
  from: number,
  { site, station, digest }: PlainOrigin,
  facts: PlainFact[],
): number {
  const owner = `,"site":"${site}","station":"${station}"${typeMember}`;
  let end = from - 1;
  do {
    const fact = readPlainFact(text, end + 1, owner, digest);
    if (fact === null) return -1;
    facts.push(fact);
    end += 1 + fact.text.length;
  } while (text[end] === ',');
  return text[end] === ']' ? end : -1;
}

/**
 * The fact that starts there; null if it is not surely a valid one of that owner. Its members are found by their names: no data has a
 * member `hash`, and in a text the quotation marks of a name would be escaped. Behind the operator there are no texts.
 */
function readPlainFact(
  text: string,
  start: number,
  owner: string,
  digest: PlainOrigin['digest'],
): PlainFact | null {
  const hashAt = text.indexOf(hashMember, start) + hashMember.length;
  const hashEnd = hashAt + hashDigits;
  const typeAt = text.indexOf(typeMember, hashEnd) + typeMember.length;
  const typeEnd = text.indexOf('"', typeAt);
  const form = forms.get(text.slice(typeAt, typeEnd));
  if (form === undefined) return null;
  form.lastIndex = start;
  if (!form.test(text)) return null;
  const end = typeEnd + lastMembers.length;
  const ownerAt = typeAt - owner.length;
  if (form.lastIndex !== end || !text.startsWith(owner, ownerAt)) return null;
  // The seal is over everything but the hash itself (fact-chain.ts). A part of the text would hold all of it in memory.
  const hash = digest(text.slice(start, hashAt - hashMember.length) + text.slice(hashEnd + 1, end));
  if (!text.startsWith(hash, hashAt)) return null;
  const prevAt = text.indexOf(prevMember, hashEnd) + prevMember.length;
  const prevEnd = prevAt + hashDigits;
  const seq = Number(text.slice(prevEnd + seqMember.length, ownerAt));
  return new PlainFact(seq, text.slice(prevAt, prevEnd), hash, text.slice(start, end));
}
