import { isoInstant } from '../../kernel/clock.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import { defaultRules, type Language } from '../../protocols/wire/work/site-rules.ts';
import type { ClockJump } from '../facts/clock-watch.ts';
import type { FactLog } from '../facts/fact-log.ts';
import { forgetReadings, type Reading } from '../fulfilment/bounce.ts';
import type { Sensed } from '../fulfilment/input.ts';
import { languageOf } from '../fulfilment/language.ts';
import { hexWithoutPin } from '../fulfilment/people/pin-mask.ts';
import type { LastScan } from '../fulfilment/screen-view.ts';
import { finishedOrders } from '../fulfilment/ship/finished-orders.ts';
import type { StationState } from '../fulfilment/state.ts';
import { type ScanResult, type StepResult, step } from '../fulfilment/step.ts';
import {
  type Equipment,
  type FloorView,
  type SsccRange,
  unknownFloor,
  type WorkView,
} from '../fulfilment/work-view.ts';
import { factsAtOnce, firstToRead, stateToStore, storedState, unitsAgain } from '../station/stored-state.ts';
import { undecided } from '../station/undecided.ts';
import type { WorkReplica } from '../work/replica.ts';
import { type Garbled, garbledReading } from './garbled-reading.ts';
import { pinMatches } from './pin.ts';

export interface StationOptions {
  readonly facts: FactLog;
  readonly replica: WorkReplica;
  /** The orders dispatched here; the station adds to it. */
  readonly finished: Set<string>;
  readonly sscc: SsccRange;
  readonly station: string;
  /** Whether the gateway can be asked now. */
  readonly connected: () => boolean;
  /** What the gateway has told of the floor; nothing unless given. */
  readonly floor?: FloorView;
  /** What stands at the place of a profile; nothing unless given. */
  readonly equipment?: (profile: string | null) => Equipment;
  /** A reading that the core could not decide about: a defect of this program. */
  readonly onDefect: (thrown: unknown) => void;
}

const noEquipment: Equipment = { printer: false, scale: false, tagReader: false };

/**
 * A station without its devices and without a network: what it reads is decided by the core and stored, in that
 * order, and only then returned to be shown. Every method throws if it cannot store; then nothing has happened.
 */
export class Station {
  readonly work: WorkView;
  private readonly options: StationOptions;
  private current: StationState;

  /** @throws STATION_LOG_DAMAGED */
  constructor(options: StationOptions) {
    const { replica, finished, sscc, station, connected, floor = unknownFloor } = options;
    this.options = options;
    this.current = storedState(options.facts);
    this.work = {
      station,
      order: (number) => replica.order(number),
      productByGtin: (gtin) => replica.productByGtin(gtin),
      productBySku: (sku) => replica.productBySku(sku),
      site: () => replica.site(),
      rules: () => replica.site()?.rules ?? defaultRules,
      location: (name) => replica.location(name),
      person: (badge) => replica.person(badge),
      pinMatches,
      equipment: (place = this.current.profile ?? undefined) =>
        options.equipment?.(place ?? null) ?? noEquipment,
      connected,
      floor,
      finished: (order) => finished.has(order),
      ssccRange: () => sscc,
    };
    this.remember();
  }

  get state(): StationState {
    return this.current;
  }

  /** One reading: decide, store, then tell. */
  scan(reading: Reading): LastScan {
    try {
      return this.conclude(reading, this.decide(reading));
    } catch (thrown) {
      // What cannot be written as JSON can never be stored: it must not keep all other readings waiting for that.
      if (!(thrown instanceof TypeError)) throw thrown;
      this.options.onDefect(thrown);
      return this.conclude(reading, this.undecided(reading));
    }
  }

  /** What was sensed and is no scan: decide, store, then tell. Null if it means nothing now; then nothing is stored. */
  sense(input: Sensed, at: string): LastScan | null {
    const nextSeq = this.options.facts.lastSeq + 1;
    const result = this.decideSensed({ ...input, at, nextSeq });
    if (result.facts.length > 0) this.keep(at, result);
    return result.reply;
  }

  private decideSensed(input: Parameters<typeof step>[1]): StepResult {
    try {
      return step(this.current, input, this.work);
    } catch (thrown) {
      // What the program cannot decide about must not keep all others waiting.
      this.options.onDefect(thrown);
      return { state: this.current, facts: [], reply: null };
    }
  }

  private conclude(reading: Reading, result: ScanResult): LastScan {
    this.keep(reading.at, result);
    return result.reply;
  }

  private keep(at: string, result: StepResult): void {
    const finished = finishedOrders(result, this.work);
    this.store(at, result.facts, result.state, finished);
    for (const order of finished) {
      this.options.finished.add(order);
      this.options.replica.finish(order);
    }
  }

  started(boot: string, at: string): void {
    this.store(
      at,
      [{ type: 'station.started', data: { boot, version: packageVersion } }],
      forgetReadings(this.current),
    );
  }

  deviceChanged(change: Extract<FactDraft, { type: 'device.changed' }>['data'], at: string): void {
    this.store(at, [{ type: 'device.changed', data: change }], this.current);
  }

  clockChanged({ fromMs, toMs }: ClockJump, at: string): void {
    const data = { fromAt: isoInstant(fromMs), toAt: isoInstant(toMs) };
    this.store(at, [{ type: 'clock.changed', data }], forgetReadings(this.current));
  }

  garbled(garbled: Garbled): void {
    const { device, at, reason, hex, bytes } = garbled;
    const last = garbledReading(garbled, this.options.facts.lastSeq + 1, this.language());
    const data = { device, reason, hex: hexWithoutPin(hex), bytes };
    const fact: FactDraft = { type: 'device.garbled', data };
    this.store(at, [fact], { ...this.current, last });
  }

  private decide(reading: Reading): ScanResult {
    const nextSeq = this.options.facts.lastSeq + 1;
    try {
      return step(this.current, { kind: 'scan', ...reading, nextSeq }, this.work);
    } catch (thrown) {
      // One reading that the program cannot decide about must not keep all others waiting.
      this.options.onDefect(thrown);
      return this.undecided(reading);
    }
  }

  private undecided(reading: Reading): ScanResult {
    return undecided(this.current, reading, this.options.facts.lastSeq + 1, this.language());
  }

  private language(): Language {
    return languageOf(this.current, this.work);
  }

  private store(
    at: string,
    drafts: readonly FactDraft[],
    state: StationState,
    finishedOrders: readonly string[] = [],
  ): void {
    const { facts } = this.options;
    const changed = stateToStore(state, this.current, facts);
    facts.commit({ at, operator: state.operator, drafts, finishedOrders, ...changed });
    this.current = state;
  }

  /** What was done here of open orders is in the facts. */
  private remember(): void {
    const { facts } = this.options;
    for (let seq = firstToRead(facts); seq <= facts.lastSeq; seq += factsAtOnce)
      this.current = unitsAgain(this.current, facts.read(seq, factsAtOnce), this.work);
  }
}
