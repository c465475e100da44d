import type { Duplex } from 'node:stream';
import type { Caller } from '../../kernel/http/caller.ts';

/** Enough for the instances of one back-office program; a station needs one, and a second while it takes over. */
const maxOfOne = 20;

/** The open connections of each identity. */
export function createSessions() {
  const open = new Map<string, Map<Duplex, string>>();
  return {
    /**
     * Adds a connection until it closes.
     *
     * @returns full: it was not added; taken-over: one with the same client id is still open, which the broker ends.
     */
    add(stream: Duplex, caller: Caller, clientId: string): 'added' | 'taken-over' | 'full' {
      const key = keyOf(caller);
      const mine = open.get(key) ?? new Map<Duplex, string>();
      if (caller.kind !== 'local' && mine.size >= maxOfOne) return 'full';
      const again = clientId !== '' && [...mine.values()].includes(clientId);
      open.set(key, mine.set(stream, clientId));
      stream.once('close', () => {
        mine.delete(stream);
        if (mine.size === 0 && open.get(key) === mine) open.delete(key);
      });
      return again ? 'taken-over' : 'added';
    },
    /** Ends every connection of an identity at once. */
    end(owner: Pick<Caller, 'kind' | 'name'>): void {
      for (const stream of open.get(keyOf(owner))?.keys() ?? []) stream.destroy();
    },
  };
}

function keyOf({ kind, name }: Pick<Caller, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
