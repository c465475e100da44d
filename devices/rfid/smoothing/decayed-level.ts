/** Beyond this many time constants nothing is left that counts. */
const forgottenAfter = 30;

/**
 * The RSSI as an average whose weights fall off with time (an EWMA by time, not by reads), in dBm. It is kept as two sums that
 * both decay, so a late read gets the weight that it would have had in its place.
 */
export class DecayedLevel {
  #weighted = 0;
  #weight = 0;
  #atMs = 0;

  clear(): void {
    this.#weight = 0;
  }

  add(levelDbm: number, atMs: number, count: number, tauMs: number): void {
    const ageMs = atMs - this.#atMs;
    if (this.#weight === 0 || ageMs > forgottenAfter * tauMs) {
      this.#weighted = levelDbm * count;
      this.#weight = count;
      this.#atMs = atMs;
    } else if (ageMs >= 0) this.#goOn(levelDbm, atMs, count, ageMs === 0 ? 1 : Math.exp(-ageMs / tauMs));
    else this.#addLate(levelDbm, count * Math.exp(ageMs / tauMs));
  }

  get dbm(): number {
    return this.#weight === 0 ? Number.NEGATIVE_INFINITY : this.#weighted / this.#weight;
  }

  #goOn(levelDbm: number, atMs: number, count: number, kept: number): void {
    this.#weighted = this.#weighted * kept + levelDbm * count;
    this.#weight = this.#weight * kept + count;
    this.#atMs = atMs;
  }

  #addLate(levelDbm: number, weight: number): void {
    this.#weighted += levelDbm * weight;
    this.#weight += weight;
  }
}
