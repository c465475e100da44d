import { Station } from '../../edge/agent/station.ts';
import { FactLog } from '../../edge/facts/fact-log.ts';
import type { Sensed } from '../../edge/fulfilment/input.ts';
import { screenOf } from '../../edge/fulfilment/screen.ts';
import type { LastScan, ScreenView } from '../../edge/fulfilment/screen-view.ts';
import type { Equipment } from '../../edge/fulfilment/work-view.ts';
import { Claims } from '../../edge/station/claims.ts';
import { FloorReplica } from '../../edge/work/floor-replica.ts';
import { WorkReplica } from '../../edge/work/replica.ts';
import { isoInstant } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import type { ManualClock } from '../../kernel/manual-clock.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import { floorPage } from '../../protocols/wire/floor.ts';
import type { Doing } from './doing.ts';
import { site } from './office.ts';
import type { SiteGateway } from './site-gateway.ts';

const quiet = createLog('floor', 'silent');
const maxPages = 100;
const maxFacts = 100_000;

export interface DeskOptions {
  readonly name: string;
  /** Each station has serial numbers of its own. */
  readonly nth: number;
  readonly gateway: () => SiteGateway;
  readonly clock: ManualClock;
  readonly equipment: Equipment;
  readonly onDefect: (thrown: unknown) => void;
}

/** A station as its agent runs it, without devices: the real core, its log, its replicas and its claims. */
export class Desk {
  readonly name: string;
  readonly facts: FactLog;
  readonly replica: WorkReplica;
  readonly floor: FloorReplica;
  online = true;
  /** Requests that nobody has answered yet. */
  pending = 0;
  private readonly options: DeskOptions;
  private readonly finished = new Set<string>();
  private station: Station;
  private claims: Claims;
  private readonly read: KnownFact[] = [];
  private refused: string[] = [];
  private boots = 0;
  private scans = 0;

  constructor(options: DeskOptions) {
    const { name, clock } = options;
    this.options = options;
    this.name = name;
    this.facts = new FactLog({ path: ':memory:', site, station: name });
    this.replica = new WorkReplica(':memory:', (order) => this.finished.has(order));
    this.floor = new FloorReplica(':memory:', clock);
    this.station = this.begin();
    this.claims = this.claim();
  }

  get state() {
    return this.station.state;
  }

  get work() {
    return this.station.work;
  }

  screen(): ScreenView {
    const link = { connected: this.online, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null };
    return screenOf(this.state, this.work, {
      ...{ revision: 1, site, station: this.name, devices: [], link },
      queue: this.replica.queue(),
      floor: this.floor.book.queue(),
    });
  }

  scan(raw: string, epc?: string): LastScan {
    this.scans += 1;
    const scan = { device: 'gun', boot: `b${this.boots}`, seq: this.scans };
    const told = this.station.scan({
      ...{ scan, raw, at: this.at, bounceMs: 200 },
      ...(epc === undefined ? {} : { tag: this.evidence(epc) }),
    });
    this.remember(raw, told);
    this.claims.changed();
    return told;
  }

  does(what: Doing): LastScan | null {
    if (typeof what === 'string') return this.scan(what);
    return what.kind === 'tag_scan' ? this.scan(what.raw, what.epc) : this.sense(what);
  }

  sense(input: Sensed): LastScan | null {
    const told = this.station.sense(input, this.at);
    this.claims.changed();
    return told;
  }

  /** How often this was refused since anything went well. */
  refusals(raw: string): number {
    return this.refused.filter((other) => other === raw).length;
  }

  /** How little goes well: 0 to 1. */
  frustration(): number {
    return Math.min(1, this.refused.length / 4);
  }

  private evidence(epc: string) {
    const { at } = this;
    return { epc, reads: 3, maxRssiDbm: -48, antennas: [], firstSeenAt: at, lastSeenAt: at };
  }

  private remember(raw: string, { tone }: LastScan): void {
    if (tone === 'error') this.refused.push(raw);
    else this.refused = [];
  }

  /** The program ends, and goes on from what it stored. */
  async restart(): Promise<void> {
    await this.claims.stop();
    this.station = this.begin();
    this.claims = this.claim();
  }

  /** All that it ever wrote, whether anybody else has it or not. */
  written(): readonly KnownFact[] {
    for (const text of this.facts.read(this.read.length + 1, maxFacts)) this.read.push(JSON.parse(text));
    return this.read;
  }

  /** The next facts of which nobody has said yet that they arrived. */
  waiting(limit: number): unknown[] {
    return this.facts.read(this.facts.acknowledged + 1, limit).map((text) => JSON.parse(text) as unknown);
  }

  /** A document of the floor as it knows it; undefined where it knows none. */
  toldOf(kind: string, id: string): unknown {
    const { book } = this.floor;
    const looks: Readonly<Record<string, (name: string) => unknown>> = {
      task: (name) => book.task(name),
      tote: (name) => book.tote(name),
      progress: (name) => book.progress(name),
      parcel: (name) => book.parcel(name),
      load: (name) => book.load(name),
      count_task: (name) => book.countTask(name),
      item_weight: (name) => book.itemWeight(name),
    };
    return looks[kind]?.(id);
  }

  /** Pulls what is new, as it does when it is poked. */
  async hear(): Promise<void> {
    if (!this.online) return;
    this.hearWork();
    await this.hearFloor();
    this.claims.changed();
  }

  private hearWork(): void {
    const { work } = this.options.gateway();
    if (work.served() === null) return;
    for (let turn = 0, more = true; more && turn < maxPages; turn += 1) {
      const { epoch, cursor } = this.replica.position;
      const after = epoch === null ? 0 : cursor;
      const page = work.page({ after, limit: 500, ...(epoch === null ? {} : { epoch }) });
      if (!this.replica.apply(page, after)) throw new Error('a page of work does not follow');
      more = page.more;
    }
  }

  private async hearFloor(): Promise<void> {
    for (let turn = 0, more = true; more && turn < maxPages; turn += 1) {
      const { epoch, cursor } = this.floor.position;
      const page = await this.pageOfFloor(cursor, epoch);
      if (page === null) return;
      const fresh = page.epoch !== epoch && cursor > 0 ? await this.pageOfFloor(0, page.epoch) : page;
      if (fresh === null || !this.floor.apply(fresh, fresh === page ? cursor : 0))
        throw new Error('a page of the floor does not follow');
      more = fresh.more;
    }
  }

  private async pageOfFloor(after: number, epoch: string | null) {
    const query = epoch === null ? '' : `&epoch=${epoch}`;
    const { status, body } = await this.options.gateway().ask('GET', `/v1/floor?after=${after}${query}`);
    return status === 200 ? floorPage.parse(JSON.parse(body)) : null;
  }

  async close(): Promise<void> {
    await this.claims.stop();
    this.replica.close();
    this.floor.close();
    this.facts.close();
  }

  private get at(): string {
    return isoInstant(this.options.clock.now());
  }

  private begin(): Station {
    const { name, nth, equipment, onDefect } = this.options;
    const station = new Station({
      facts: this.facts,
      replica: this.replica,
      finished: this.finished,
      sscc: { extensionDigit: 3, firstSerial: nth * 10_000, lastSerial: nth * 10_000 + 9_999 },
      station: name,
      connected: () => this.online,
      floor: this.floor.book,
      equipment: () => equipment,
      onDefect,
    });
    this.boots += 1;
    station.started(`b${this.boots}`, this.at);
    return station;
  }

  private claim(): Claims {
    const { clock } = this.options;
    const claims = new Claims({
      state: () => this.state,
      work: this.work,
      floor: this.floor,
      facts: this.facts,
      gatewayUrl: 'http://gateway',
      fetch: (input, init) => this.fetch(String(input), init),
      clock,
      log: quiet,
      onChange: () => {},
    });
    claims.start();
    return claims;
  }

  private async fetch(url: string, init: RequestInit | undefined): Promise<Response> {
    if (!this.online) throw new Error('no network');
    this.pending += 1;
    try {
      const { pathname, search } = new URL(url);
      const payload = typeof init?.body === 'string' ? init.body : undefined;
      const method = init?.method === 'DELETE' ? 'DELETE' : 'POST';
      const { status, body } = await this.options.gateway().ask(method, pathname + search, payload);
      return new Response(body, { status });
    } finally {
      this.pending -= 1;
    }
  }
}
