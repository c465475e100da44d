const bucketsPerWindow = 8;
/** Twice the window, so that a late read still finds the windows that it belongs to. A power of two. */
const ring = 2 * bucketsPerWindow;
const most = 0xffff;

/**
 * Counts in sliding windows for many rows, in one block of memory that never grows: per row 16 buckets of an eighth of the
 * window. A window so spans between 7/8 and all of its length. The counts do not depend on the order in which reads come,
 * as long as none is later than a window.
 */
export class WindowCounts {
  readonly #buckets: Uint16Array;
  /** The newest bucket of each row, and the sum of the window that ends with it. */
  readonly #newest: Float64Array;
  readonly #sums: Uint32Array;
  readonly #bucketMs: number;

  constructor(rows: number, windowMs: number) {
    this.#buckets = new Uint16Array(rows * ring);
    this.#newest = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    this.#sums = new Uint32Array(rows);
    this.#bucketMs = windowMs / bucketsPerWindow;
  }

  clear(row: number): void {
    this.#newest[row] = Number.NEGATIVE_INFINITY;
    this.#empty(row);
  }

  /** Adds reads of one moment and gives the most that any window which holds that moment has; 0 where it came too late. */
  add(row: number, atMs: number, count: number): number {
    const bucket = Math.floor(atMs / this.#bucketMs);
    const newest = this.#newest[row] ?? Number.NEGATIVE_INFINITY;
    if (bucket < newest) return this.#addLate(row, bucket, newest, count);
    if (bucket > newest) this.#turn(row, newest, bucket);
    const sum = (this.#sums[row] ?? 0) + this.#put(row, bucket, count);
    this.#sums[row] = sum;
    return sum;
  }

  /** The reads in the window that ends at that moment. */
  total(row: number, atMs: number): number {
    const bucket = Math.floor(atMs / this.#bucketMs);
    const newest = this.#newest[row] ?? Number.NEGATIVE_INFINITY;
    return bucket === newest ? (this.#sums[row] ?? 0) : this.#sum(row, bucket, newest);
  }

  #addLate(row: number, bucket: number, newest: number, count: number): number {
    if (bucket <= newest - ring) return 0;
    const added = this.#put(row, bucket, count);
    if (bucket > newest - bucketsPerWindow) this.#sums[row] = (this.#sums[row] ?? 0) + added;
    let best = 0;
    const last = Math.min(newest, bucket + bucketsPerWindow - 1);
    for (let end = bucket; end <= last; end++) best = Math.max(best, this.#sum(row, end, newest));
    return best;
  }

  /** Gives how many were really added: a bucket holds no more than 65,535. */
  #put(row: number, bucket: number, count: number): number {
    const at = slotOf(row, bucket);
    const held = this.#buckets[at] ?? 0;
    const added = Math.min(count, most - held);
    this.#buckets[at] = held + added;
    return added;
  }

  #turn(row: number, from: number, to: number): void {
    this.#newest[row] = to;
    if (to - from >= ring) {
      this.#empty(row);
      return;
    }
    let sum = this.#sums[row] ?? 0;
    for (let bucket = from + 1; bucket <= to; bucket++) {
      sum -= this.#buckets[slotOf(row, bucket - bucketsPerWindow)] ?? 0;
      this.#buckets[slotOf(row, bucket)] = 0;
    }
    this.#sums[row] = sum;
  }

  #sum(row: number, end: number, newest: number): number {
    const last = Math.min(end, newest);
    const first = Math.max(end - bucketsPerWindow, newest - ring) + 1;
    let sum = 0;
    for (let bucket = first; bucket <= last; bucket++) sum += this.#buckets[slotOf(row, bucket)] ?? 0;
    return sum;
  }

  #empty(row: number): void {
    this.#sums[row] = 0;
    const end = (row + 1) * ring;
    for (let at = row * ring; at < end; at++) this.#buckets[at] = 0;
  }
}

function slotOf(row: number, bucket: number): number {
  return row * ring + (bucket & (ring - 1));
}
