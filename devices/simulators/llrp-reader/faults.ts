/** What a simulated reader can be made to do wrong. */
export const llrpFaults = [
  // How its bytes travel, from then on.
  'delay',
  'split',
  'merge',
  // What its messages hold, from then on.
  'nil',
  'unknown-custom',
  'wrong-status',
  // What happens once, when it is injected.
  'reset',
  'reboot',
  'clock-jump',
  'half-open',
  'error-message',
  'garbage',
  'flood',
  'foreign-rospec',
] as const;
export type LlrpFault = (typeof llrpFaults)[number];

/** A generator of numbers from 0 up to 1, the same for the same seed (mulberry32's constants). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
