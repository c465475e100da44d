import type { Step } from './schedule.ts';

type Steps<Kind extends string> = readonly Step<Kind>[];
type Fails<Kind extends string> = (steps: Steps<Kind>) => Promise<boolean>;

/** Takes out ever smaller parts of a list of steps that fails, as long as what is left fails too. */
export async function fewerSteps<Kind extends string>(
  steps: Steps<Kind>,
  fails: Fails<Kind>,
): Promise<Steps<Kind>> {
  let left = steps;
  for (let size = left.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < left.length; ) {
      const rest = [...left.slice(0, start), ...left.slice(start + size)];
      if (await fails(rest)) left = rest;
      else start += size;
    }
  }
  return left;
}

/** Makes the numbers of the steps as small as can be, so that a person sees what matters. */
export async function smallerNumbers<Kind extends string>(
  steps: Steps<Kind>,
  fails: Fails<Kind>,
): Promise<Steps<Kind>> {
  let left = steps;
  for (const index of left.keys()) {
    for (const smaller of smallerOf(left[index])) {
      const candidate = left.with(index, smaller);
      if (await fails(candidate)) {
        left = candidate;
        break;
      }
    }
  }
  return left;
}

function smallerOf<Kind extends string>(step: Step<Kind> | undefined): Step<Kind>[] {
  if (step === undefined) return [];
  const [kind, a, b] = step;
  const numbers: [number, number][] = [];
  for (const smallA of [0, 1, 2, a]) for (const smallB of [0, 1, 2, b]) numbers.push([smallA, smallB]);
  return numbers.filter(([x, y]) => x + y < a + b && x <= a && y <= b).map(([x, y]) => [kind, x, y]);
}
