import type { FactEvent } from '../../protocols/wire/event.ts';
import { factEnvelope, type KnownFact, knownFact } from '../../protocols/wire/fact.ts';

/** The fact of an entry of the log; null for what was set aside, and for a type of a later version. */
export function factOf(entry: FactEvent): KnownFact | null {
  const envelope = factEnvelope.safeParse(entry.data);
  if (!envelope.success) return null;
  try {
    return knownFact(envelope.data);
  } catch {
    return null;
  }
}

/** Tells a log from another one that has as many entries. */
export function markOf(entry: FactEvent): string {
  const hash = (entry.data as { hash?: unknown }).hash;
  return `${entry.id} ${typeof hash === 'string' ? hash : ''}`;
}
