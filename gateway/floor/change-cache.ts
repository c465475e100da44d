import type { FloorKind } from '../../protocols/wire/floor.ts';
import type { DataOf, FloorDocuments, FloorMemory } from './fold/floor-books.ts';
import { createMemoryCache } from './memory-cache.ts';

/** What is stored, as it is asked for while nothing is being changed. */
export interface StoredFloor {
  readonly documents: FloorDocuments;
  readonly memory: FloorMemory;
}

interface Held {
  readonly kind: FloorKind;
  readonly id: string;
  readonly data: DataOf<FloorKind> | undefined;
  readonly done: boolean;
}

/**
 * What one change has read and put, in memory: facts that follow each other are of few orders, and each looks at the same documents
 * again. All is written once, at the end of the change, documents in the order in which they were put last; they are never changed
 * in place.
 */
export function createChangeCache({ documents, memory }: StoredFloor) {
  const held = new Map<string, Held>();
  const put = new Map<string, Held>();
  const remembered = createMemoryCache(memory);

  function dataOf(kind: FloorKind, id: string): Held['data'] {
    const key = `${kind} ${id}`;
    const known = held.get(key);
    if (known !== undefined) return known.data;
    const data = documents.get(kind, id);
    held.set(key, { kind, id, data, done: false });
    return data;
  }

  function change(one: Held): void {
    const key = `${one.kind} ${one.id}`;
    held.set(key, one);
    put.delete(key);
    put.set(key, one);
  }

  const cached: FloorDocuments = {
    get: <Kind extends FloorKind>(kind: Kind, id: string) => dataOf(kind, id) as DataOf<Kind> | undefined,
    put: (kind, id, data, done = false) => change({ kind, id, data, done }),
    remove: (kind, id) => change({ kind, id, data: undefined, done: true }),
  };

  return {
    documents: cached,
    memory: remembered.memory,
    /** Writes what was put, and holds nothing any more: whoever looks at all that is stored, or changes it beside, finds it there. */
    settle(): void {
      for (const { kind, id, data, done } of put.values()) {
        if (data === undefined) documents.remove(kind, id);
        else documents.put(kind, id, data, done);
      }
      put.clear();
      held.clear();
      remembered.settle();
    },
  };
}
