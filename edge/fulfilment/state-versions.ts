import { initialState, type StationState } from './state.ts';

/** A state as the first version of this program stored it: packing was the only work. */
interface FirstState
  extends Pick<StationState, 'operator' | 'recentSerials' | 'lastReadings' | 'nextSsccSerial' | 'last'> {
  readonly v: 1;
  readonly session: object | null;
  readonly parked: readonly object[];
}

/**
 * Reads what a station stored, whichever version of this program did it.
 *
 * @returns null if a newer program stored it.
 */
export function readState(json: string): StationState | null {
  const stored = JSON.parse(json) as StationState | FirstState | { readonly v: unknown };
  // What a later part of this version remembers is not in an earlier one's state.
  if (stored.v === 2) return { ...initialState, ...(stored as StationState) };
  return stored.v === 1 ? upgraded(stored as FirstState) : null;
}

function upgraded({ session, parked, v: _first, ...rest }: FirstState): StationState {
  const asWork = (one: object) => ({ kind: 'pack', ...one }) as StationState['parked'][number];
  return {
    ...initialState,
    ...rest,
    activity: session === null ? null : asWork(session),
    parked: parked.map(asWork),
  };
}
