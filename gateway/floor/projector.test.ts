import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { factEventOf } from '../../protocols/wire/event.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import { floorDocument } from '../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import { defaultRules } from '../../protocols/wire/work/site-rules.ts';
import { openFloorStore } from './floor-store.ts';
import { foldFact } from './fold/fold.ts';
import { createProjector } from './projector.ts';
import { plainBooks } from './testing-books.ts';
import { anyFacts, factWriters, pick } from './testing-facts.ts';

const log = createLog('test', 'silent');

/** A fact log in memory, of which a projector may see only the beginning. */
function logOf(facts: readonly KnownFact[]) {
  let visible = facts.length;
  return {
    show: (count: number) => {
      visible = Math.min(count, facts.length);
    },
    cursor: () => visible,
    read: ({ after, limit }: { after: number; limit: number }) => {
      const events = facts
        .slice(after, Math.min(visible, after + limit))
        .map((fact, index) => factEventOf(after + index + 1, fact));
      return { v: 1 as const, events, cursor: after + events.length, more: false, heads: [] };
    },
  };
}

interface RunOptions {
  readonly ordered?: OrderDocument;
  /** How long folding one fact takes. */
  readonly factMs?: number;
}

function openRun(
  dataDir: string,
  factLog: ReturnType<typeof logOf>,
  { ordered, factMs = 0 }: RunOptions = {},
) {
  const clock = new ManualClock();
  const store = openFloorStore(dataDir, clock);
  const { documents, memory } = store;
  const books = {
    documents,
    memory,
    rules: () => defaultRules,
    order: () => ordered,
    heldClaim: () => null,
    sawWave: () => {},
  };
  const take = (fact: KnownFact) => {
    clock.advance(factMs);
    foldFact(fact, books);
  };
  const folded: number[] = [];
  const onFolded = () => void folded.push(projector.cursor());
  const projector = createProjector({ store, factLog, take, onFolded, clock, log });
  return {
    store,
    projector,
    /** How far it had come after each commit. */
    folded,
    /** Lets it read all that it sees. */
    run(): void {
      projector.start();
      for (let turn = 0; turn < 100 && projector.cursor() < factLog.cursor(); turn += 1)
        clock.advance(10_000);
      projector.stop();
    },
  };
}

const documentsIn = (store: ReturnType<typeof openFloorStore>) =>
  Object.fromEntries(
    [...store.after(0, 10_000)]
      .filter(({ json }) => json !== 'null')
      .map(({ kind, id, json }) => [`${kind} ${id}`, JSON.parse(json) as unknown] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

test('the documents are those of a plain fold of all facts, wherever the gateway was restarted between', () => {
  fc.assert(
    fc.property(anyFacts, fc.array(fc.nat(60), { maxLength: 4 }), fc.nat(2), (facts, stops, factMs) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
      const factLog = logOf(facts);
      try {
        for (const stop of [...stops.sort((a, b) => a - b), facts.length]) {
          factLog.show(stop);
          const { store, run } = openRun(dataDir, factLog, { factMs });
          run();
          store.close();
        }
        const { store } = openRun(dataDir, factLog);
        const plain = plainBooks();
        plain.fold(facts);
        expect(documentsIn(store)).toEqual(plain.all());
        for (const { kind, id, version, cursor, json } of store.after(0, 10_000))
          floorDocument.parse({ kind, id, version, cursor, data: JSON.parse(json) });
        store.close();
      } finally {
        rmSync(dataDir, { recursive: true });
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('a slow fold lets the facts that arrive have their turn between any few of its facts', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  const write = factWriters();
  const factLog = logOf(Array.from({ length: 70 }, () => write('S1', pick('SO-1'))));
  factLog.show(20);
  const slow = openRun(dataDir, factLog, { factMs: 1 });
  slow.run();
  // Nobody gets anything before what there was at the start is folded: longer turns.
  expect(slow.folded).toEqual([10, 20]);
  factLog.show(70);
  slow.run();
  expect(slow.folded.slice(2)).toEqual(Array.from({ length: 25 }, (_, slice) => 20 + 2 * (slice + 1)));
  slow.store.close();
  rmSync(dataDir, { recursive: true });
});

test('no quantity of any order is ever below zero, and what is remembered of an undone pick is gone', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const plain = plainBooks();
      plain.fold(facts);
      for (const [key, document] of Object.entries(plain.all())) {
        if (!key.startsWith('progress ')) continue;
        const { lines } = document as { lines: Record<string, number>[] };
        for (const { shortedAt: _station, ...quantities } of lines)
          for (const value of Object.values(quantities)) expect(value).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

const oneTea: OrderDocument = {
  order: 'SO-1',
  status: 'released',
  customer: { id: 'C1', name: 'Corner shop' },
  shipTo: { name: 'Corner shop', street: '1 High St', city: 'Town', postalCode: '12345', country: 'DE' },
  promised: null,
  lines: [{ line: 1, sku: 'TEA', name: 'Green tea', units: 1 }],
};

test('what was ordered is known when the facts are read anew, although the order has left and its document is gone', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  const write = factWriters();
  const started = (station: string) =>
    write(station, { type: 'order.started', data: { order: 'SO-1', version: 1 } });
  const picked = (station: string) => write(station, pick('SO-1', { tote: `T-${station}` }));
  const factLog = logOf([started('S1'), picked('S1'), started('S2'), picked('S2')]);
  const first = openRun(dataDir, factLog, { ordered: oneTea });
  first.run();
  const before = documentsIn(first.store);
  expect(before['progress SO-1']).toMatchObject({ conflict: { kinds: ['picked_over_ordered'] } });
  expect(before['tote T-S2']).toMatchObject({ status: 'picked' });
  first.store.db.exec('UPDATE place SET fold = 0');
  first.store.close();
  const anew = openRun(dataDir, factLog);
  anew.run();
  expect(documentsIn(anew.store)).toEqual(before);
  anew.store.close();
  rmSync(dataDir, { recursive: true });
});

test('another log under the same file is read from its beginning, and the stations begin again', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  const write = factWriters();
  const first = openRun(dataDir, logOf([write('S1', pick('SO-1')), write('S1', pick('SO-1'))]));
  first.run();
  const { epoch } = first.store.position();
  first.store.close();
  const other = factWriters();
  const second = openRun(dataDir, logOf([other('S9', pick('SO-9')), other('S9', pick('SO-9'))]));
  second.run();
  expect(Object.keys(documentsIn(second.store))).toEqual(['progress SO-9']);
  expect(second.store.position().epoch).not.toBe(epoch);
  second.store.close();
  rmSync(dataDir, { recursive: true });
});
