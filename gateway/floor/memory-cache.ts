import type { FloorMemory } from './fold/floor-books.ts';

interface Remembered {
  readonly kind: string;
  readonly id: string;
  /** Undefined where only its value was asked for. */
  readonly owner?: string;
  readonly value: unknown;
}

interface OwnedOne {
  readonly id: string;
  readonly value: unknown;
}

/** What one change remembers and forgets beside the documents: written when it is settled, and read from here until then. */
export function createMemoryCache(stored: FloorMemory) {
  const held = new Map<string, Remembered>();
  const put = new Map<string, Remembered>();
  const kindsPut = new Set<string>();
  /** By kind, then by owner: in the order of ids, as they are stored. */
  const owned = new Map<string, Map<string, readonly OwnedOne[]>>();

  function write(): void {
    for (const { kind, id, owner, value } of put.values()) {
      if (owner === undefined) stored.remove(kind, id);
      else stored.put(kind, id, owner, value);
    }
    put.clear();
  }

  function written(): FloorMemory {
    write();
    return stored;
  }

  function change(one: Remembered): void {
    const key = `${one.kind} ${one.id}`;
    held.set(key, one);
    put.set(key, one);
    if (one.owner !== undefined) kindsPut.add(one.kind);
    const lists = owned.get(one.kind);
    for (const [owner, list] of lists ?? []) {
      const others = list.filter(({ id }) => id !== one.id);
      if (owner === one.owner)
        lists?.set(
          owner,
          [...others, one].sort((a, b) => (a.id < b.id ? -1 : 1)),
        );
      else if (others.length < list.length) lists?.set(owner, others);
    }
  }

  function ownedBy(owner: string, kind: string): readonly OwnedOne[] {
    const lists = owned.get(kind) ?? new Map<string, readonly OwnedOne[]>();
    owned.set(kind, lists);
    const known = lists.get(owner) ?? written().owned(owner, kind);
    lists.set(owner, known);
    return known;
  }

  const memory: FloorMemory = {
    get<Value>(kind: string, id: string) {
      const key = `${kind} ${id}`;
      const known = held.get(key) ?? { kind, id, value: stored.get(kind, id) };
      held.set(key, known);
      return known.value as Value | undefined;
    },
    put: (kind, id, owner, value) => change({ kind, id, owner, value }),
    remove: (kind, id) => change({ kind, id, value: undefined }),
    owned: <Value>(owner: string, kind: string) =>
      ownedBy(owner, kind) as readonly { readonly id: string; readonly value: Value }[],
    knows: (kind) => kindsPut.has(kind) || stored.knows(kind),
    owners: (kind, prefix) => written().owners(kind, prefix),
  };

  return {
    memory,
    settle(): void {
      write();
      held.clear();
      owned.clear();
    },
  };
}
