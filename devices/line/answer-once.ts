import type { EventEmitter } from 'node:events';
import type { Clock } from '../../kernel/clock.ts';

/** How long bytes may wait for a device that does not take them. */
const writeTimeoutMs = 5_000;

/** Makes a write's answer certain: by the stream, by its end, or because time is up; whichever comes first, once. */
export function answerOnce(
  stream: EventEmitter,
  clock: Clock,
  done: (error: Error | null) => void,
): (error: Error | null) => void {
  const ended = () => answer(new Error('it was closed while bytes were written'));
  const answer = (error: Error | null) => {
    stream.off('close', ended);
    cancel();
    done(error);
    done = () => {};
  };
  const cancel = clock.after(writeTimeoutMs, () =>
    answer(new Error(`it did not take the bytes within ${writeTimeoutMs} ms`)),
  );
  stream.on('close', ended);
  return answer;
}
