import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { type FloorStore, openFloorStore } from './floor-store.ts';

const id = fc.constantFrom('A', 'B', 'C');
const owner = fc.constantFrom('SO-1', 'SO-2');
const kind = fc.constantFrom('pick', 'pack');
const value = fc.integer({ min: 0, max: 3 });

type Step = (store: FloorStore) => unknown;

/** What a rule of the fold does to the books; each gives what it was answered. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, value, fc.boolean()).map<Step>(([name, units, done]) => ({ documents }) => {
    documents.put(
      'tote',
      name,
      { tote: name, order: null, status: 'filling', items: [], units } as never,
      done,
    );
  }),
  id.map<Step>(
    (name) =>
      ({ documents }) =>
        documents.remove('tote', name),
  ),
  id.map<Step>(
    (name) =>
      ({ documents }) =>
        documents.get('tote', name),
  ),
  fc.tuple(kind, id, owner, value).map<Step>(([of, name, whose, one]) => ({ memory }) => {
    memory.put(of, name, whose, { one });
  }),
  fc.tuple(kind, id).map<Step>(
    ([of, name]) =>
      ({ memory }) =>
        memory.remove(of, name),
  ),
  fc.tuple(kind, id).map<Step>(
    ([of, name]) =>
      ({ memory }) =>
        memory.get(of, name),
  ),
  fc.tuple(owner, kind).map<Step>(
    ([whose, of]) =>
      ({ memory }) =>
        owned(memory.owned(whose, of)),
  ),
  kind.map<Step>(
    (of) =>
      ({ memory }) =>
        memory.owners(of, 'A'),
  ),
  owner.map<Step>((whose) => (store) => store.forgetOwned(whose)),
  fc.constant<Step>((store) => store.all('tote').map(({ id: name, json }) => [name, json])),
);

const owned = (all: readonly { readonly id: string; readonly value: unknown }[]) =>
  all.map(({ id: name, value: one }) => [name, one]);

function contents({ db }: FloorStore): unknown[] {
  const documents = db.prepare(
    "SELECT kind, id, done, json FROM documents WHERE json <> 'null' ORDER BY kind, id",
  );
  return [documents.all(), db.prepare('SELECT kind, id, owner, json FROM memory ORDER BY kind, id').all()];
}

test('what one change does in memory and writes at its end is what each step would have written by itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  let runs = 0;
  const open = () => {
    runs += 1;
    return openFloorStore(join(folder, String(runs)), new ManualClock());
  };
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40, size: 'max' }),
      fc.array(step, { maxLength: 5 }),
      (steps, before) => {
        const [together, apart] = [open(), open()];
        for (const store of [together, apart]) for (const one of before) store.change(() => one(store));
        const answers = together.change(() => steps.map((one) => one(together)));
        expect(answers).toEqual(steps.map((one) => apart.change(() => one(apart))));
        expect(contents(together)).toEqual(contents(apart));
        for (const store of [together, apart]) store.close();
      },
    ),
    { numRuns: 100 },
  );
  rmSync(folder, { recursive: true });
});

test('a change that fails leaves what was there, also for the next one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  const store = openFloorStore(folder, new ManualClock());
  const tote = (order: string) => ({ tote: 'T-1', order, status: 'filling', items: [] }) as never;
  store.change(() => store.documents.put('tote', 'T-1', tote('SO-1')));
  const failing = () =>
    store.change(() => {
      store.documents.put('tote', 'T-1', tote('SO-2'));
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  expect(store.documents.get('tote', 'T-1')?.order).toBe('SO-1');
  expect(store.change(() => store.documents.get('tote', 'T-1'))?.order).toBe('SO-1');
  store.close();
  rmSync(folder, { recursive: true });
});
