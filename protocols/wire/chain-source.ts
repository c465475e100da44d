import type { ChainLink } from './chain-verifier.ts';
import type { SignedHead } from './signed-head.ts';
import type { StationKeyRecord } from './station-keys.ts';

/** A station's chain in some store, to be read from its first fact that is there. */
export interface StoredChain {
  readonly site: string;
  readonly station: string;
  readonly heads: readonly SignedHead[];
  /** Where it ends by what the store says of itself; null for a folder that keeps only the newest facts. */
  readonly end: number | null;
  links(): AsyncIterable<ChainLink> | Iterable<ChainLink>;
}

/** Chains that can be verified, from a folder, a database or a file. Nothing is ever written to it. */
export interface ChainSource {
  /** What it is, for the report. */
  readonly name: string;
  readonly chains: readonly StoredChain[];
  /** The keys of the stations, as far as this store knows them. */
  readonly keys: readonly StationKeyRecord[];
  close(): Promise<void>;
}
