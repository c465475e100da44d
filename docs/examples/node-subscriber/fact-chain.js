import { createHash } from 'node:crypto';

/**
 * Checks that each station's facts come without gaps and unchanged. A fact carries `seq` (1, 2, 3 ... per station), `prev` (the hash
 * of the fact before, 64 zeros for the first) and `hash`: SHA-256 over its canonical JSON (RFC 8785) without the member `hash`.
 *
 * @param {Record<string, {seq: number, hash: string}>} heads the last fact of each station that was checked
 */
export function createFactChain(heads = {}) {
  return {
    heads,
    /** Whether the fact of an event was checked before. Whether it is still the same, only the last one of its station tells. */
    has(event) {
      const { station, seq, hash } = event.data;
      const head = heads[station];
      if (head?.seq === seq && head.hash !== hash)
        throw new Error(`${event.id}: is another fact than before`);
      return head !== undefined && seq <= head.seq;
    },
    /** Takes the next event of the site; throws if its fact does not follow the one before. */
    check(event) {
      const { station, seq } = event.data;
      const head = heads[station];
      if (head !== undefined && seq !== head.seq + 1)
        throw new Error(`${event.id}: fact ${head.seq + 1} of ${station} is missing`);
      const hash = event.type === 'packproof.fact.set_aside' ? event.data.hash : checkedHash(event, head);
      heads[station] = { seq, hash };
    },
  };
}

function checkedHash(event, head) {
  const { hash, ...body } = event.data;
  const computed = createHash('sha256').update(canonicalJson(body)).digest('hex');
  if (computed !== hash)
    throw new Error(`${event.id}: the fact was changed: its hash is ${computed}, not ${hash}`);
  const first = event.data.seq === 1 ? '0'.repeat(64) : undefined;
  // Behind a fact that was set aside without a hash, and where this subscriber began, there is nothing to compare with.
  const expected = head === undefined ? first : head.hash || undefined;
  if (expected !== undefined && event.data.prev !== expected)
    throw new Error(`${event.id}: does not follow the fact before it`);
  return hash;
}

/** JSON with members in the order of their UTF-16 code units (RFC 8785); numbers and strings are as JSON.stringify writes them. */
function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}
