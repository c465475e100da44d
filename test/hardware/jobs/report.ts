import { isDeepStrictEqual } from 'node:util';

/** Waits until a condition holds, looking every few milliseconds. @throws Error with what was seen last */
export async function until(
  what: string,
  seen: () => unknown,
  wanted: unknown,
  limitMs = 20_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!isDeepStrictEqual(seen(), wanted)) {
    if (Date.now() > end) {
      throw new Error(
        `${what}: wanted ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen())?.slice(0, 600)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Runs the cases of a job and prints a line for each, which the suite outside the guest reads. */
export async function runCases(cases: Readonly<Record<string, () => Promise<void>>>): Promise<never> {
  let failed = 0;
  for (const [name, run] of Object.entries(cases)) {
    const started = Date.now();
    try {
      await run();
      print({ name, ok: true, ms: Date.now() - started });
    } catch (thrown) {
      failed += 1;
      const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      print({ name, ok: false, ms: Date.now() - started, detail });
    }
  }
  process.exit(failed === 0 ? 0 : 1);
}

function print(result: object): void {
  process.stdout.write(`CASE ${JSON.stringify(result)}\n`);
}
