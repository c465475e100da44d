import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type WorkDocument, workDocument } from '../../protocols/wire/work.ts';
import { WorkReplica, workMigrations } from './replica.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-barcodes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'work.sqlite');
const gtins = ['09520001000010', '19520001000017', '09520001000027'];
const skus = ['CUP', 'TEA', 'ZINC'];

function product(cursor: number, sku: string, of: readonly string[] | null): WorkDocument {
  const packagings = of?.map((gtin, at) => ({ gtin, level: at === 0 ? 'each' : 'case', units: at + 1 }));
  const data = packagings === undefined ? null : { sku, name: sku, packagings };
  return workDocument.parse({ kind: 'product', id: sku, version: cursor, cursor, data });
}

function tell(replica: WorkReplica, documents: readonly WorkDocument[]): void {
  const cursor = documents.at(-1)?.cursor ?? 0;
  const page = {
    v: 1 as const,
    site: 'HAM' as never,
    epoch: 'e',
    documents: [...documents],
    cursor,
    more: false,
  };
  replica.apply({ ...page, asOf: '2026-01-05T06:00:00.000Z' }, replica.position.cursor);
}

const [one = ''] = gtins;

test("a barcode that one product took from another is the other one's again when the first is gone", () => {
  const replica = new WorkReplica(file(), () => false);
  tell(replica, [product(1, 'TEA', [one]), product(2, 'CUP', [one])]);
  expect(replica.productByGtin(one)?.sku).toBe('CUP');
  tell(replica, [product(3, 'CUP', null)]);
  expect(replica.productByGtin(one)?.sku).toBe('TEA');
  replica.close();
});

test('a file of an earlier version knows all products of a barcode, and the same one first', () => {
  const old = new Database(file());
  old.exec(workMigrations[0] ?? '');
  old.pragma('user_version = 1');
  const put = old.prepare('INSERT INTO documents (kind, id, version, json) VALUES (?, ?, 1, ?)');
  for (const sku of ['CUP', 'TEA']) put.run('product', sku, JSON.stringify(product(1, sku, [one]).data));
  old.prepare('INSERT INTO gtins (gtin, sku) VALUES (?, ?)').run(one, 'CUP');
  old.exec("UPDATE position SET epoch = 'e', cursor = 2");
  old.close();
  const replica = new WorkReplica(file(), () => false);
  expect(replica.productByGtin(one)?.sku).toBe('CUP');
  tell(replica, [product(3, 'CUP', null)]);
  expect(replica.productByGtin(one)?.sku).toBe('TEA');
  replica.close();
});

test('whatever products are told, changed and deleted: a barcode means the one that was told last of those that have it', () => {
  const told = fc.tuple(
    fc.constantFrom(...skus),
    fc.option(fc.uniqueArray(fc.constantFrom(...gtins), { minLength: 1, maxLength: 3 }), { freq: 4 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 20 }), (changes) => {
      rmSync(folder, { recursive: true });
      let replica = new WorkReplica(file(), () => false);
      const known: { sku: string; of: readonly string[] }[] = [];
      for (const [at, [sku, of, restart]] of changes.entries()) {
        tell(replica, [product(at + 1, sku, of)]);
        const before = known.findIndex((other) => other.sku === sku);
        if (before !== -1) known.splice(before, 1);
        if (of !== null) known.push({ sku, of });
        if (restart) {
          replica.close();
          replica = new WorkReplica(file(), () => false);
        }
        for (const gtin of gtins) {
          const latest = known.findLast((other) => other.of.includes(gtin));
          expect(replica.productByGtin(gtin)?.sku).toBe(latest?.sku);
        }
      }
      replica.close();
    }),
    { numRuns: 30 },
  );
});
