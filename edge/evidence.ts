import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isoInstant, systemClock } from '../kernel/clock.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { ChainSource } from '../protocols/wire/chain-source.ts';
import type { ChainLink } from '../protocols/wire/chain-verifier.ts';
import { type Fact, type FactDraft, factEnvelope } from '../protocols/wire/fact.ts';
import { factHash } from '../protocols/wire/fact-chain.ts';
import { orderNumber } from '../protocols/wire/ids.ts';
import { edgeErrors } from './edge-errors.ts';
import { FactLog } from './facts/fact-log.ts';

interface Owner {
  readonly site: string;
  readonly station: string;
}

interface FactRow {
  readonly seq: number;
  readonly hash: string;
  readonly json: string;
}

/**
 * The chain of a station, read from its folder. Its older facts may be gone: they were delivered. It holds no signatures,
 * these are made as facts are sent.
 */
export function openStationChain(dataDir: string): ChainSource {
  const path = join(dataDir, 'facts.sqlite');
  const db = new Database(path, { readonly: true, fileMustExist: true });
  const { site, station } = ownerOf(db, path);
  const rows = db.prepare<[], FactRow>('SELECT seq, hash, json FROM facts ORDER BY seq');
  function* links(): Iterable<ChainLink> {
    for (const { seq, hash, json } of rows.iterate()) {
      yield { seq, hash, content: { kind: 'fact', fact: JSON.parse(json) as unknown } };
    }
  }
  return {
    name: path,
    chains: [{ site, station, heads: [], end: null, links }],
    keys: [],
    close: async () => void db.close(),
  };
}

function ownerOf(db: Database.Database, path: string): Owner {
  const owner = db.prepare<[], Owner>('SELECT site, station FROM station').get();
  if (owner === undefined)
    throw edgeErrors.fault('STATION_LOG_DAMAGED', `${path} has no station`, { place: path });
  return owner;
}

/** How many facts one transaction brings along. */
const rescuedAtOnce = 100;

/**
 * Brings facts that only a given-up log holds along in the log of another station of the site, each in a fact of its own. What
 * was brought along before is left out, so it may be repeated. The agent of that station must not run.
 *
 * @returns how many were new.
 * @throws STATION_LOG_DAMAGED if there is no log in the folder; RESCUE_REFUSED for facts that are not whole or of this log itself.
 */
export function rescueFacts(dataDir: string, facts: readonly unknown[]): number {
  const path = join(dataDir, 'facts.sqlite');
  const db = new Database(path, { readonly: true, fileMustExist: true });
  const owner = ownerOf(db, path);
  const known = new Set(
    db
      .prepare(
        `SELECT json_extract(json, '$.data.hash') FROM facts WHERE json_extract(json, '$.type') = 'fact.rescued'`,
      )
      .pluck()
      .all(),
  );
  db.close();
  const wanted = facts
    .map((fact, index) => wholeFact(fact, index, owner))
    .filter(({ hash }) => !known.has(hash));
  const log = new FactLog({ path, ...owner });
  try {
    for (let from = 0; from < wanted.length; from += rescuedAtOnce) {
      const drafts = wanted.slice(from, from + rescuedAtOnce).map(rescueOf);
      log.commit({ at: isoInstant(systemClock.now()), operator: null, drafts });
    }
  } finally {
    log.close();
  }
  return wanted.length;
}

function wholeFact(raw: unknown, index: number, owner: Owner): Fact {
  const place = `fact ${index + 1} of the file`;
  const fact = factEnvelope.safeParse(raw);
  if (!fact.success || factHash(fact.data, sha256Hex) !== fact.data.hash) {
    throw edgeErrors.fault('RESCUE_REFUSED', `${place} is not whole`, { place });
  }
  if (fact.data.site !== owner.site || fact.data.station === owner.station) {
    const { site, station } = fact.data;
    throw edgeErrors.fault(
      'RESCUE_REFUSED',
      `${place} is of ${site}/${station}, the folder is of ${owner.site}/${owner.station}`,
      { place },
    );
  }
  return fact.data;
}

function rescueOf(fact: Fact): FactDraft {
  const order = orderNumber.safeParse(fact.data.order);
  const { station, seq, hash } = fact;
  return {
    type: 'fact.rescued',
    data: { station, seq, hash, fact, ...(order.success ? { order: order.data } : {}) },
  };
}
