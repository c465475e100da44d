import { systemClock } from '../../../kernel/clock.ts';

/** A wait that ends once. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
  end(): void;
}

/** Ends by Ctrl+C, by SIGTERM, after so many seconds, or when nobody reads the output any more (`| head`). */
export function untilStopped(seconds: number | undefined): Stop {
  const controller = new AbortController();
  const { signal } = controller;
  const end = () => controller.abort();
  const cancel = seconds === undefined ? () => {} : systemClock.after(seconds * 1_000, end);
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.stdout.on('error', end);
  const over = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      cancel();
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    });
  });
  return { signal, over, end };
}
