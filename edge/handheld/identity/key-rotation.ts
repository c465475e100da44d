import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { Errands } from '../../../kernel/errands.ts';
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

/** Half of it fixed and half random, so that a site does not ask in the same instant. */
const lookEvery = { firstMs: 10 * 60_000, maxMs: 10 * 60_000 };
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
  private readonly errands: Errands;
  private wasConnected = false;
  /** On the clock that never goes back. */
  private dueAtMs: number;

  constructor(options: KeyRotationOptions) {
    this.options = options;
    const { clock, log } = options;
    this.dueAtMs = clock.monotonicMs();
    this.errands = new Errands({
      clock,
      retry: retryPlan,
      next: () => this.next(),
      onFailed: (thrown) => log.warn({ event: 'identity.rotation_failed' }, messageOf(thrown)),
    });
  }

  start(): void {
    this.errands.start();
  }

  stop(): Promise<void> {
    return this.errands.stop();
  }

  /** The connection may be another one. */
  changed(): void {
    const connected = this.options.connected();
    const isNew = connected && !this.wasConnected;
    this.wasConnected = connected;
    if (isNew) this.tryNow();
  }

  /** The network is back: there is no reason to wait. */
  tryNow(): void {
    this.dueAtMs = this.options.clock.monotonicMs();
    this.errands.tryNow();
  }

  private next(): (() => Promise<void>) | undefined {
    const waitMs = this.dueAtMs - this.options.clock.monotonicMs();
    if (waitMs <= 0) return () => this.look();
    this.errands.lookAgain(waitMs);
    return undefined;
  }

  private async look(): Promise<void> {
    const { clock } = this.options;
    const askedAtMs = clock.monotonicMs();
    const interrupted = await readPendingRotation();
    const pending = interrupted ?? (await this.wanted());
    if (pending !== null) await this.complete(pending, interrupted !== null);
    // Whoever connected meanwhile is asked about once more.
    if (this.dueAtMs <= askedAtMs) this.dueAtMs = clock.monotonicMs() + backoffMs(0, lookEvery);
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
        signal: this.errands.signal(requestTimeoutMs),
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      },
    );
    if (response.status === 401) throw new Refused('the gateway does not know this secret');
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
    return response.json();
  }
}

class Refused extends Error {}
