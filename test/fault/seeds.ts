/** Rounds that once broke a promise, with what it was. */
export const keptSeeds: readonly { readonly seed: number; readonly found: string }[] = [];
