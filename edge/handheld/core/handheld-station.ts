import { isoInstant } from '../../../kernel/clock.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ClockJump } from '../../facts/clock-watch.ts';
import { forgetReadings, type Reading } from '../../fulfilment/bounce.ts';
import type { Sensed, StepInput } from '../../fulfilment/input.ts';
import { languageOf } from '../../fulfilment/language.ts';
import type { LastScan } from '../../fulfilment/screen-view.ts';
import { finishedOrders } from '../../fulfilment/ship/finished-orders.ts';
import type { StationState } from '../../fulfilment/state.ts';
import { type ScanResult, type StepResult, step } from '../../fulfilment/step.ts';
import type { WorkView } from '../../fulfilment/work-view.ts';
import {
  factsAtOnce,
  firstToRead,
  stateToStore,
  storedState,
  unitsAgain,
} from '../../station/stored-state.ts';
import { undecided } from '../../station/undecided.ts';
import type { HandheldLog } from '../store/handheld-log.ts';

export interface HandheldStationOptions {
  readonly log: HandheldLog;
  readonly work: WorkView;
  readonly version: string;
  /** An order was dispatched here, durably. */
  readonly onFinished: (order: string) => void;
  /** A reading that the core could not decide about: a defect of this program. */
  readonly onDefect: (thrown: unknown) => void;
}

/**
 * What edge/agent/station.ts is for an agent: each input is decided by the core and stored, in that order, and only then is the state
 * another one. Every method rejects if it cannot store; then nothing has happened. One call at a time.
 */
export class HandheldStation {
  private readonly options: HandheldStationOptions;
  private current: StationState;

  /** @throws STATION_LOG_DAMAGED */
  constructor(options: HandheldStationOptions) {
    this.options = options;
    this.current = storedState(options.log);
  }

  /** To be called before anything is scanned: what was done here of open orders is in the facts. */
  async remember(): Promise<void> {
    const { log, work } = this.options;
    let state: StationState = { ...this.current, own: [] };
    for (let seq = firstToRead(log); seq <= log.lastSeq; seq += factsAtOnce)
      state = unitsAgain(state, await log.read(seq, factsAtOnce), work);
    this.current = state;
  }

  get state(): StationState {
    return this.current;
  }

  /** One reading: decide, store, then tell. */
  async scan(reading: Reading): Promise<LastScan> {
    const result = this.decide(reading);
    await this.conclude(reading.at, result);
    return result.reply;
  }

  /** What is not read from a barcode; nothing is stored of what nobody waits for. */
  async sense(sensed: Sensed, at: string): Promise<void> {
    const result = this.decideSensed({ ...sensed, at, nextSeq: this.options.log.lastSeq + 1 });
    if (result.facts.length > 0) await this.conclude(at, result);
  }

  private decideSensed(input: StepInput): StepResult {
    try {
      return step(this.current, input, this.options.work);
    } catch (thrown) {
      this.options.onDefect(thrown);
      return { state: this.current, facts: [], reply: null };
    }
  }

  async started(boot: string, at: string): Promise<void> {
    const fact: FactDraft = { type: 'station.started', data: { boot, version: this.options.version } };
    await this.store(at, [fact], forgetReadings(this.current));
  }

  async clockChanged({ fromMs, toMs }: ClockJump, at: string): Promise<void> {
    const data = { fromAt: isoInstant(fromMs), toAt: isoInstant(toMs) };
    await this.store(at, [{ type: 'clock.changed', data }], forgetReadings(this.current));
  }

  private decide(reading: Reading): ScanResult {
    const { log, work, onDefect } = this.options;
    const nextSeq = log.lastSeq + 1;
    try {
      const result = step(this.current, { kind: 'scan', ...reading, nextSeq }, work);
      // What cannot be written as JSON can never be stored.
      JSON.stringify([result.facts, result.reply, stateToStore(result.state, this.current, log)]);
      return result;
    } catch (thrown) {
      // One reading that the program cannot decide about must not keep all others waiting.
      onDefect(thrown);
      return undecided(this.current, reading, nextSeq, languageOf(this.current, work));
    }
  }

  private async conclude(at: string, result: StepResult): Promise<void> {
    const orders = finishedOrders(result, this.options.work);
    await this.store(at, result.facts, result.state, orders);
    for (const order of orders) this.options.onFinished(order);
  }

  private async store(
    at: string,
    drafts: readonly FactDraft[],
    state: StationState,
    finishedOrders: readonly string[] = [],
  ): Promise<void> {
    const { log } = this.options;
    const changed = stateToStore(state, this.current, log);
    await log.commit({ at, operator: state.operator, drafts, finishedOrders, ...changed });
    this.current = state;
  }
}
