import { rootCertificates } from 'node:tls';
import { belongTogether } from '../../kernel/tls/tls-x509.ts';
import { headMessage, type SignedHead } from '../../protocols/wire/signed-head.ts';
import { edgeErrors } from '../edge-errors.ts';
import { type FactKey, openFactKey } from './fact-key.ts';
import { type IdentityStore, openIdentityStore, type StoredIdentity } from './identity-store.ts';
import type { StationIdentity } from './station-identity.ts';

/** The identity of this station as it is stored, and as it becomes when it is renewed. */
export class OwnIdentity implements StationIdentity {
  readonly store: IdentityStore;
  #stored: StoredIdentity;
  #factKey: FactKey;
  #tls: StationIdentity['tls'];

  constructor(store: IdentityStore, stored: StoredIdentity) {
    this.store = store;
    this.#stored = stored;
    this.#factKey = openFactKey(stored.factKey);
    this.#tls = tlsOf(stored);
  }

  get stored(): StoredIdentity {
    return this.#stored;
  }

  get keyId(): string {
    return this.#factKey.keyId;
  }

  get tls(): StationIdentity['tls'] {
    return this.#tls;
  }

  sign(head: { readonly seq: number; readonly hash: string }): SignedHead {
    const { seq, hash } = head;
    return {
      seq,
      hash,
      key: this.keyId,
      signature: this.#factKey.sign(headMessage(this.#stored, { seq, hash })),
    };
  }

  /** Stores what the gateway gave, and uses it from now on. */
  replace(stored: StoredIdentity): void {
    this.store.write(stored);
    this.#stored = stored;
    this.#factKey = openFactKey(stored.factKey);
    this.#tls = tlsOf(stored);
  }
}

/**
 * The identity in a station's data folder; null if it was not enrolled.
 *
 * @throws STATION_IDENTITY_DAMAGED, STATION_IDENTITY_FOREIGN
 */
export function loadIdentity(
  dataDir: string,
  owner: { readonly site: string; readonly station: string },
): OwnIdentity | null {
  const store = openIdentityStore(dataDir);
  const stored = store.read();
  if (stored === null) return null;
  if (stored.site !== owner.site || stored.station !== owner.station) {
    throw edgeErrors.fault(
      'STATION_IDENTITY_FOREIGN',
      `${dataDir} holds the identity of station ${stored.site}/${stored.station}, the configuration names ${owner.site}/${owner.station}`,
      { place: dataDir },
    );
  }
  if (!belongTogether({ cert: stored.certificate, key: stored.tlsKey }))
    throw edgeErrors.fault(
      'STATION_IDENTITY_DAMAGED',
      `${dataDir}: certificate and key do not belong together`,
    );
  return new OwnIdentity(store, stored);
}

function tlsOf(stored: StoredIdentity) {
  const ca = stored.serverAuthorities ?? [...rootCertificates, stored.authority].join('\n');
  return { ca, cert: stored.certificate, key: stored.tlsKey };
}
