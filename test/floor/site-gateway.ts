import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database, { type Statement } from 'better-sqlite3';
import fastify, { type FastifyInstance } from 'fastify';
import { migrations } from '../../gateway/database.ts';
import { openFloor } from '../../gateway/floor/floor.ts';
import { openIncidents } from '../../gateway/incidents/incident-store.ts';
import { openFactLog } from '../../gateway/log/fact-log.ts';
import { openWorkReplica } from '../../gateway/work/work-replica.ts';
import { isoInstant } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import type { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite, type Sqlite } from '../../kernel/sqlite.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import type { WorkPage } from '../../protocols/wire/work.ts';
import { site } from './office.ts';

const quiet = createLog('floor', 'silent');
const noBytes = new Uint8Array();
const settleMs = 20_000;
const maxTurns = 1_000;

interface FloorRow {
  readonly kind: string;
  readonly id: string;
  readonly json: string;
}

/** The gateway of the site without its sockets: its log, its replica of work, its floor, and the routes by which stations ask. */
export class SiteGateway {
  readonly work;
  readonly incidents;
  private readonly clock: ManualClock;
  private readonly dir = mkdtempSync(join(memoryFolder(), 'packproof-floor-'));
  private readonly db: Sqlite = openSqlite(':memory:', migrations);
  private readonly factLog;
  private floor: ReturnType<typeof openFloor>;
  private app: FastifyInstance;
  /** Looks at the documents from beside. */
  private readonly reader: Sqlite;
  private readonly select: Statement<[string], FloorRow>;
  private readonly selectAll: Statement<[], FloorRow>;

  constructor(clock: ManualClock) {
    this.clock = clock;
    this.factLog = openFactLog(this.db, site);
    this.work = openWorkReplica(this.db, site);
    this.incidents = openIncidents(this.db, { clock, log: quiet });
    this.floor = this.openFloor();
    this.app = this.serve();
    this.reader = new Database(join(this.dir, 'floor.sqlite'), { readonly: true });
    this.selectAll = this.reader.prepare('SELECT kind, id, json FROM documents ORDER BY kind, id');
    this.select = this.reader.prepare(
      "SELECT kind, id, json FROM documents WHERE kind LIKE ? AND json <> 'null' ORDER BY kind, id",
    );
  }

  private openFloor() {
    const { dir: dataDir, factLog, work, incidents, clock } = this;
    const floor = openFloor({ dataDir, site, factLog, work, incidents, clock, log: quiet });
    floor.start(
      () => {},
      () => 2,
    );
    return floor;
  }

  private serve(): FastifyInstance {
    const app = fastify();
    app.decorateRequest('caller', null);
    app.addHook('onRequest', async (request) => {
      request.caller = { kind: 'local', name: 'floor', role: 'operator', eventTypes: '*' };
    });
    this.floor.addRoutes(app);
    return app;
  }

  /** Takes facts of a station as they came. @returns up to which it has them. */
  take(station: string, facts: readonly unknown[]): number {
    this.factLog.commit(
      [{ kind: 'batch', station, topic: '', facts, payload: noBytes }],
      isoInstant(this.clock.now()),
    );
    this.floor.poke();
    return this.factLog.headOf(station).upTo;
  }

  /** The log behind a position, for central. */
  eventsAfter(after: number, limit: number): readonly FactEvent[] {
    return this.factLog.read({ after, limit }).events;
  }

  get end(): number {
    return this.factLog.cursor();
  }

  takeWork(page: WorkPage): void {
    this.work.apply(page);
    this.floor.workChanged();
  }

  async ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: string,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const headers = payload === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await this.app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body };
  }

  /** Slots of the wall that are in use. */
  slots(): readonly string[] {
    return this.documents('tote')
      .map(({ id }) => id)
      .filter((id) => id.startsWith('W-'));
  }

  /** What it tells of the floor, as it stands in its database. */
  documents(kind = '%'): readonly FloorRow[] {
    return this.select.all(kind);
  }

  /** The same with what is gone, as null. */
  everSaid(): readonly FloorRow[] {
    return this.selectAll.all();
  }

  /** Makes a wave of what waits, if anything does. */
  async plan(): Promise<void> {
    await this.ask('POST', '/v1/waves', '{"v":1}');
  }

  /** The process ends and begins again. */
  async restart(): Promise<void> {
    await this.stop();
    this.floor = this.openFloor();
    this.app = this.serve();
  }

  /** Forgets what it drew from the facts and reads them all again, as a newer version of the program does. */
  async foldAnew(): Promise<void> {
    await this.stop();
    const db = new Database(join(this.dir, 'floor.sqlite'));
    db.exec('UPDATE place SET fold = -1');
    db.close();
    this.floor = this.openFloor();
    this.app = this.serve();
    this.catchUp();
  }

  /** Lets it read all that it has. */
  catchUp(): void {
    for (let turn = 0; turn < maxTurns && this.floor.cursor() < this.end; turn += 1) this.clock.advance(100);
    if (this.floor.cursor() < this.end)
      throw new Error(`the floor stands at ${this.floor.cursor()} of ${this.end}`);
    this.clock.advance(settleMs);
  }

  async close(): Promise<void> {
    await this.stop();
    this.reader.close();
    this.incidents.close();
    this.db.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async stop(): Promise<void> {
    await this.app.close();
    await this.floor.stop();
  }
}

/** A folder without a disk behind it, where there is one: these commits need not survive anything. */
function memoryFolder(): string {
  const shared = '/dev/shm';
  if (statSync(shared, { throwIfNoEntry: false })?.isDirectory() === true) return shared;
  mkdirSync(tmpdir(), { recursive: true });
  return tmpdir();
}
