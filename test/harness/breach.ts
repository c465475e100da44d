/** What Packproof promises and this schedule shows to be broken. */
export class Breach extends Error {}

export function holds(promise: boolean, what: () => string): void {
  if (!promise) throw new Breach(what());
}
