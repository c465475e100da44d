/** What a command's exit status means; `packproof --help` prints the same list. */
export const exitCodes = { done: 0, failed: 1, misuse: 2, unreachable: 3 } as const;
