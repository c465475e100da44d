/** Something kept per tag; `index` is its number for as long as it is in the table, and is used again afterwards. */
export interface TagEntry {
  readonly index: number;
  epc: string;
}

export interface TagTableOptions<Entry extends TagEntry> {
  readonly limit: number;
  make(index: number): Entry;
  /** What is worth least is forgotten first. */
  worth(entry: Entry): number;
  /** Told before an entry is forgotten for want of room. */
  evicted(entry: Entry): void;
}

/** How many entries are compared when room is needed: enough to find a poor one, few enough to cost the same always. */
const compared = 16;

/** Entries by EPC, never more than the limit; the objects are used again, so that a busy site makes no garbage. */
export class TagTable<Entry extends TagEntry> {
  readonly #byEpc = new Map<string, Entry>();
  readonly #entries: Entry[] = [];
  readonly #free: Entry[] = [];
  readonly #options: TagTableOptions<Entry>;
  #hand = 0;

  constructor(options: TagTableOptions<Entry>) {
    this.#options = options;
  }

  get size(): number {
    return this.#byEpc.size;
  }

  get(epc: string): Entry | undefined {
    return this.#byEpc.get(epc);
  }

  at(index: number): Entry | undefined {
    return this.#entries[index];
  }

  values(): IterableIterator<Entry> {
    return this.#byEpc.values();
  }

  /** An entry for an EPC that has none; its other fields are as they were left. */
  claim(epc: string): Entry {
    const entry = this.#free.pop() ?? this.#grow() ?? this.#evict();
    entry.epc = epc;
    this.#byEpc.set(epc, entry);
    return entry;
  }

  release(entry: Entry): void {
    if (this.#byEpc.delete(entry.epc)) this.#free.push(entry);
  }

  #grow(): Entry | null {
    if (this.#entries.length >= this.#options.limit) return null;
    const entry = this.#options.make(this.#entries.length);
    this.#entries.push(entry);
    return entry;
  }

  #evict(): Entry {
    const worst = this.#poorest();
    this.#options.evicted(worst);
    this.#byEpc.delete(worst.epc);
    return worst;
  }

  #poorest(): Entry {
    let worst = this.#underHand();
    let least = this.#options.worth(worst);
    for (let more = 1; more < compared; more++) {
      const entry = this.#underHand();
      const worth = this.#options.worth(entry);
      if (worth >= least) continue;
      worst = entry;
      least = worth;
    }
    return worst;
  }

  #underHand(): Entry {
    this.#hand = (this.#hand + 1) % this.#entries.length;
    const entry = this.#entries[this.#hand];
    if (entry === undefined) throw new RangeError('a full table has an entry under its hand');
    return entry;
  }
}
