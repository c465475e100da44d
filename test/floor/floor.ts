import { setImmediate as nextTurn } from 'node:timers/promises';
import { readWorkPage } from '../../central/work-feed/work-page.ts';
import type { LastScan } from '../../edge/fulfilment/screen-view.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import { foreignClaims, holdsClaims, holdsParcels, holdsSignIn, holdsTags } from './at-once.ts';
import { Desk } from './desk.ts';
import type { Doing } from './doing.ts';
import { type Article, serialBarcode } from './goods.ts';
import { Ledger } from './ledger.ts';
import { Office, site, startsAt } from './office.ts';
import type { Settings } from './plan.ts';
import { SiteGateway } from './site-gateway.ts';

const maxTurns = 200;
const maxFacts = 500;

/** The whole floor: central, the gateway of its site, and the stations, with the networks between them. */
export class Floor {
  readonly clock = new ManualClock(startsAt);
  readonly settings: Settings;
  readonly office: Office;
  readonly gateway: SiteGateway;
  readonly desks: readonly Desk[];
  readonly ledger = new Ledger();
  /** Numbers of the orders that were entered. */
  readonly orders: string[] = [];
  /** The site went on by other rules since it began. */
  rulesChanged = false;
  /** Defects that a program found in itself. */
  readonly defects: unknown[] = [];
  /** Called with everything that a person did, and what they were told. */
  onDone: (desk: Desk, what: Doing, told: LastScan | null) => void = () => {};
  /** Where central stands in the log of the gateway. */
  private carried = 0;

  private constructor(settings: Settings, clock: ManualClock, office: Office) {
    this.settings = settings;
    this.clock = clock;
    this.office = office;
    this.gateway = new SiteGateway(clock);
    const { printer, scale, tagReader } = settings;
    this.desks = Array.from(
      { length: settings.stations },
      (_, index) =>
        new Desk({
          name: `S${index + 1}`,
          nth: index + 1,
          gateway: () => this.gateway,
          clock,
          equipment: { printer, scale, tagReader },
          onDefect: (thrown) => this.defects.push(thrown),
        }),
    );
  }

  static async open(settings: Settings): Promise<Floor> {
    const clock = new ManualClock(startsAt);
    return new Floor(settings, clock, await Office.open(clock, settings.rules));
  }

  /** A person scans this, or a device tells that. */
  async does(desk: Desk, what: Doing): Promise<void> {
    this.clock.advance(1_000);
    const claimed = foreignClaims(desk, this.claimed());
    const { operator } = desk.state;
    const rules = desk.work.rules();
    const told = desk.does(what);
    const fresh = this.collect(desk);
    this.onDone(desk, what, told);
    holdsClaims(desk, claimed, fresh);
    holdsSignIn({ operator, rules }, desk, fresh);
    holdsParcels(desk, this.ledger, fresh);
    holdsTags(rules, desk, this.ledger, fresh);
    await this.settle();
    if (this.settings.network === 'live') await this.talk(desk);
  }

  /** Whatever the station wrote becomes known to the ledger. @returns what is new. */
  collect(desk: Desk): readonly KnownFact[] {
    const known = this.ledger.facts.filter(({ station }) => station === desk.name).length;
    const fresh = desk.written().slice(known);
    for (const fact of fresh) this.ledger.note(fact);
    return fresh;
  }

  /** One that is online tells what it did, and hears what is new. */
  async talk(desk: Desk): Promise<void> {
    if (!desk.online) return;
    this.tell(desk, maxFacts, true);
    this.clock.advance(300);
    await this.hear(desk);
  }

  /** Sends some facts; `isAnswered`: the acknowledgement arrives, too. */
  tell(desk: Desk, count: number, isAnswered: boolean): void {
    if (!desk.online) return;
    const facts = desk.waiting(count);
    if (facts.length === 0) return;
    const upTo = this.gateway.take(desk.name, facts);
    if (isAnswered) desk.facts.acknowledge(upTo);
  }

  async hear(desk: Desk): Promise<void> {
    await desk.hear();
    await this.settle();
  }

  /** Some entries of the log go to central. */
  async carryUp(count: number, isAnswered = true): Promise<void> {
    const events = this.gateway.eventsAfter(this.carried, count);
    if (events.length === 0) return;
    await this.office.take(events);
    if (isAnswered) this.carried += events.length;
  }

  get isCarried(): boolean {
    return this.carried >= this.gateway.end;
  }

  /** The work of central comes to the gateway. */
  async carryDown(): Promise<void> {
    for (let more = true; more; ) {
      const { epoch, cursor } = this.gateway.work.position();
      const page = await readWorkPage(this.office.context, {
        site,
        after: cursor,
        epoch: epoch ?? undefined,
        limit: 500,
      });
      this.gateway.takeWork(page);
      more = page.more;
    }
    this.clock.advance(100);
  }

  /** Waits until nobody waits for an answer. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < maxTurns; turn += 1) {
      await nextTurn();
      if (this.desks.every(({ pending }) => pending === 0)) return;
    }
    throw new Error('a station asks the gateway without end');
  }

  /** Barcodes of parcels: of those that stand here, of those that left, or of all that there ever were. */
  labels(which: 'sealed' | 'left' | 'any'): string[] {
    return [...this.ledger.parcels.values()]
      .filter(({ status }) => which === 'any' || status === which)
      .map(({ sscc }) => `00${sscc}`);
  }

  /** Totes and slots in which something may lie. */
  totesInUse(): string[] {
    const slots = this.gateway.slots();
    return [...new Set([...this.ledger.totes, ...slots])];
  }

  /** What can be claimed. */
  private claimed(): string[] {
    return this.gateway.documents('claim').map(({ id }) => id);
  }

  dispatched(): string[] {
    return [...this.ledger.dispatched];
  }

  serialsOf(order: string): string[] {
    return this.ledger.serialsOf(order);
  }

  /** The barcode of a piece that lies on its shelf. */
  freshSerial({ each }: Article, n: number): string {
    return serialBarcode(each, this.pieceOnShelf(n));
  }

  pieceOnShelf(n: number): string {
    let at = n % 8;
    while (!this.ledger.isOnShelf(`P${at}`)) at += 1;
    return `P${at}`;
  }

  async close(): Promise<void> {
    for (const desk of this.desks) await desk.close();
    await this.gateway.close();
    await this.office.close();
  }
}
