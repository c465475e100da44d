import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import { defaultRules, type SiteRules } from '../../protocols/wire/work/site-rules.ts';
import type { FloorBooks } from './fold/floor-books.ts';
import { foldFact } from './fold/fold.ts';

interface Remembered {
  readonly owner: string;
  readonly value: unknown;
}

export interface BookSettings {
  readonly rules?: SiteRules;
  readonly orders?: Readonly<Record<string, OrderDocument>>;
  readonly heldClaim?: FloorBooks['heldClaim'];
}

/** Books in memory: the plainest thing that facts can be folded into. */
export function plainBooks({ rules = defaultRules, orders = {}, heldClaim = () => null }: BookSettings = {}) {
  const documents = new Map<string, unknown>();
  const memory = new Map<string, Remembered>();
  const keyOf = (kind: string, id: string) => `${kind} ${id}`;
  const copy = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

  const books: FloorBooks = {
    documents: {
      get: (kind, id) => documents.get(keyOf(kind, id)) as never,
      put: (kind, id, data) => void documents.set(keyOf(kind, id), copy(data)),
      remove: (kind, id) => void documents.delete(keyOf(kind, id)),
    },
    memory: {
      get: (kind, id) => memory.get(keyOf(kind, id))?.value as never,
      put: (kind, id, owner, value) => void memory.set(keyOf(kind, id), { owner, value: copy(value) }),
      remove: (kind, id) => void memory.delete(keyOf(kind, id)),
      owned: (owner, kind) =>
        [...memory]
          .filter(([key, entry]) => entry.owner === owner && key.startsWith(`${kind} `))
          .map(([key, { value }]) => ({ id: key.slice(kind.length + 1), value: value as never }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      knows: (kind) => [...memory.keys()].some((key) => key.startsWith(`${kind} `)),
      owners: (kind, prefix) =>
        [
          ...new Set(
            [...memory].flatMap(([key, { owner }]) => (key.startsWith(keyOf(kind, prefix)) ? [owner] : [])),
          ),
        ]
          .sort()
          .slice(0, 10),
    },
    rules: () => rules,
    order: (number) => orders[number],
    heldClaim,
    sawWave: () => {},
  };

  return {
    books,
    fold: (facts: readonly KnownFact[]) => {
      for (const fact of facts) foldFact(fact, books);
    },
    /** By `{kind} {id}`. */
    all: () => Object.fromEntries([...documents].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
