import type { FactDraft } from '../../protocols/wire/fact.ts';
import { edgeErrors } from '../edge-errors.ts';
import { rememberUnits } from '../fulfilment/known/own-units.ts';
import { initialState, type StationState } from '../fulfilment/state.ts';
import { readState } from '../fulfilment/state-versions.ts';
import type { WorkView } from '../fulfilment/work-view.ts';
import type { KeptState } from './commit.ts';

/** The part of a log that a station's state is read from. */
interface StateLog {
  readonly state: string | null;
  readonly memory: string | null;
  readonly lastSeq: number;
  readonly acknowledged: number;
  readonly oldestHeld: number;
}

/**
 * The state was written in the transaction of its facts; only its version has to be asked for. What was done of open orders is
 * not in it, see `unitsAgain`.
 *
 * @throws STATION_LOG_DAMAGED
 */
export function storedState({ state: json, memory }: Pick<StateLog, 'state' | 'memory'>): StationState {
  if (json === null) return initialState;
  const state = readState(json);
  if (state === null)
    throw edgeErrors.fault('STATION_LOG_DAMAGED', 'the stored state is of a newer version of this program');
  return { ...state, ...(memory === null ? {} : (JSON.parse(memory) as Partial<StationState>)), own: [] };
}

/** What has to be written of a state behind the one that the log has. */
export function stateToStore(
  state: StationState,
  before: StationState,
  log: Pick<StateLog, 'memory'>,
): KeptState {
  if (state === before) return {};
  const { own: _inFacts, parked, recentSerials, parcels, returned, prints, lastPacked, ...often } = state;
  const seldom = { parked, recentSerials, parcels, returned, prints, lastPacked };
  const names = Object.keys(seldom) as (keyof typeof seldom)[];
  // A log of an earlier version has all of it in one piece.
  const isKept = log.memory !== null && names.every((name) => state[name] === before[name]);
  return { state: JSON.stringify(often), ...(isKept ? {} : { memory: JSON.stringify(seldom) }) };
}

/** More than a station does in days without network. */
const mostFacts = 20_000;
/** The gateway has them; what it tells of the floor may be a little behind. */
const acknowledgedFacts = 2_000;
/** Facts that are read at once. */
export const factsAtOnce = 1_000;

/** From which fact on `unitsAgain` needs them. */
export function firstToRead({ lastSeq, acknowledged, oldestHeld }: StateLog): number {
  return Math.max(oldestHeld, acknowledged + 1 - acknowledgedFacts, lastSeq + 1 - mostFacts);
}

/** Remembers what facts did of open orders, as it was remembered when they were made; `facts` are JSON and follow each other. */
export function unitsAgain(state: StationState, facts: readonly string[], work: WorkView): StationState {
  const read = facts.map((json) => JSON.parse(json) as FactDraft & { readonly seq: number });
  return { ...state, own: rememberUnits(state.own, read, read[0]?.seq ?? 0, work) };
}
