import { seededRandom } from '../harness/random.ts';

/** One fault of a fire: what breaks, when, for how long, and a number that decides whatever else it has to choose. */
export interface Spark {
  readonly fault: string;
  /** Milliseconds after the fire began. */
  readonly atMs: number;
  readonly lastsMs: number;
  /** In [0, 1). */
  readonly dice: number;
}

/** What goes wrong in one round, and how much work it meets. */
export interface Fire {
  /** How fast each load station makes facts. */
  readonly factsPerSecond: number;
  readonly sparks: readonly Spark[];
}

/** Hardly any work, so that each fact is alone on its way; usual work; and more than the machine can do. */
const loads = [50, 300, 1_500];
/** Fires are small, and there are many of them; now and then there is a big one. */
const sizes = [2, 3, 4, 5, 6, 6, 7, 8, 8, 10, 14];
const sparkEveryMs = 130;
const shortestMs = 60;
const longestMs = 900;

/** The fire of a seed: always the same, as long as there are the same faults. */
export function fireOf(
  seed: number,
  faults: readonly { readonly name: string; readonly weight: number }[],
): Fire {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  };
  const total = faults.reduce((sum, { weight }) => sum + weight, 0);
  const fault = () => {
    let left = random() * total;
    for (const { name, weight } of faults) {
      left -= weight;
      if (left < 0) return name;
    }
    return pick(faults).name;
  };
  const factsPerSecond = pick(loads);
  const count = pick(sizes);
  const sparks = Array.from({ length: count }, () => ({
    fault: fault(),
    atMs: Math.round(random() * count * sparkEveryMs),
    lastsMs: Math.round(shortestMs + random() ** 2 * (longestMs - shortestMs)),
    dice: random(),
  }));
  return { factsPerSecond, sparks: sparks.sort((a, b) => a.atMs - b.atMs) };
}
