const none = -1;
/** A power of two. */
const slots = 512;

/**
 * One timer for each of many numbered things, without a system timer and without garbage: to set one costs the same
 * however many there are. What lies beyond the wheel's turn waits in its last slot, so a thing may be due early: the
 * caller looks whether it really is and sets the timer again.
 */
export class TimerWheel {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** The slot in which each thing waits. */
  readonly #slot: Int32Array;
  readonly #tickMs: number;
  #tick: number | null = null;

  constructor(things: number, tickMs: number) {
    this.#heads = new Int32Array(slots).fill(none);
    this.#next = new Int32Array(things).fill(none);
    this.#previous = new Int32Array(things).fill(none);
    this.#slot = new Int32Array(things).fill(none);
    this.#tickMs = tickMs;
  }

  /** Sets the timer of a thing; the one it had is gone. */
  set(thing: number, dueMs: number): void {
    this.clear(thing);
    const due = Math.ceil(dueMs / this.#tickMs);
    this.#tick ??= due - 1;
    const now = this.#tick;
    const tick = Math.min(Math.max(due, now + 1), now + slots - 1);
    this.#link(thing, slotOf(tick));
  }

  clear(thing: number): void {
    const slot = this.#slot[thing] ?? none;
    if (slot === none) return;
    const next = this.#next[thing] ?? none;
    const previous = this.#previous[thing] ?? none;
    if (previous === none) this.#heads[slot] = next;
    else this.#next[previous] = next;
    if (next !== none) this.#previous[next] = previous;
    this.#slot[thing] = none;
  }

  /** Turns the wheel up to now and tells each thing whose slot has come. A leap of hours costs one turn. */
  advance(nowMs: number, due: (thing: number) => void): void {
    const to = Math.floor(nowMs / this.#tickMs);
    this.#tick ??= to;
    const from = Math.max(this.#tick, to - slots);
    for (let tick = from + 1; tick <= to; tick++) {
      // Kept in step, so that what is set meanwhile never lands in the slot that is being emptied.
      this.#tick = tick;
      this.#empty(slotOf(tick), due);
    }
  }

  #empty(slot: number, due: (thing: number) => void): void {
    for (;;) {
      const thing = this.#heads[slot] ?? none;
      if (thing === none) return;
      this.clear(thing);
      due(thing);
    }
  }

  #link(thing: number, slot: number): void {
    const head = this.#heads[slot] ?? none;
    this.#next[thing] = head;
    this.#previous[thing] = none;
    if (head !== none) this.#previous[head] = thing;
    this.#heads[slot] = thing;
    this.#slot[thing] = slot;
  }
}

function slotOf(tick: number): number {
  return tick & (slots - 1);
}
