import { edgeErrors } from '../edge-errors.ts';
import { initialState, type StationState } from '../fulfilment/state.ts';
import { readState } from '../fulfilment/state-versions.ts';

/**
 * The state was written in the transaction of its facts; only its version has to be asked for.
 *
 * @throws STATION_LOG_DAMAGED
 */
export function storedState(json: string | null): StationState {
  if (json === null) return initialState;
  const state = readState(json);
  if (state !== null) return state;
  throw edgeErrors.fault('STATION_LOG_DAMAGED', 'the stored state is of a newer version of this program');
}
