import type { KeyObject } from 'node:crypto';

/** A key with which a station signs the heads of its chain. */
export interface StationKey {
  readonly station: string;
  /** protocols/wire/signed-head.ts `keyId`. */
  readonly keyId: string;
  /** Ed25519. */
  readonly publicKey: KeyObject;
  /** A key that was replaced or revoked proves what it signed before; nothing that comes now. */
  readonly state: 'valid' | 'replaced' | 'revoked' | 'expired';
}

/** The keys of a site's stations, as enrolment made them known. */
export interface StationKeys {
  find(station: string, keyId: string): StationKey | undefined;
  /** Whether a station was enrolled with a key, so that what it sends has to be signed. */
  mustSign(station: string): boolean;
}
