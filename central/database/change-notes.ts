import { sql } from 'kysely';
import { z } from 'zod';
import type { OrderChange } from '../notifications/live.ts';
import type { Trx } from './database.ts';
import { isPostgres } from './dialect.ts';

/** What others are told about a transaction, once it is durable. */
export interface Notes {
  readonly orders: OrderChange[];
  readonly sites: Set<string>;
}

/** The channel of the database on which replicas tell each other. */
export const notesChannel = 'packproof_central';

/** PostgreSQL takes at most 8,000 bytes in one notification. */
const mostBytes = 7_500;
/** Of a huge import the pages of other replicas hear the beginning, which makes them read everything again anyway. */
const mostParts = 50;

const notesPart = z.object({
  from: z.string(),
  orders: z.array(z.tuple([z.string(), z.string()])),
  sites: z.array(z.string()),
});
type NotesPart = z.output<typeof notesPart>;

/** Sends the notes of a transaction to the other replicas: the database delivers them with its commit, or never. */
export async function announce(trx: Trx, from: string, notes: Notes): Promise<void> {
  if (!isPostgres(trx) || notes.orders.length + notes.sites.size === 0) return;
  for (const part of partsOf(from, notes)) {
    await sql`select pg_notify(${sql.lit(notesChannel)}, ${JSON.stringify(part)})`.execute(trx);
  }
}

/** The notes in parts that fit into a notification each; the sites, which stations wait for, come first. */
export function partsOf(from: string, { orders, sites }: Notes): NotesPart[] {
  const parts: NotesPart[] = [];
  let room = 0;
  const partWith = (bytes: number): NotesPart | undefined => {
    const last = parts.at(-1);
    room -= bytes;
    if (last !== undefined && room >= 0) return last;
    if (parts.length === mostParts) return undefined;
    const next: NotesPart = { from, orders: [], sites: [] };
    room = mostBytes - bytes - Buffer.byteLength(JSON.stringify(next));
    parts.push(next);
    return next;
  };
  const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) + 1;
  for (const site of sites) partWith(size(site))?.sites.push(site);
  for (const { order, change } of orders) partWith(size([order, change]))?.orders.push([order, change]);
  return parts;
}

/** What a replica was told; null for its own notes and for what is not ours. */
export function readNotes(payload: string, own: string): Notes | null {
  const part = notesPart.safeParse(jsonOf(payload));
  if (!part.success || part.data.from === own) return null;
  const orders = part.data.orders.map(([order, change]) => ({ order, change }));
  return { orders, sites: new Set(part.data.sites) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
