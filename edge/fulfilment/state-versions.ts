import { freshParcel, type PackSession } from './pack/pack-session.ts';
import { initialState, type StationState } from './state.ts';

/** A state as the first version of this program stored it: packing was the only work. */
interface FirstState
  extends Pick<StationState, 'operator' | 'recentSerials' | 'lastReadings' | 'nextSsccSerial' | 'last'> {
  readonly v: 1;
  readonly session: { readonly sealed?: readonly object[] } | null;
  readonly parked: readonly { readonly sealed?: readonly object[] }[];
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
  return {
    ...initialState,
    ...rest,
    activity: session === null ? null : asWork(session),
    parked: parked.map(asWork),
  };
}

function asWork(first: { readonly sealed?: readonly object[] }): PackSession {
  const added = { parcel: (first.sealed?.length ?? 0) + 1, open: freshParcel, voided: [], totes: null };
  return { kind: 'pack', ...added, ...first } as unknown as PackSession;
}
