/** RSSI is summed in hundredths of a dB, so that the sum is the same in whatever order the reads come. */
const perDb = 100;

/** How often, how strong and when something was read. */
export class ReadTally {
  reads = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  #levels = 0;
  #sum = 0;
  #most = Number.NEGATIVE_INFINITY;

  clear(): void {
    this.reads = 0;
    this.firstMs = Number.POSITIVE_INFINITY;
    this.lastMs = Number.NEGATIVE_INFINITY;
    this.#levels = 0;
    this.#sum = 0;
    this.#most = Number.NEGATIVE_INFINITY;
  }

  /** Reads of one report; a reader that tells no RSSI gives null, which counts as a read without a level. */
  add(levelDbm: number | null, firstMs: number, lastMs: number, count: number): void {
    this.reads += count;
    if (firstMs < this.firstMs) this.firstMs = firstMs;
    if (lastMs > this.lastMs) this.lastMs = lastMs;
    if (levelDbm === null) return;
    const level = Math.round(levelDbm * perDb);
    this.#levels += count;
    this.#sum += level * count;
    if (level > this.#most) this.#most = level;
  }

  absorb(other: ReadTally): void {
    this.reads += other.reads;
    this.firstMs = Math.min(this.firstMs, other.firstMs);
    this.lastMs = Math.max(this.lastMs, other.lastMs);
    this.#levels += other.#levels;
    this.#sum += other.#sum;
    this.#most = Math.max(this.#most, other.#most);
  }

  get maxRssiDbm(): number | null {
    return this.#levels === 0 ? null : this.#most / perDb;
  }

  get meanRssiDbm(): number | null {
    return this.#levels === 0 ? null : this.#sum / this.#levels / perDb;
  }
}
