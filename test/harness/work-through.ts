import type { Person } from './person.ts';

export interface WorkOptions {
  readonly onDone?: (order: string) => void;
  /** Once aborted, everybody finishes the order at hand and leaves. */
  readonly leave?: AbortSignal;
}

/**
 * Everybody takes the next order of the common list until it is empty or they are told to leave.
 *
 * @returns how many orders were worked.
 */
export async function workThrough(
  people: readonly Person[],
  orders: readonly string[],
  { onDone, leave }: WorkOptions = {},
): Promise<number> {
  const waiting = [...orders];
  let done = 0;
  await Promise.all(
    people.map(async (person) => {
      while (leave?.aborted !== true) {
        const order = waiting.shift();
        if (order === undefined) return;
        await person.workOrder(order);
        done += 1;
        onDone?.(order);
      }
    }),
  );
  return done;
}
