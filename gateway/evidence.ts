import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../kernel/clock.ts';
import type { ChainSource, StoredChain } from '../protocols/wire/chain-source.ts';
import type { ChainLink } from '../protocols/wire/chain-verifier.ts';
import { type FactEvent, setAsideData } from '../protocols/wire/event.ts';
import { siteId } from '../protocols/wire/ids.ts';
import type { SignedHead } from '../protocols/wire/signed-head.ts';
import { openArchivedLog } from './archive/archived-log.ts';
import { readStationKeys } from './incidents/station-key-list.ts';
import { type FactLog, openFactLog } from './log/fact-log.ts';

const pageFacts = 500;

/**
 * The chains of a site, read from the folder of its gateway: the database and the archived segments. The gateway may run.
 *
 * @throws what SQLite throws for a file that it cannot read; ARCHIVE_SEGMENT_DAMAGED.
 */
export function openGatewayChains(dataDir: string, archiveDir = join(dataDir, 'archive')): ChainSource {
  const path = join(dataDir, 'gateway.sqlite');
  const db = new Database(path, { readonly: true, fileMustExist: true });
  const site = siteId.optional().parse(db.prepare('SELECT site FROM stations LIMIT 1').pluck().get());
  const close = async () => void db.close();
  if (site === undefined) return { name: path, chains: [], keys: [], close };
  const archived = openArchivedLog({ db, site, dir: archiveDir, clock: systemClock });
  const log = openFactLog(db, site, archived);
  const headsOf = db.prepare<[string], SignedHead>(
    'SELECT seq, hash, key, signature FROM signed_heads WHERE station = ? ORDER BY seq',
  );
  const chains = log.stations().map(({ station, upTo }): StoredChain => {
    return { site, station, heads: headsOf.all(station), end: upTo, links: () => linksOf(log, station) };
  });
  return { name: path, chains, keys: readStationKeys(db, site).keys, close };
}

function* linksOf(log: FactLog, station: string): Iterable<ChainLink> {
  let after = 0;
  for (;;) {
    const page = log.read({ after, limit: pageFacts, station, fromSeq: 1 });
    for (const event of page.events) yield linkOf(event);
    if (!page.more) return;
    after = page.cursor;
  }
}

function linkOf({ data }: FactEvent): ChainLink {
  const record = setAsideData.safeParse(data);
  if (record.success) {
    const { seq, hash, reason } = record.data;
    return { seq, hash, content: { kind: 'set-aside', reason } };
  }
  const { seq, hash } = data as { readonly seq: number; readonly hash: string };
  return { seq, hash, content: { kind: 'fact', fact: data } };
}
