import type { Person } from './person.ts';

/** Everybody takes the next order of the common list until it is empty. */
export async function workThrough(
  people: readonly Person[],
  orders: readonly string[],
  onDone: (order: string) => void = () => {},
): Promise<void> {
  const waiting = [...orders];
  await Promise.all(
    people.map(async (person) => {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        await person.workOrder(order);
        onDone(order);
      }
    }),
  );
}
