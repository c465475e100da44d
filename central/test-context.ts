import type { Clock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { type CentralConfig, centralConfig } from './central-config.ts';
import type { CentralContext } from './context.ts';
import { openTestDatabase } from './database/test-database.ts';
import { Live } from './notifications/live.ts';
import { WorkNotifier } from './work-feed/work-notifier.ts';

/** A configuration with one site, `s1`, that listens on a free port. */
export function testConfig(dataDir = '.'): CentralConfig {
  return centralConfig.parse({
    dataDir,
    http: { port: 0 },
    seller: {
      name: 'Lindenhof Supply GmbH',
      street: 'Lindenstraße 12',
      city: 'Leipzig',
      postalCode: '04103',
      country: 'Germany',
      vatId: 'DE123456788',
      iban: 'DE89 3704 0044 0532 0130 00',
      email: 'billing@lindenhof.example',
    },
    sites: { s1: { name: 'Leipzig', gs1CompanyPrefix: '4012345' } },
  });
}

/** A clock that starts at 2026-03-02T08:00:00Z and moves by `advance` only; timers fire while it advances. */
export class TestClock implements Clock {
  #nowMs = Date.parse('2026-03-02T08:00:00.000Z');
  readonly #timers = new Set<{ readonly atMs: number; readonly action: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, action };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    for (const timer of [...this.#timers]) {
      if (timer.atMs > this.#nowMs || !this.#timers.delete(timer)) continue;
      timer.action();
    }
  }
}

/** A context on a fresh database in memory. */
export async function testContext(): Promise<CentralContext & { readonly clock: TestClock }> {
  return {
    db: await openTestDatabase(),
    log: createLog('test', 'silent'),
    clock: new TestClock(),
    config: testConfig(),
    live: new Live(),
    workNotifier: new WorkNotifier(),
  };
}
