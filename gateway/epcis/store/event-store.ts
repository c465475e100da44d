import { join } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import { openSqlite, type Sqlite } from '../../../kernel/sqlite.ts';
import type { EventIndex } from '../../../protocols/epcis/query/event-index.ts';
import { companyPrefixesOf, createPrefixLearner } from './company-prefixes.ts';
import { epcisMigrations } from './epcis-tables.ts';
import type { MasterData } from './master-data.ts';
import type { PreparedEvent } from './prepare-events.ts';
import { createWriter } from './writer.ts';

/** What became of an event: `known` is the very same again, `conflict` another with its eventID. */
export type Stored = 'new' | 'known' | 'conflict';

export type EventStore = ReturnType<typeof openEventStore>;

/** Where the events of a gateway are stored. */
export function eventFile(dataDir: string): string {
  return join(dataDir, 'epcis.sqlite');
}

/**
 * The events of the repository, in a database file of their own beside the fact log: `epcis.sqlite`. All writing goes
 * through `writer`, and by one thread only.
 *
 * @throws DATABASE_UNUSABLE
 */
export function openEventStore(dataDir: string, clock: Clock) {
  const db = openSqlite(eventFile(dataDir), epcisMigrations);
  const statements = prepare(db);
  const learn = createPrefixLearner(db);
  let lastRecordMs = (statements.lastRecord.get() as number | null) ?? 0;

  /** Later events never have an earlier record time, whatever the clock does: readers go on from it. */
  function recordMs(): number {
    lastRecordMs = Math.max(lastRecordMs, Math.trunc(clock.now()));
    return lastRecordMs;
  }

  function contextOf(parts: string | null): number | null {
    if (parts === null) return null;
    statements.addContext.run(parts);
    return statements.context.get(parts) as number;
  }

  return {
    db,
    writer: createWriter(db),
    /** Stores an event; call it inside of a change of the writer. */
    add({ eventID, hash, index, contextParts, prefixes, body }: PreparedEvent): Stored {
      const known = statements.hash.get(eventID, index.declared) as string | undefined;
      if (known !== undefined) return known === hash ? 'known' : 'conflict';
      const row = rowOf(index, {
        eventID,
        hash,
        body,
        recordMs: recordMs(),
        context: contextOf(contextParts),
      });
      const { lastInsertRowid: event } = statements.add.run(row);
      for (const { role, epc, quantity, uom } of index.epcs)
        statements.addEpc.run(event, role, epc, quantity, uom);
      for (const { kind, name, text, number, time, uom } of index.fields) {
        statements.addField.run(event, kind, name, text, number, time, uom);
      }
      for (const [prefix, namespace] of prefixes) statements.addPrefix.run(prefix, namespace);
      for (const prefix of companyPrefixesOf(body)) learn(prefix);
      return 'new';
    },
    /** Stores master data; call it inside of a change of the writer. */
    addMasterData({ children, attributes }: MasterData): void {
      for (const { parent, child } of children) statements.addChild.run(parent, child);
      for (const { id, attribute, value } of attributes) statements.addAttribute.run(id, attribute, value);
    },
    close: () => void db.close(),
  };
}

interface Head {
  readonly eventID: string;
  readonly hash: string;
  readonly body: string;
  readonly recordMs: number;
  readonly context: number | null;
}

function rowOf(index: EventIndex, { eventID, hash, body, recordMs, context }: Head) {
  const { epcs: _epcs, fields: _fields, ...columns } = index;
  return { ...columns, eventID, hash, body, recordMs, context };
}

function prepare(db: Sqlite) {
  return {
    lastRecord: db.prepare('SELECT max(record_time) FROM events').pluck(),
    hash: db.prepare('SELECT hash FROM events WHERE event_id = ? AND declared = ?').pluck(),
    addContext: db.prepare('INSERT INTO contexts (parts) VALUES (?) ON CONFLICT DO NOTHING'),
    context: db.prepare('SELECT id FROM contexts WHERE parts = ?').pluck(),
    addPrefix: db.prepare('INSERT INTO prefixes (prefix, namespace) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    add: db.prepare(
      `INSERT INTO events (event_id, declared, hash, type, event_time, record_time, action, biz_step, disposition, read_point,
         biz_location, transformation_id, declaration_time, error_reason, context, body)
       VALUES (@eventID, @declared, @hash, @type, @eventTime, @recordMs, @action, @bizStep, @disposition, @readPoint,
         @bizLocation, @transformationID, @declarationTime, @errorReason, @context, @body)`,
    ),
    addEpc: db.prepare('INSERT INTO event_epcs (event, role, epc, quantity, uom) VALUES (?, ?, ?, ?, ?)'),
    addField: db.prepare(
      'INSERT INTO event_fields (event, kind, name, text, number, time, uom) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    addChild: db.prepare('INSERT INTO master_children (parent, child) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    addAttribute: db.prepare(
      'INSERT INTO master_attributes (id, attribute, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
  };
}
