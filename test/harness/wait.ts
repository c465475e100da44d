/** Asks again and again until `probe` gives something, at most `limitMs`; a throw of the probe counts as "not yet". */
export async function until<Found>(
  what: string,
  limitMs: number,
  probe: () => Promise<Found | undefined> | Found | undefined,
  everyMs = 25,
): Promise<Found> {
  const end = performance.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined) return found;
      last = undefined;
    } catch (thrown) {
      last = thrown;
    }
    if (performance.now() > end) {
      throw new Error(
        `waited ${limitMs} ms in vain for ${what}${last === undefined ? '' : ` (${String(last)})`}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
