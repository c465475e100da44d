import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import type { TagRead } from '../../protocols/rfid/tag-read.ts';
import type { RfidEvent, RfidReader } from './reader.ts';

/** One driver attached to one simulated reader, with tags in its field, on its real transport. */
export interface ReaderRig {
  readonly reader: RfidReader;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** The EPCs of the tags in the field. */
  readonly epcs: readonly string[];
  /** Whether the reader's radio is on. */
  isReading(): boolean;
  /** Breaks the connection, which can be made again at once. */
  readonly drop?: () => void;
  /** The reader falls silent and nothing tells so; the next connection works. */
  readonly silence?: () => void;
  /** The reader starts anew and has forgotten what it was told. */
  readonly reboot?: () => void;
  readonly antenna?: (antenna: number, connected: boolean) => void;
  readonly input?: (port: number, high: boolean) => void;
  readonly jumpClock?: (byMs: number) => void;
  dispose(): Promise<void>;
}

const patience = { timeout: 12_000, interval: 5 };

/** The clock of the system, so many times faster: for waits of a real transport that take seconds. */
export function fastClock(factor: number): Clock {
  const startMs = systemClock.now();
  const start = systemClock.monotonicMs();
  const elapsedMs = () => (systemClock.monotonicMs() - start) * factor;
  return {
    now: () => startMs + elapsedMs(),
    monotonicMs: elapsedMs,
    after: (delayMs, action) => systemClock.after(delayMs / factor, action),
  };
}

/** What every driver of an RFID reader owes the agent. The rig starts unplugged. */
export function readerContract(name: string, createRig: (clock: Clock) => Promise<ReaderRig>): void {
  describe(name, () => {
    let rig: ReaderRig;
    let events: RfidEvent[];

    beforeEach(async () => {
      rig = await createRig(fastClock(4));
      events = [];
    });
    afterEach(async () => {
      await rig.reader.close();
      await rig.dispose();
    });

    const start = () => rig.reader.start((event) => events.push(event));
    const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    const reads = (): TagRead[] => events.flatMap((event) => (event.kind === 'reads' ? event.reads : []));
    const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)).toBe(wanted), patience);
    const event = (wanted: object) =>
      vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(wanted)), patience);
    const readsOn = async () => {
      const before = reads().length;
      await vi.waitFor(() => expect(reads().length).toBeGreaterThan(before), patience);
    };
    const radio = (on: boolean) => vi.waitFor(() => expect(rig.isReading()).toBe(on), patience);
    const connect = async () => {
      await rig.plug();
      start();
      await state('connected');
    };

    test('reads the tags in the field, and them only', async () => {
      await connect();
      const found = () => [...new Set(reads().map(({ epc }) => epc))].sort();
      await vi.waitFor(() => expect(found()).toEqual([...rig.epcs].sort()), patience);
      for (const read of reads()) {
        expect(read.count).toBeGreaterThanOrEqual(1);
        expect(read.antenna).toBeGreaterThanOrEqual(0);
      }
    });

    test('tells reads only while it is connected', async () => {
      await connect();
      await readsOn();
      const first = events.findIndex(({ kind }) => kind === 'reads');
      expect(events.slice(0, first)).toContainEqual(expect.objectContaining({ state: 'connected' }));
    });

    test('connects when the reader appears after the start', async () => {
      start();
      await state('disconnected');
      await rig.plug();
      await state('connected');
      await readsOn();
    });

    test('reads on after the reader was gone, as often as that happens', async () => {
      await connect();
      for (let round = 0; round < 2; round += 1) {
        await readsOn();
        await rig.unplug();
        await state('disconnected');
        await rig.plug();
        await state('connected');
      }
      await readsOn();
    });

    const hurts = ['drop', 'silence', 'reboot'] as const;
    test.for(hurts)('reads on after %s', async (hurt, { skip }) => {
      const strike = rig[hurt];
      if (strike === undefined) return skip();
      await connect();
      await readsOn();
      strike();
      await vi.waitFor(() => expect(states().filter((one) => one === 'connected')).toHaveLength(2), patience);
      expect(states()).toContain('disconnected');
      await readsOn();
    });

    test('stops reading and begins again when told', async () => {
      await connect();
      await readsOn();
      rig.reader.setReading(false);
      await radio(false);
      rig.reader.setReading(true);
      await radio(true);
      await readsOn();
      expect(states()).toEqual(['connected']);
    });

    test('keeps to what it was told before it was connected', async () => {
      rig.reader.setReading(false);
      await connect();
      expect(rig.isReading()).toBe(false);
      expect(reads()).toEqual([]);
      rig.reader.setReading(true);
      await readsOn();
    });

    test('keeps to what it was told over a lost connection', async () => {
      await connect();
      rig.reader.setReading(false);
      await radio(false);
      await rig.unplug();
      await state('disconnected');
      await rig.plug();
      await state('connected');
      expect(rig.isReading()).toBe(false);
    });

    test('tells of antennas', async ({ skip }) => {
      if (rig.antenna === undefined) return skip();
      await connect();
      rig.antenna(1, false);
      await event({ kind: 'antenna', antenna: 1, connected: false });
      rig.antenna(1, true);
      await vi.waitFor(
        () =>
          expect(events.filter(({ kind }) => kind === 'antenna').at(-1)).toMatchObject({ connected: true }),
        patience,
      );
    });

    test('tells of inputs', async ({ skip }) => {
      if (rig.input === undefined) return skip();
      await connect();
      rig.input(1, true);
      await event({ kind: 'input', port: 1, high: true });
      rig.input(1, false);
      await vi.waitFor(
        () => expect(events.filter(({ kind }) => kind === 'input').at(-1)).toMatchObject({ high: false }),
        patience,
      );
    });

    test('tells how far the clock of the reader is off, forward and back', async ({ skip }) => {
      if (rig.jumpClock === undefined) return skip();
      await connect();
      const offset = () => events.findLast((one) => one.kind === 'clock')?.offsetMs ?? Number.NaN;
      const near = (wanted: number) =>
        vi.waitFor(() => expect(Math.abs(offset() - wanted)).toBeLessThan(400), patience);
      await near(0);
      rig.jumpClock(7_200_000);
      await near(7_200_000);
      rig.jumpClock(-9_000_000);
      await near(-1_800_000);
    });

    test('is silent once it is closed, and leaves the radio off', async () => {
      await connect();
      await readsOn();
      const closed = rig.reader.close();
      const told = events.length;
      await closed;
      await rig.reader.close();
      rig.reader.setReading(true);
      expect(events.length).toBe(told);
      expect(rig.isReading()).toBe(false);
    });

    test('can be closed before it is started, and by its own listener', async () => {
      await rig.plug();
      let closed: Promise<void> | undefined;
      rig.reader.start((one) => {
        events.push(one);
        closed ??= rig.reader.close();
      });
      await vi.waitFor(() => expect(closed).toBeDefined(), patience);
      await closed;
      expect(events).toHaveLength(1);
    });
  });
}
