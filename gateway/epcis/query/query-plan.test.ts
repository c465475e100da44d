import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { standardNamespaces } from '../../../protocols/epcis/hash/namespaces.ts';
import { readQuery } from '../../../protocols/epcis/query/read-query.ts';
import { openEventReader } from '../store/event-reader.ts';
import { eventFile, openEventStore } from '../store/event-store.ts';
import { selectOf, whereOf } from './query-runner.ts';

const folder = mkdtempSync(join(tmpdir(), 'packproof-plan-'));
openEventStore(folder, systemClock).close();
const reader = openEventReader(eventFile(folder));
afterAll(() => void reader.close());

/** Also by the bound that every page has. */
const walksAll =
  /^SCAN (?:e|event_epcs|event_fields|p|f|events)\b|^SEARCH e USING INTEGER PRIMARY KEY \(rowid</;

/** How SQLite would find the events of a query, without what it does for each of those that it has found. */
function planOf(parameters: Record<string, unknown>): string[] {
  const scope = { namespaces: standardNamespaces, seenNamespaces: () => ['http://ns.example.com/'] };
  const reading = readQuery(parameters, scope);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  const { sql, values } = selectOf(reading.query, whereOf(reading.query, 1_000_000, undefined), null);
  const rows = reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values, 31) as { detail: string }[];
  return rows.map(({ detail }) => detail);
}

test.each([
  { MATCH_anyEPC: 'https://id.gs1.org/00/340123450000000017' },
  { MATCH_epc: 'urn:epc:idpat:sgtin:4012345.*.*' },
  {
    MATCH_epc: ['urn:epc:idpat:sgtin:4012345.*.*', 'https://id.gs1.org/00/340123450000000017'],
    EQ_bizStep: 'shipping',
  },
  { EQ_eventID: 'urn:x:1' },
  { EQ_bizStep: 'shipping' },
  { EQ_bizStep: ['shipping', 'receiving'], eventType: 'ObjectEvent' },
  { EQ_readPoint: 'https://id.gs1.org/414/4012345000115' },
  { WD_bizLocation: 'https://id.gs1.org/414/4012345000115' },
  { GE_eventTime: '2026-01-01T00:00:00Z', LT_eventTime: '2026-01-02T00:00:00Z' },
  { GE_recordTime: '2026-01-01T00:00:00Z' },
  { EQ_bizTransaction_po: 'urn:epcglobal:cbv:bt:4012345000115:SO-1' },
  { 'EQ_example:field': 'x' },
  { 'GE_example:field': 5 },
  { GE_value_CEL: 15 },
  { EQ_transformationID: 'urn:x:t' },
  { EXISTS_errorDeclaration: true },
  { MATCH_anyEPC: 'https://id.gs1.org/00/340123450000000017', orderBy: 'eventTime', eventCountLimit: 1 },
  { orderBy: 'eventTime', eventCountLimit: 10 },
])('%j is answered by an index', (parameters) => {
  const plan = planOf(parameters);
  const scans = plan.filter((step) => walksAll.test(step));
  const bySorting = scans.filter(
    (step) => !('orderBy' in parameters && /USING INDEX events_event_time/.test(step)),
  );
  expect(bySorting, plan.join('\n')).toEqual([]);
});

test('a query that no index helps shows as what it is, so the others are no accident', () => {
  expect(planOf({ EQ_action: 'ADD' }).some((step) => walksAll.test(step))).toBe(true);
});
