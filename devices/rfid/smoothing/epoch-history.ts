const remembered = 32;

/**
 * In which of the last 32 epochs a tag was read at all. Time is cut into epochs of about one inventory round, and each is
 * one trial: how many reads fell into it does not matter, nor in which order they came. After the idea of SMURF (Jeffery,
 * Garofalakis, Franklin: Adaptive Cleaning for RFID Data Streams, 2006), that a silence means something only beside the
 * tag's own read rate.
 */
export class EpochHistory {
  /** Bit 0 is the latest epoch with a read. */
  #bits = 0;
  #latest = 0;
  #first = 0;

  clear(): void {
    this.#bits = 0;
  }

  add(epoch: number): void {
    if (this.#bits === 0) {
      this.#bits = 1;
      this.#latest = epoch;
      this.#first = epoch;
      return;
    }
    const ahead = epoch - this.#latest;
    if (ahead > 0) {
      this.#bits = ahead >= remembered ? 1 : (this.#bits << ahead) | 1;
      this.#latest = epoch;
    } else if (-ahead < remembered) this.#bits |= 1 << -ahead;
    if (epoch < this.#first) this.#first = epoch;
  }

  /**
   * For how many silent epochs a tag that is still there must be waited for, so that it counts as gone with no more than
   * the given chance: ln(1 / chance) / p. p is the share of epochs with a read, as if two more without and one with had been
   * seen, so that a young tag is given time. Never less than twice the longest silence that it came back from.
   */
  epochsToWait(missChance: number): number {
    const age = Math.min(remembered, this.#latest - this.#first + 1);
    const share = (ones(this.#bits) + 1) / (age + 3);
    return Math.max(Math.ceil(-Math.log(missChance) / share), 2 * longestSilence(this.#bits) + 1);
  }
}

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function longestSilence(bits: number): number {
  let longest = 0;
  let silence = 0;
  for (let rest = bits >>> 0; rest !== 0; rest >>>= 1) {
    silence = (rest & 1) === 1 ? 0 : silence + 1;
    longest = Math.max(longest, silence);
  }
  return longest;
}
