import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import { identityErrors } from '../identity-errors.ts';
import type { StationKey, StationKeys } from './station-keys.ts';

/** What was signed with the old key just before the change may still be on its way. */
const graceMs = 2 * 60 * 1000;

interface KeyRow {
  readonly station: string;
  readonly key_id: string;
  readonly public_key: Buffer;
  readonly state: 'valid' | 'replaced' | 'revoked';
  readonly ended_at: string | null;
}

interface Known extends Omit<StationKey, 'state'> {
  state: KeyRow['state'];
  endedAtMs: number;
}

export type FactKeys = ReturnType<typeof openFactKeys>;

/** The keys with which stations sign, all in memory: they are asked for at every batch of facts. */
export function openFactKeys(db: Sqlite, clock: Clock) {
  const byStation = new Map<string, Map<string, Known>>();
  const insert = db.prepare(
    `INSERT INTO fact_keys (station, key_id, public_key, state, since) VALUES (?, ?, ?, 'valid', ?)`,
  );
  const endValid = db.prepare(
    `UPDATE fact_keys SET state = ?, ended_at = ? WHERE station = ? AND state = 'valid'`,
  );
  const revokeEnded = db.prepare(
    `UPDATE fact_keys SET state = 'revoked' WHERE station = ? AND state = 'valid'`,
  );
  const ownerOfKey = db.prepare('SELECT station FROM fact_keys WHERE key_id = ?');
  for (const row of db.prepare('SELECT * FROM fact_keys').all() as KeyRow[]) remember(row);

  function remember(row: KeyRow): void {
    const { station, key_id: keyId, public_key: raw, state, ended_at: endedAt } = row;
    const keys = byStation.get(station) ?? new Map<string, Known>();
    const endedAtMs = endedAt === null ? 0 : Date.parse(endedAt);
    keys.set(keyId, { station, keyId, publicKey: publicKeyFrom(raw), state, endedAtMs });
    byStation.set(station, keys);
  }

  function end(station: string, state: 'replaced' | 'revoked'): void {
    const endedAtMs = clock.now();
    endValid.run(state, isoInstant(endedAtMs), station);
    for (const key of byStation.get(station)?.values() ?? []) {
      if (key.state === 'valid') Object.assign(key, { state, endedAtMs });
    }
  }

  const keys: StationKeys = {
    find(station, keyId) {
      const key = byStation.get(station)?.get(keyId);
      if (key === undefined) return undefined;
      const onItsWay = key.state === 'replaced' && clock.now() - key.endedAtMs < graceMs;
      return { station, keyId, publicKey: key.publicKey, state: onItsWay ? 'valid' : key.state };
    },
    mustSign: (station) => byStation.has(station),
  };
  return {
    ...keys,
    validOf: (station: string): StationKey | undefined =>
      [...(byStation.get(station)?.values() ?? [])].find(({ state }) => state === 'valid'),
    /**
     * Puts a new key in the place of the one before.
     *
     * @param raw the 32 bytes of an Ed25519 public key.
     * @throws FACT_KEY_KNOWN
     */
    replace(station: string, raw: Buffer): void {
      const keyId = keyIdOf(raw);
      if (ownerOfKey.get(keyId) !== undefined)
        throw identityErrors.fault('FACT_KEY_KNOWN', `key ${keyId} was used before`);
      end(station, 'replaced');
      insert.run(station, keyId, raw, isoInstant(clock.now()));
      remember({ station, key_id: keyId, public_key: raw, state: 'valid', ended_at: null });
    },
    revoke(station: string): void {
      revokeEnded.run(station);
      end(station, 'revoked');
    },
  };
}

/** protocols/wire/signed-head.ts `keyId`. */
export function keyIdOf(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex').slice(0, 16);
}

/** An Ed25519 public key from its 32 bytes (RFC 8410). */
export function publicKeyFrom(raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
