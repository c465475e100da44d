import {
  type FactEvent,
  factEventOf,
  type SetAsideData,
  setAsideEventOf,
} from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';

/** An entry of the log as it is stored. */
export interface EntryRow {
  readonly cursor: number;
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly hash: string;
  readonly kind: 'fact' | 'set-aside';
  readonly body: string;
  readonly receivedAt: string;
}

/** The event of a stored entry. The body was validated before this log wrote it, so it is not parsed against a schema again. */
export function eventOfRow(row: EntryRow): FactEvent {
  const body: unknown = JSON.parse(row.body);
  if (row.kind === 'fact') return factEventOf(row.cursor, body as Fact);
  const { site, station, seq, hash } = row;
  const record = { v: 1, site, station, seq, hash, ...(body as object) } as SetAsideData;
  return setAsideEventOf(row.cursor, row.receivedAt, record);
}
