import { vi } from 'vitest';

/**
 * How long a test waits for an event unless it says otherwise: a bound for what hangs, not a measure of speed. Vitest's own second is
 * over before a machine that is busy with other tests has answered once.
 */
const timeout = 30_000;

type WaitFor = typeof vi.waitFor;

const waitFor = vi.waitFor;
const patiently: WaitFor = (check, options) =>
  waitFor(check, typeof options === 'number' ? options : { timeout, ...options });

Object.assign(vi, { waitFor: patiently });
