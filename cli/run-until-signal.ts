import type { Log } from '../kernel/log.ts';

/** How long a stop may take before the process ends all the same. */
const stopLimitMs = 5000;

/** Keeps the process alive until SIGINT or SIGTERM, then stops what runs. A second signal ends at once. */
export async function runUntilSignal(log: Log, stop: () => Promise<void>): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  log.info({ event: 'process.stopping', signal }, `${signal}: stopping`);
  const limit = setTimeout(() => {
    log.error(
      { event: 'process.stop_timed_out' },
      `not stopped within ${stopLimitMs} ms; ending all the same`,
    );
    process.exit(1);
  }, stopLimitMs);
  process.once('SIGINT', () => process.exit(1));
  await stop();
  clearTimeout(limit);
  log.info({ event: 'process.stopped' }, 'stopped');
  process.exit(0);
}
