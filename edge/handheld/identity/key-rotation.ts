import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { LogLines } from '../../../kernel/log-lines.ts';
import {
  type HandheldRotation,
  handheldRotationMessage,
  handheldState,
} from '../../../protocols/wire/handheld-enrolment.ts';
import { base64urlText } from './base64url.ts';
import { newDeviceKey, signText } from './device-key.ts';
import {
  type PendingRotation,
  readPendingRotation,
  writePendingRotation,
  writeRotated,
} from './handheld-identity.ts';
import type { OwnHandheld } from './own-handheld.ts';

const lookEveryMs = 10 * 60_000;
/** Until a rotation that was begun is through, the old secret may be good no more. */
const retryPlan = { firstMs: 1_000, maxMs: 60_000 };
const requestTimeoutMs = 10_000;
const path = '/v1/identity/handheld';

export interface KeyRotationOptions {
  readonly identity: OwnHandheld;
  /** Base URL of the gateway. */
  readonly gatewayUrl: string;
  readonly connected: () => boolean;
  readonly clock: Clock;
  readonly log: LogLines;
  /** There is another key and secret. */
  readonly onRotated: () => void;
}

/**
 * Makes a new key and a new secret when an operator wants them: every ten minutes, and at each connection, the gateway is asked. Both are
 * written down before they are announced, so that a device that is switched off in between goes on where it was. Facts are not
 * touched: what the old key did not sign yet is signed by the new one.
 */
export class KeyRotation {
  private readonly options: KeyRotationOptions;
  private running = false;
  private busy: Promise<void> | undefined;
  private attempt = 0;
  private wasConnected = false;
  private cancelTimer = () => {};
  private readonly aborted = new AbortController();

  constructor(options: KeyRotationOptions) {
    this.options = options;
  }

  start(): void {
    this.running = true;
    this.look();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancelTimer();
    this.aborted.abort();
    await this.busy;
  }

  /** The connection may be another one. */
  changed(): void {
    const connected = this.options.connected();
    const isNew = connected && !this.wasConnected;
    this.wasConnected = connected;
    if (isNew) this.look();
  }

  /** The network is back: there is no reason to wait. */
  tryNow(): void {
    this.look();
  }

  private look(): void {
    if (!this.running || this.busy !== undefined) return;
    this.cancelTimer();
    this.busy = this.lookOnce()
      .then((delayMs) => this.again(delayMs))
      .finally(() => {
        this.busy = undefined;
      });
  }

  private again(delayMs: number): void {
    if (this.running) this.cancelTimer = this.options.clock.after(delayMs, () => this.look());
  }

  /** @returns after how long to look again. */
  private async lookOnce(): Promise<number> {
    try {
      const interrupted = await readPendingRotation();
      const pending = interrupted ?? (await this.wanted());
      if (pending !== null) await this.complete(pending, interrupted !== null);
      this.attempt = 0;
      return backoffMs(0, { firstMs: lookEveryMs, maxMs: lookEveryMs });
    } catch (thrown) {
      if (this.running) this.options.log.warn({ event: 'identity.rotation_failed' }, messageOf(thrown));
      this.attempt += 1;
      return backoffMs(this.attempt - 1, retryPlan);
    }
  }

  /** A new key and secret, if they are wanted; written down. */
  private async wanted(): Promise<PendingRotation | null> {
    const { connected, identity } = this.options;
    if (!connected()) return null;
    const { rotate } = handheldState.parse(await this.request(identity.secret));
    if (!rotate) return null;
    const secret = `pph_${base64urlText(crypto.getRandomValues(new Uint8Array(32)))}`;
    const pending = { key: await newDeviceKey(), secret };
    await writePendingRotation(pending);
    return pending;
  }

  private async complete(pending: PendingRotation, interrupted: boolean): Promise<void> {
    const { identity, log, onRotated } = this.options;
    const taken = interrupted && (await this.isTaken(pending));
    if (!taken) await this.request(identity.secret, await this.announcementOf(pending));
    await writeRotated(identity, pending);
    identity.replace(pending);
    log.info({ event: 'identity.renewed', key: pending.key.keyId }, 'this handheld has a new key');
    onRotated();
  }

  /** The gateway took it, and its answer was lost. */
  private async isTaken({ secret }: PendingRotation): Promise<boolean> {
    return this.request(secret).then(
      () => true,
      (thrown: unknown) => {
        if (thrown instanceof Refused) return false;
        throw thrown;
      },
    );
  }

  private async announcementOf({ key, secret }: PendingRotation): Promise<HandheldRotation> {
    const { identity } = this.options;
    const asked = { v: 1 as const, factKey: key.publicKey, secret };
    const message = handheldRotationMessage(identity, asked);
    const announcement = await signText(identity.key, message);
    return { ...asked, announcement, proof: await signText(key, message) };
  }

  /** @throws Refused if whoever has this secret is let in no more. */
  private async request(secret: string, body?: HandheldRotation): Promise<unknown> {
    const response = await fetch(
      new URL(body === undefined ? path : `${path}/rotation`, this.options.gatewayUrl),
      {
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        signal: AbortSignal.any([this.aborted.signal, AbortSignal.timeout(requestTimeoutMs)]),
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      },
    );
    if (response.status === 401) throw new Refused('the gateway does not know this secret');
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
    return response.json();
  }
}

class Refused extends Error {}
