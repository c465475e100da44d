import { isMainThread } from 'node:worker_threads';
import { programFile } from './program-file.mjs';

/**
 * Preloaded into a program (`--import`): what it waits for by its clock - the pauses before it connects or asks again - takes a
 * fraction of its time, and it ends when whoever started it is gone. Everything else is the program as it is.
 */
const factor = 4;
/** What is shorter is no pause, but work cut into pieces. */
const shortestMs = 100;

const { systemClock } = await import(programFile('kernel/clock'));
const { after, monotonicMs } = systemClock;
if (typeof after !== 'function' || typeof monotonicMs !== 'function')
  throw new Error('there is no clock to hurry');
systemClock.after = (delayMs, action) => after(delayMs < shortestMs ? delayMs : delayMs / factor, action);
systemClock.monotonicMs = () => monotonicMs() * factor;

if (isMainThread) {
  process.stdin.on('end', () => process.exit(1));
  process.stdin.resume();
  // It keeps nobody from ending.
  process.stdin.unref?.();
}
