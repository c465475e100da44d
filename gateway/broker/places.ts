import type { Duplex } from 'node:stream';

/** Bounded numbers of connections of each kind. */
export function createPlaces<Kind extends string>(max: Readonly<Record<Kind, number>>) {
  const held = new Map<Kind, number>();
  return {
    /** Takes a place until the stream closes, or until it is given back; null if there is none. */
    occupy(stream: Duplex, kind: Kind): (() => void) | null {
      const now = held.get(kind) ?? 0;
      if (now >= max[kind]) return null;
      held.set(kind, now + 1);
      let mine = true;
      const release = () => {
        if (mine) held.set(kind, (held.get(kind) ?? 1) - 1);
        mine = false;
      };
      stream.once('close', release);
      return release;
    },
  };
}
