import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../kernel/clock.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { Line, LineEvent } from './line.ts';

/** One line to one simulated device on its real transport. */
export interface LineRig {
  readonly line: Line;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** The device sends. */
  send(bytes: Buffer): void;
  /** What the device got over the present connection. */
  received(): Buffer;
  /** Whether the device takes what is written to it. */
  reading(on: boolean): void;
  dispose(): Promise<void>;
}

const patience = { timeout: 8_000, interval: 5 };
/** More than a terminal and the buffers of two sockets hold. */
const tooMuch = Buffer.alloc(24 * 1024 * 1024, 'x');

/** What every transport of a line owes the drivers. The rig starts unplugged. */
export function lineContract(name: string, createRig: (clock: Clock) => Promise<LineRig>): void {
  describe(name, () => {
    /** Real time for retries; the test lets more of it pass. */
    let clock: TestClock;
    let rig: LineRig;
    let events: LineEvent[];

    beforeEach(async () => {
      clock = new TestClock();
      rig = await createRig(clock);
      events = [];
    });
    afterEach(async () => {
      await rig.line.close();
      await rig.dispose();
      clock.stop();
    });

    const start = () => rig.line.start((event) => events.push(event));
    const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)).toBe(wanted), patience);
    const heard = () =>
      Buffer.concat(events.flatMap((event) => (event.kind === 'bytes' ? [event.bytes] : [])));
    const hears = (wanted: string) => vi.waitFor(() => expect(heard().toString()).toBe(wanted), patience);
    const connect = async () => {
      await rig.plug();
      start();
      await state('connected');
    };

    test('connects when the device appears after the start, and hears it', async () => {
      start();
      await state('disconnected');
      await rig.plug();
      await state('connected');
      rig.send(Buffer.from('hello'));
      await hears('hello');
    });

    test('connects again after the device was gone, as often as that happens', async () => {
      await connect();
      for (let round = 0; round < 3; round += 1) {
        await rig.unplug();
        await state('disconnected');
        await rig.plug();
        await state('connected');
      }
      rig.send(Buffer.from('back'));
      await hears('back');
      expect(states()).toEqual(['connected', ...Array(3).fill(['disconnected', 'connected']).flat()]);
    });

    test('tells once that the device is gone, however often it is tried', async () => {
      await connect();
      await rig.unplug();
      await state('disconnected');
      await clock.pass(30_000);
      expect(states()).toEqual(['connected', 'disconnected']);
    });

    test('what is written arrives whole and in its order', async () => {
      await connect();
      const parts = Array.from({ length: 40 }, (_, n) => Buffer.alloc(1 + n * 97, 65 + (n % 26)));
      await Promise.all(parts.map((part) => rig.line.write(part)));
      await vi.waitFor(() => expect(rig.received()).toEqual(Buffer.concat(parts)), patience);
    });

    test('takes what the caller changes afterwards as it was', async () => {
      await connect();
      const bytes = Buffer.from('first');
      const written = rig.line.write(bytes);
      await Promise.resolve();
      await written;
      bytes.fill('x');
      await vi.waitFor(() => expect(rig.received().toString()).toBe('first'), patience);
    });

    test('refuses to write before the start, without a device and after the end', async () => {
      const refused = () =>
        expect(rig.line.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'DEVICE_NOT_CONNECTED' });
      await refused();
      start();
      await state('disconnected');
      await refused();
      await rig.plug();
      await state('connected');
      await rig.line.close();
      await refused();
    });

    test('a write to a device that does not read fails when time is up, and nothing of it comes later', async () => {
      await connect();
      rig.reading(false);
      const written = rig.line.write(tooMuch);
      const failed = expect(written).rejects.toMatchObject({ code: 'DEVICE_WRITE_FAILED' });
      const behind = expect(rig.line.write(Buffer.from('behind'))).rejects.toMatchObject({
        code: 'DEVICE_NOT_CONNECTED',
      });
      await clock.pass(60_000);
      await failed;
      await behind;
      expect(states().slice(1)).toContain('disconnected');
      rig.reading(true);
      await state('connected');
      await rig.line.write(Buffer.from('afterwards'));
      await vi.waitFor(() => expect(rig.received().subarray(-10).toString()).toBe('afterwards'), patience);
      expect(rig.received().includes('behind')).toBe(false);
      expect(rig.received().length).toBeLessThan(tooMuch.length);
    });

    test('a slow device is waited for as long as it takes anything', async () => {
      await connect();
      let failure: unknown = null;
      const written = rig.line.write(tooMuch).catch((thrown: unknown) => {
        failure = thrown;
      });
      for (let round = 0; round < 4; round += 1) {
        const enough = Math.min(rig.received().length + 500_000, tooMuch.length);
        rig.reading(true);
        await vi.waitFor(() => expect(rig.received().length).toBeGreaterThanOrEqual(enough), patience);
        rig.reading(false);
        await clock.pass(3_000);
      }
      expect(failure).toBeNull();
      await rig.unplug();
      await written;
    });

    test('an unplug answers the writes that wait', async () => {
      await connect();
      rig.reading(false);
      const failed = expect(rig.line.write(tooMuch)).rejects.toMatchObject({ code: 'DEVICE_WRITE_FAILED' });
      await rig.unplug();
      await failed;
      await state('disconnected');
    });

    test('reconnects when it is told to, and says why', async () => {
      await connect();
      rig.line.reconnect('it fell silent');
      await vi.waitFor(() => expect(states()).toEqual(['connected', 'disconnected', 'connected']), patience);
      expect(events).toContainEqual({ kind: 'state', state: 'disconnected', detail: 'it fell silent' });
      await rig.line.write(Buffer.from('again'));
    });

    test('is silent after its end, and ends twice', async () => {
      await connect();
      const first = rig.line.close();
      await Promise.all([first, rig.line.close()]);
      await rig.line.close();
      const before = events.length;
      rig.line.start((event) => events.push(event));
      rig.send(Buffer.from('too late'));
      rig.line.reconnect('too late');
      await new Promise((resolve) => setImmediate(resolve));
      expect(events).toHaveLength(before);
      expect(clock.waiting).toBe(0);
    });

    test('ends while it is being opened', async () => {
      await rig.plug();
      start();
      await rig.line.close();
      expect(events).toEqual([]);
      expect(clock.waiting).toBe(0);
    });

    test('ends from within what it tells', async () => {
      rig.line.start((event) => {
        events.push(event);
        void rig.line.close();
      });
      await vi.waitFor(() => expect(events).toHaveLength(1), patience);
      await rig.line.close();
      expect(states()).toEqual(['disconnected']);
      expect(clock.waiting).toBe(0);
    });
  });
}

/** Real time, except that `pass` lets more of it pass at once. */
class TestClock implements Clock {
  private readonly manual = new ManualClock();
  private readonly ticking: NodeJS.Timeout;
  private timers = 0;

  constructor() {
    this.ticking = setInterval(() => this.manual.advance(10), 10);
  }

  stop(): void {
    clearInterval(this.ticking);
  }

  get waiting(): number {
    return this.timers;
  }

  now(): number {
    return this.manual.now();
  }

  monotonicMs(): number {
    return this.manual.monotonicMs();
  }

  after(delayMs: number, action: () => void): () => void {
    this.timers += 1;
    let over = false;
    const end = () => {
      if (!over) this.timers -= 1;
      over = true;
    };
    const cancel = this.manual.after(delayMs, () => {
      end();
      action();
    });
    return () => {
      end();
      cancel();
    };
  }

  /** Lets time pass in small steps, with room in between for what it brings about. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 250) {
      this.manual.advance(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
