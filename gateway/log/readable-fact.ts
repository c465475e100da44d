import { seqOf } from '../../protocols/wire/fact-receiver.ts';

/** No fact of ours nests deeper than a handful; recursion over JSON fails at some thousands. */
const maxDepth = 64;

/**
 * Replaces facts that are nested so deeply that they could be neither hashed nor stored by a stand-in with their seq.
 * It is then set aside like any invalid fact, instead of failing the transaction for ever and for everyone.
 */
export function readable(facts: readonly unknown[]): readonly unknown[] {
  return facts.map((fact) => {
    if (!isDeeperThan(fact, maxDepth)) return fact;
    return { seq: seqOf(fact), hash: hashMember(fact), refused: `nested deeper than ${maxDepth} levels` };
  });
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const key in value) {
    if (isDeeperThan((value as Record<string, unknown>)[key], depth - 1)) return true;
  }
  return false;
}

function hashMember(fact: unknown): string {
  const hash = (fact as { hash?: unknown }).hash;
  return typeof hash === 'string' ? hash.slice(0, 64) : '';
}
