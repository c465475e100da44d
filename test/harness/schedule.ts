/**
 * One step of a simulation. The numbers choose among what there is at that moment (a node, a packet), by their remainder, so every
 * list of steps can be run, also one from which some were taken out.
 */
export type Step<Kind extends string> = readonly [kind: Kind, a: number, b: number];

interface Size {
  readonly length: number;
  /** Below what each number lies. */
  readonly a: number;
  readonly b: number;
}

/** Steps drawn at random, each kind as often as it weighs. */
export function drawn<Kind extends string>(
  random: () => number,
  weights: Readonly<Partial<Record<Kind, number>>>,
  { length, a, b }: Size,
): Step<Kind>[] {
  const kinds = Object.entries(weights) as [Kind, number][];
  const total = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const [first] = kinds;
  if (first === undefined) throw new Error('there is no kind of step to draw');
  const draw = (): Kind => {
    let left = random() * total;
    for (const [kind, weight] of kinds) {
      left -= weight;
      if (left < 0) return kind;
    }
    return first[0];
  };
  return Array.from({ length }, () => [draw(), Math.floor(random() * a), Math.floor(random() * b)]);
}
