import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TagTable } from './tag-table.ts';

interface Entry {
  readonly index: number;
  epc: string;
  worth: number;
}

function tableOf(limit: number, evicted: string[]): TagTable<Entry> {
  return new TagTable<Entry>({
    limit,
    make: (index) => ({ index, epc: '', worth: 0 }),
    worth: ({ worth }) => worth,
    evicted: ({ epc }) => evicted.push(epc),
  });
}

test('a full table forgets what is worth least, and says so', () => {
  const evicted: string[] = [];
  const table = tableOf(16, evicted);
  for (let at = 0; at < 16; at++) table.claim(`e${at}`).worth = at === 9 ? -1 : at;
  table.claim('new').worth = 100;
  expect(evicted).toEqual(['e9']);
  expect(table.get('e9')).toBeUndefined();
  expect(table.get('new')?.worth).toBe(100);
  expect(table.size).toBe(16);
});

test('whatever is claimed and released, entries are never shared, never more than the limit', () => {
  const action = fc.record({ epc: fc.nat(60), release: fc.boolean() });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
      const evicted: string[] = [];
      const table = tableOf(20, evicted);
      let claimed = 0;
      let released = 0;
      for (const { epc, release } of actions) {
        const entry = table.get(`${epc}`);
        if (entry !== undefined && release) {
          table.release(entry);
          released++;
        } else if (entry === undefined) {
          table.claim(`${epc}`);
          claimed++;
        }
      }
      const entries = [...table.values()];
      expect(entries.length).toBeLessThanOrEqual(20);
      expect(new Set(entries.map(({ index }) => index)).size).toBe(entries.length);
      for (const entry of entries) expect(table.at(entry.index)).toBe(entry);
      expect(claimed).toBe(table.size + released + evicted.length);
    }),
  );
});
