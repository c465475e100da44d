import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

const everyMs = 10_000;
const maxLines = 100;
/** Of an address that somebody else chose. */
const maxUrlLength = 200;
/** As long as an IPv6 address with its zone; what a proxy wrote may be anything. */
const maxAddressLength = 64;

export interface Refusal {
  /** From another machine, and without credentials that count. */
  readonly isStranger: boolean;
  readonly code: string;
  readonly requestId: string;
  /** Of the caller, as far as a proxy may be believed. */
  readonly address: string;
  readonly method?: string;
  readonly url?: string;
}

export type RefusalLog = ReturnType<typeof createRefusalLog>;

/**
 * Tells of refused requests: all of those whose sender is known, and of strangers the first ones of each ten seconds, so that whoever
 * sends thousands fills no disk, and holds nobody up by the writing of lines. How many were left out is told with the next one.
 */
export function createRefusalLog(log: Log, clock: Clock) {
  let beganMs = Number.NEGATIVE_INFINITY;
  let told = 0;
  let leftOut = 0;

  function hasRoom(): boolean {
    const nowMs = clock.monotonicMs();
    if (nowMs - beganMs >= everyMs) {
      if (leftOut > 0)
        log.info({ event: 'http.refusals_left_out', count: leftOut }, 'so many more requests were refused');
      beganMs = nowMs;
      told = 0;
      leftOut = 0;
    }
    if (told < maxLines) told += 1;
    else leftOut += 1;
    return leftOut === 0;
  }

  return {
    tell({ url, isStranger, address, ...refusal }: Refusal, message: string): void {
      if (isStranger && !hasRoom()) return;
      const shown = url === undefined ? {} : { url: url.slice(0, maxUrlLength) };
      log.info(
        { event: 'http.refused', ...refusal, address: address.slice(0, maxAddressLength), ...shown },
        message.slice(0, 2 * maxUrlLength),
      );
    },
  };
}
