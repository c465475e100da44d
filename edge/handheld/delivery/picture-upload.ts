import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { LogLines } from '../../../kernel/log-lines.ts';
import type { HandheldPictures } from '../store/handheld-pictures.ts';

/** Some megabytes over a bad Wi-Fi. */
const requestTimeoutMs = 60_000;
const retryPlan = { firstMs: 1_000, maxMs: 60_000 };
/** Too large, or no picture (RFC 9110, 15.5.14 and 15.5.16): no repetition changes that, and the others must not wait for it. */
const hopeless: readonly number[] = [413, 415];

export interface PictureUploadOptions {
  readonly pictures: Pick<HandheldPictures, 'hasNext' | 'next' | 'sent' | 'refused'>;
  readonly connected: () => boolean;
  /** Base URL of the gateway. */
  readonly gatewayUrl: string;
  readonly clock: Clock;
  readonly log: LogLines;
  /** As this handheld. */
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Brings photos and signatures to the gateway, one at a time, the oldest first, and as often as it takes: the gateway knows them by
 * their hash, so one that it has already changes nothing.
 */
export class PictureUpload {
  private readonly options: PictureUploadOptions;
  private running = false;
  private busy: Promise<void> | undefined;
  private attempt = 0;
  private notBeforeMs = 0;
  private cancelTimer = () => {};
  private readonly aborted = new AbortController();

  constructor(options: PictureUploadOptions) {
    this.options = options;
  }

  start(): void {
    this.running = true;
    this.changed();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancelTimer();
    this.aborted.abort();
    await this.busy;
  }

  /** There may be a picture or a connection that was not there before. */
  changed(): void {
    const { connected, pictures, clock } = this.options;
    if (!this.running || this.busy !== undefined || !connected() || !pictures.hasNext) return;
    const waitMs = this.notBeforeMs - clock.monotonicMs();
    this.cancelTimer();
    if (waitMs > 0) {
      this.cancelTimer = clock.after(waitMs, () => this.changed());
      return;
    }
    this.busy = this.run().finally(() => {
      this.busy = undefined;
      this.changed();
    });
  }

  /** The network is back: there is no reason to wait. */
  tryNow(): void {
    this.notBeforeMs = 0;
    this.changed();
  }

  private async run(): Promise<void> {
    const { clock, log } = this.options;
    try {
      await this.sendNext();
      this.attempt = 0;
      this.notBeforeMs = 0;
    } catch (thrown) {
      if (this.running) log.warn({ event: 'picture.not_sent' }, messageOf(thrown));
      this.notBeforeMs = clock.monotonicMs() + backoffMs(this.attempt, retryPlan);
      this.attempt += 1;
    }
  }

  private async sendNext(): Promise<void> {
    const { pictures, log } = this.options;
    const picture = await pictures.next();
    if (picture === null) return;
    const { sha256, mediaType } = picture.named;
    const { status, ok } = await this.request(sha256, mediaType, picture.bytes);
    if (ok) {
      await pictures.sent(sha256);
      log.info({ event: 'picture.sent', sha256 });
    } else if (hopeless.includes(status)) {
      log.error({ event: 'picture.refused', sha256, status }, 'the gateway does not take this picture');
      pictures.refused(sha256);
    } else {
      throw new Error(`the gateway answered ${status} to a picture`);
    }
  }

  private request(sha256: string, mediaType: string, body: ArrayBuffer): Promise<Response> {
    const { gatewayUrl, fetch: fetchOf } = this.options;
    return fetchOf(new URL(`/v1/attachments/${sha256}`, gatewayUrl), {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body,
      signal: AbortSignal.any([this.aborted.signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
  }
}
