import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import { type WorkDocument, type WorkPage, workPage } from '../../protocols/wire/work.ts';
import { migrations } from '../database.ts';
import { testSite } from '../testing-gateway.ts';
import { openWorkReplica } from './work-replica.ts';

const open = () => openWorkReplica(openSqlite(':memory:', migrations), testSite);
const product = (sku: string, version: number, cursor: number, name = `v${version}`): WorkDocument => ({
  kind: 'product',
  id: sku,
  version,
  cursor,
  data: { sku, name, packagings: [{ gtin: '04012345678901', level: 'each', units: 1 }] },
});
const page = (
  epoch: string,
  documents: WorkDocument[],
  cursor: number,
  more = false,
  asOf = '2026-01-05T06:00:00.000Z',
) => workPage.parse({ v: 1, site: testSite, epoch, documents, cursor, more, asOf });
const names = (given: WorkPage) =>
  given.documents.map((document) => (document.kind === 'product' ? document.data?.name : null));

describe('the replica of work', () => {
  test('serves nothing before its first feed is complete', () => {
    const replica = open();
    expect(() => replica.page({ after: 0, limit: 10 })).toThrowError(
      expect.objectContaining({ code: 'WORK_NOT_YET' }),
    );
    expect(replica.apply(page('a', [product('p', 1, 1)], 1, true))).toBe(false);
    expect(replica.position()).toMatchObject({ epoch: 'a', cursor: 1 });
    expect(replica.served()).toBeNull();
    expect(replica.apply(page('a', [], 4))).toBe(true);
    expect(replica.page({ after: 0, limit: 10 })).toMatchObject({ epoch: 'a', cursor: 4, more: false });
    expect(replica.documents()).toBe(1);
  });

  test('never puts an older version over a newer one, in whatever order pages come and come again', () => {
    const versions = fc.array(
      fc.record({ sku: fc.constantFrom('p', 'q'), version: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(versions, (changes) => {
        const replica = open();
        const newest = new Map<string, number>();
        changes.forEach(({ sku, version }, index) => {
          replica.apply(page('a', [product(sku, version, version)], index + 1));
          newest.set(sku, Math.max(version, newest.get(sku) ?? 0));
        });
        replica.apply(page('a', [], changes.length + 1));
        const held = new Map(
          replica.page({ after: 0, limit: 10 }).documents.map(({ id, version }) => [id, version]),
        );
        expect(held).toEqual(newest);
        expect(replica.position().cursor).toBe(changes.length + 1);
      }),
      { numRuns: 30 },
    );
  });

  test('fills a new feed beside the old one, which stations read until the new one is complete', () => {
    const replica = open();
    replica.apply(page('a', [product('p', 5, 1), product('q', 5, 2)], 2));
    replica.apply(page('b', [product('p', 1, 1, 'anew')], 1, true));
    expect(names(replica.page({ after: 0, limit: 10 }))).toEqual(['v5', 'v5']);
    expect(replica.position()).toMatchObject({ epoch: 'b', cursor: 1 });
    expect(replica.apply(page('b', [], 1))).toBe(true);
    expect(names(replica.page({ after: 0, limit: 10 }))).toEqual(['anew']);
  });

  test('gives a station of another epoch everything from the start, and one that is up to date nothing', () => {
    const replica = open();
    replica.apply(page('a', [product('p', 1, 3), product('q', 1, 7)], 9));
    expect(replica.page({ after: 8, epoch: 'older', limit: 1 })).toMatchObject({ cursor: 3, more: true });
    expect(replica.page({ after: 3, epoch: 'a', limit: 1 })).toMatchObject({ cursor: 9, more: false });
    expect(replica.page({ after: 9, epoch: 'a', limit: 1 }).documents).toEqual([]);
  });

  test('passes deletions on, and says how fresh it is', () => {
    const replica = open();
    replica.apply(page('a', [product('p', 1, 1)], 1));
    const gone = { kind: 'product' as const, id: 'p', version: 2, cursor: 2, data: null };
    replica.apply(page('a', [gone], 2, false, '2026-01-05T07:00:00.000Z'));
    expect(replica.page({ after: 1, limit: 10 }).documents).toEqual([gone]);
    expect(replica.documents()).toBe(0);
    expect(replica.apply(page('a', [], 2, false, '2026-01-05T08:00:00.000Z'))).toBe(false);
    expect(replica.position().asOf).toBe('2026-01-05T08:00:00.000Z');
  });

  test('refuses the work of another site', () => {
    const foreign = { ...page('a', [], 1), site: 'paris' as WorkPage['site'] };
    expect(() => open().apply(foreign)).toThrowError(expect.objectContaining({ code: 'WORK_OF_OTHER_SITE' }));
  });
});
