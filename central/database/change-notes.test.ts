import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Notes, partsOf, readNotes } from './change-notes.ts';

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const change = fc.record({ order: text, change: text });

const heardBy = (own: string, from: string, notes: Notes): Notes => {
  const heard: Notes = { orders: [], sites: new Set() };
  for (const part of partsOf(from, notes)) {
    const payload = JSON.stringify(part);
    // What PostgreSQL takes in one notification.
    expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
    const read = readNotes(payload, own);
    heard.orders.push(...(read?.orders ?? []));
    for (const site of read?.sites ?? []) heard.sites.add(site);
  }
  return heard;
};

test('another replica hears all notes of a transaction in their order, and oneself none', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 300 }),
      fc.uniqueArray(text, { maxLength: 20 }),
      (orders, sites) => {
        const notes = { orders, sites: new Set(sites) };
        expect(heardBy('b', 'a', notes)).toEqual(notes);
        expect(heardBy('a', 'a', notes)).toEqual({ orders: [], sites: new Set() });
      },
    ),
    { numRuns: 30 },
  );
});

test('of a huge import they hear the sites and a bounded part', () => {
  const orders = Array.from({ length: 100_000 }, (_, nth) => ({
    order: `A-${nth}`,
    change: 'order.received',
  }));
  const parts = partsOf('a', { orders, sites: new Set(['s1', 's2']) });
  expect(parts).toHaveLength(50);
  expect(parts[0]?.sites).toEqual(['s1', 's2']);
});

test('what is not ours on the channel is passed over', () => {
  for (const payload of ['', 'hello', '{}', '[]', '{"from":"b","orders":[["a"]],"sites":[]}']) {
    expect(readNotes(payload, 'a')).toBeNull();
  }
});
