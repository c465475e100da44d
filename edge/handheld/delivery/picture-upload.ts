import type { Clock } from '../../../kernel/clock.ts';
import { Errands } from '../../../kernel/errands.ts';
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
  /** Fewer wait, or one is set aside. */
  readonly onChange: () => void;
  /** As this handheld. */
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Brings photos and signatures to the gateway, one at a time, the oldest first, and as often as it takes: the gateway knows them by
 * their hash, so one that it has already changes nothing.
 */
export class PictureUpload {
  private readonly options: PictureUploadOptions;
  private readonly errands: Errands;

  constructor(options: PictureUploadOptions) {
    this.options = options;
    const { clock, connected, pictures, log } = options;
    this.errands = new Errands({
      clock,
      retry: retryPlan,
      next: () => (connected() && pictures.hasNext ? () => this.sendNext() : undefined),
      onFailed: (thrown) => log.warn({ event: 'picture.not_sent' }, messageOf(thrown)),
    });
  }

  start(): void {
    this.errands.start();
  }

  stop(): Promise<void> {
    return this.errands.stop();
  }

  /** There may be a picture or a connection that was not there before. */
  changed(): void {
    this.errands.changed();
  }

  /** The network is back: there is no reason to wait. */
  tryNow(): void {
    this.errands.tryNow();
  }

  private async sendNext(): Promise<void> {
    const { pictures, log, onChange } = this.options;
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
    onChange();
  }

  private request(sha256: string, mediaType: string, body: ArrayBuffer): Promise<Response> {
    const { gatewayUrl, fetch: fetchOf } = this.options;
    return fetchOf(new URL(`/v1/attachments/${sha256}`, gatewayUrl), {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body,
      signal: this.errands.signal(requestTimeoutMs),
    });
  }
}
