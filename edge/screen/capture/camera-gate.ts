/** A code must have been out of sight so long before it counts again. */
const awayMs = 1_200;

/** A camera sees the same code in many pictures: it is one scan until it was taken away and shown again. */
export class CameraGate {
  private code: string | null = null;
  private seenAt = Number.NEGATIVE_INFINITY;

  /** @returns whether what a picture shows is a new scan. */
  isNew(code: string | null, nowMs: number): boolean {
    if (code === null) return false;
    const same = code === this.code && nowMs - this.seenAt < awayMs;
    this.code = code;
    this.seenAt = nowMs;
    return !same;
  }
}
