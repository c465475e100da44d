import { expect, test } from 'vitest';
import { endOfBurst, type Framing, freshFramer, pushBytes } from './framing.ts';

/** A protocol that never makes up its mind. */
const undecided: Framing<never> = { maxBytes: 8, lookAt: () => ({ kind: 'more' }) };

test('no more than the longest frame is held back, whatever the protocol waits for', () => {
  const { state, framed } = pushBytes(undecided, freshFramer, new Uint8Array(2000));
  expect(state.pending.length).toBe(7);
  expect(framed.length).toBe(Math.floor(1993 / 512));
  expect(endOfBurst(undecided, state).framed.at(-1)).toEqual({
    kind: 'fault',
    fault: { offset: 1536, field: 'frame', expected: 'the rest of the frame', skipped: 464 },
  });
});
