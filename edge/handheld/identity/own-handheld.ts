import type { DeviceKey } from './device-key.ts';
import type { HandheldIdentity } from './handheld-identity.ts';

/** Who this handheld is: its key and its secret are others after a rotation, so whoever needs them asks each time. */
export class OwnHandheld implements HandheldIdentity {
  private current: HandheldIdentity;

  constructor(identity: HandheldIdentity) {
    this.current = identity;
  }

  get site(): HandheldIdentity['site'] {
    return this.current.site;
  }

  get station(): HandheldIdentity['station'] {
    return this.current.station;
  }

  get sscc(): HandheldIdentity['sscc'] {
    return this.current.sscc;
  }

  get secret(): string {
    return this.current.secret;
  }

  get key(): DeviceKey {
    return this.current.key;
  }

  /** Uses another key and secret from now on, which are stored already. */
  replace({ key, secret }: Pick<HandheldIdentity, 'key' | 'secret'>): void {
    const { site, station, sscc } = this.current;
    this.current = { site, station, sscc, key, secret };
  }

  /** Asks the gateway as this handheld, whatever its secret is then. */
  fetch: typeof globalThis.fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${this.secret}`);
    return fetch(input, { ...init, headers });
  };
}
