import { isoInstant } from '../../kernel/clock.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import { defaultRules } from '../../protocols/wire/work/site-rules.ts';
import { edgeErrors } from '../edge-errors.ts';
import type { ClockJump } from '../facts/clock-watch.ts';
import type { FactLog } from '../facts/fact-log.ts';
import { forgetReadings, type Reading } from '../fulfilment/bounce.ts';
import type { Sensed } from '../fulfilment/input.ts';
import { hexWithoutPin, withoutPin } from '../fulfilment/people/pin-mask.ts';
import type { LastScan } from '../fulfilment/screen-view.ts';
import { finishedOrders } from '../fulfilment/ship/finished-orders.ts';
import { initialState, type StationState } from '../fulfilment/state.ts';
import { readState } from '../fulfilment/state-versions.ts';
import { type ScanResult, type StepResult, step } from '../fulfilment/step.ts';
import {
  type Equipment,
  type FloorView,
  type SsccRange,
  unknownFloor,
  type WorkView,
} from '../fulfilment/work-view.ts';
import type { WorkReplica } from '../work/replica.ts';
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

/** Bytes that a device sent and that are no reading. */
export interface Garbled {
  readonly device: string;
  readonly at: string;
  readonly reason: string;
  readonly hex: string;
  readonly bytes: number;
}

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
    this.current = restore(options.facts.state);
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
      return this.conclude(reading, undecided(this.current, reading, this.options.facts.lastSeq + 1));
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

  garbled({ device, at, reason, hex, bytes }: Garbled): void {
    const last: LastScan = {
      seq: this.options.facts.lastSeq + 1,
      at,
      raw: '',
      verdict: 'refused_unreadable',
      tone: 'error',
      message: `Not a whole barcode: what the scanner sent ${reason}. Scan again.`,
      line: null,
    };
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
      return undecided(this.current, reading, nextSeq);
    }
  }

  private store(
    at: string,
    drafts: readonly FactDraft[],
    state: StationState,
    finishedOrders: readonly string[] = [],
  ): void {
    const changed = state === this.current ? {} : { state: JSON.stringify(state) };
    this.options.facts.commit({ at, operator: state.operator, drafts, finishedOrders, ...changed });
    this.current = state;
  }
}

function undecided(state: StationState, { scan, raw: read, at }: Reading, seq: number): ScanResult {
  const raw = withoutPin(read);
  const message =
    'The station cannot decide about this barcode: a defect, written to its log. Put the item aside.';
  const reply: LastScan = { seq, at, raw, verdict: 'refused_unreadable', tone: 'error', message, line: null };
  const fact: FactDraft = {
    type: 'scan.recorded',
    data: { scan, raw: raw.slice(0, 4096), verdict: reply.verdict, message },
  };
  return { state: { ...state, last: reply }, facts: [fact], reply };
}

/** The state was written in the transaction of its facts; only its version has to be asked for. */
function restore(json: string | null): StationState {
  if (json === null) return initialState;
  const state = readState(json);
  if (state !== null) return state;
  throw edgeErrors.fault('STATION_LOG_DAMAGED', 'the stored state is of a newer version of this program');
}
