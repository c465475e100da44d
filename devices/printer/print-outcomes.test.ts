import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { FaultyLine } from '../simulators/printer/faulty-line.ts';
import { type Obstacle, SimulatedPrinter } from '../simulators/printer/simulated-printer.ts';
import type { PrintOutcome } from './printer.ts';
import { printerConfig } from './printer-config.ts';
import { createPrinter } from './printer-driver.ts';

/** What happens to a printer while jobs are printed. */
type Mishap =
  | { readonly kind: 'print'; readonly labels: number }
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle; readonly forMs: number }
  | { readonly kind: 'reset'; readonly forMs: number }
  | { readonly kind: 'restart'; readonly forMs: number }
  /** Nothing comes through for a while; then the old connection's bytes do. */
  | { readonly kind: 'half-open'; readonly forMs: number }
  | { readonly kind: 'silent'; readonly forMs: number }
  | { readonly kind: 'slow'; readonly forMs: number }
  | { readonly kind: 'cancel' };

const forMs = fc.integer({ min: 1, max: 20_000 });
const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('print' as const), labels: fc.integer({ min: 1, max: 5 }) }),
  },
  fc.record({
    kind: fc.constant('obstacle' as const),
    obstacle: fc.constantFrom<Obstacle>('paperOut', 'headOpen', 'ribbonOut', 'paused'),
    forMs,
  }),
  fc.record({
    kind: fc.constantFrom('reset' as const, 'half-open' as const, 'silent' as const, 'slow' as const),
    forMs,
  }),
  // No printer starts faster than bootMs.
  fc.record({ kind: fc.constant('restart' as const), forMs: fc.integer({ min: 5_000, max: 20_000 }) }),
  fc.record({ kind: fc.constant('cancel' as const) }),
);
const day = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 0, max: 3_000 })),
    mishap,
  }),
  {
    minLength: 1,
    maxLength: 20,
  },
);

/** A connection that was given up delivers the job when the next one has been idle for long. */
const lateDelivery = [
  { afterMs: 0, mishap: { kind: 'print' as const, labels: 1 } },
  { afterMs: 551, mishap: { kind: 'half-open' as const, forMs: 4_001 } },
];

interface Told {
  readonly id: string;
  readonly labels: number;
  readonly outcome: PrintOutcome;
  /** How many labels of it had come out when the outcome was told. */
  readonly out: number;
}

async function spend(
  events: readonly { readonly afterMs: number; readonly mishap: Mishap }[],
  counts: boolean,
  lateMs: number,
) {
  const clock = new ManualClock();
  const printed: string[] = [];
  const device = new SimulatedPrinter(
    {
      labelMs: 700,
      dotsPerMm: 8,
      counts,
      printed: (zpl) => printed.push(/\^FX(job-\d+)\^/.exec(Buffer.from(zpl).toString('latin1'))?.[1] ?? '?'),
    },
    clock,
  );
  const line = new FaultyLine(device, clock, lateMs);
  const printer = createPrinter({
    id: 'p1',
    line,
    settings: printerConfig.parse({ id: 'p1', at: { host: 'x' }, blockedMs: 10_000, maxWaiting: 3 }),
    clock,
  });
  printer.start(() => {});
  const out = (id: string) => printed.filter((one) => one === id).length;
  const told: Told[] = [];
  let jobs = 0;
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const print = (labels: number) => {
    jobs += 1;
    const id = `job-${jobs}`;
    const zpl = Buffer.from(`^XA^FX${id}^FS^PQ${labels}^XZ`);
    void printer
      .print({ id, zpl, labels })
      .then((outcome) => told.push({ id, labels, outcome, out: out(id) }));
  };
  await pass(1_000);
  for (const { afterMs, mishap } of events) {
    await pass(afterMs);
    if (mishap.kind === 'print') print(mishap.labels);
    else if (mishap.kind === 'obstacle') {
      device.set(mishap.obstacle, true);
      clock.after(mishap.forMs, () => device.set(mishap.obstacle, false));
    } else if (mishap.kind === 'silent') {
      device.silent = true;
      clock.after(mishap.forMs, () => {
        device.silent = false;
      });
    } else if (mishap.kind === 'slow') {
      device.answerDelayMs = mishap.forMs / 4;
      clock.after(mishap.forMs, () => {
        device.answerDelayMs = 0;
      });
    } else if (mishap.kind === 'reset') line.reset(mishap.forMs);
    else if (mishap.kind === 'restart') {
      device.restart();
      line.reset(mishap.forMs);
    } else if (mishap.kind === 'half-open') line.hold(mishap.forMs);
    else device.cancelAll();
  }
  await pass(200_000);
  return { told, jobs, out, printer, pass };
}

test.each([
  ['a printer that counts', true],
  ['a printer that does not count', false],
])('%s: each job has one outcome, and none that is not true', async (_name, counts) => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(day, fc.integer({ min: 0, max: 15_000 }), async (events, lateMs) => {
      // Without a count nothing shows that a person has cancelled.
      const possible = counts ? events : events.filter(({ mishap }) => mishap.kind !== 'cancel');
      const { told, jobs, out, printer } = await spend(possible, counts, lateMs);
      expect(told.map(({ id }) => id).sort()).toEqual(
        Array.from({ length: jobs }, (_, n) => `job-${n + 1}`).sort(),
      );
      for (const { id, labels, outcome, out: outThen } of told) {
        seen.set(outcome.kind, (seen.get(outcome.kind) ?? 0) + 1);
        if (outcome.kind === 'printed') expect([id, outThen]).toEqual([id, labels]);
        // Neither then nor later.
        if (outcome.kind === 'not_printed')
          expect([id, outcome.reason, out(id)]).toEqual([id, outcome.reason, 0]);
        expect(out(id)).toBeLessThanOrEqual(labels);
      }
      await printer.close();
    }),
    { numRuns: 100, examples: [[lateDelivery, 3_800]] },
  );
  expect([...seen.keys()].sort()).toEqual(['not_printed', 'printed', 'unknown']);
});
