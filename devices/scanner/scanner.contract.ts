import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Scanner, ScannerEvent, ScannerSignal } from './scanner.ts';

/** One driver attached to one simulated device on its real transport. */
export interface ScannerRig {
  readonly scanner: Scanner;
  plug(): void | Promise<void>;
  unplug(): void | Promise<void>;
  /** A whole reading in the framing that the driver was set to. */
  scan(text: string): void | Promise<void>;
  /** The beginning of a reading whose end never comes; undefined where each reading is one message. */
  readonly fragment: ((text: string) => void | Promise<void>) | undefined;
  /** A reading with bytes that no barcode holds. */
  binary(): void | Promise<void>;
  /** What the device was told by `signal`; undefined where it cannot be told. */
  readonly signals?: () => readonly ScannerSignal[];
  dispose(): void | Promise<void>;
}

export interface ScannerTraits {
  /** Nobody can see whether a device is there. */
  readonly blind?: boolean;
  /** How many readings may follow each other without a pause. */
  readonly burst?: number;
}

const patience = { timeout: 8_000, interval: 5 };

/** What every scanner driver owes the agent, whatever it talks to. The rig starts unplugged. */
export function scannerContract(
  name: string,
  createRig: () => ScannerRig | Promise<ScannerRig>,
  { blind = false, burst = 200 }: ScannerTraits = {},
): void {
  describe(name, () => {
    let rig: ScannerRig;
    let events: ScannerEvent[];

    beforeEach(async () => {
      rig = await createRig();
      events = [];
    });
    afterEach(async () => {
      await rig.scanner.close();
      await rig.dispose();
    });

    const start = () => rig.scanner.start((event) => events.push(event));
    const texts = () => events.flatMap((event) => (event.kind === 'scan' ? [event.text] : []));
    const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)).toBe(wanted), patience);
    const scans = (wanted: readonly string[]) => vi.waitFor(() => expect(texts()).toEqual(wanted), patience);
    const lastScan = (wanted: string) => vi.waitFor(() => expect(texts().at(-1)).toBe(wanted), patience);
    const garbled = () => events.filter((event) => event.kind === 'garbled');

    test('reads in order what is scanned, each under an identity of its own', async () => {
      await rig.plug();
      start();
      await state('connected');
      const wanted = Array.from({ length: 200 }, (_, n) => `]C101040123456789011${n}`);
      for (const [index, text] of wanted.entries()) {
        await rig.scan(text);
        if ((index + 1) % burst === 0) await scans(wanted.slice(0, index + 1));
      }
      await scans(wanted);
      const identities = events.flatMap((event) => (event.kind === 'scan' ? [event.identity.seq] : []));
      expect(identities).toEqual(wanted.map((_, n) => n + 1));
    });

    test('keeps the separators of element strings, and text that is not ASCII', async () => {
      await rig.plug();
      start();
      await state('connected');
      await rig.scan(']C1010401234567890110AB\x1d21XYZ');
      await lastScan(']C1010401234567890110AB\x1d21XYZ');
    });

    test.skipIf(blind)('connects when a device is plugged in after the start', async () => {
      start();
      await state('disconnected');
      await rig.plug();
      await state('connected');
      await rig.scan('4012345678901');
      await scans(['4012345678901']);
    });

    test.skipIf(blind)('reads on after the device was unplugged and plugged in again', async () => {
      await rig.plug();
      start();
      for (let round = 0; round < 3; round += 1) {
        await state('connected');
        await rig.scan(`round-${round}`);
        await lastScan(`round-${round}`);
        await rig.unplug();
        await state('disconnected');
        await rig.plug();
      }
      await state('connected');
      await rig.scan('last');
      await lastScan('last');
    });

    test.skipIf(blind)('notices an unplug right after a scan', async () => {
      for (let round = 0; round < 4; round += 1) {
        await rig.plug();
        if (round === 0) start();
        await state('connected');
        await rig.scan('cut short');
        await rig.unplug();
        await state('disconnected');
      }
    });

    test('reports a fragment and does not glue it to the next reading', async ({ skip }) => {
      if (rig.fragment === undefined) return skip();
      await rig.plug();
      start();
      await state('connected');
      await rig.fragment('40123');
      await vi.waitFor(() => expect(garbled()).toHaveLength(1), patience);
      await rig.scan('4012345678901');
      await scans(['4012345678901']);
    });

    test('reports binary bytes as garbled and reads on', async () => {
      await rig.plug();
      start();
      await state('connected');
      await rig.binary();
      await vi.waitFor(() => expect(garbled()).toHaveLength(1), patience);
      await rig.scan('4012345678901');
      await scans(['4012345678901']);
      expect(garbled()).toHaveLength(1);
    });

    test('tells the person what came of a scan, where the device can', async ({ skip }) => {
      const { signals } = rig;
      rig.scanner.signal('accepted');
      await rig.plug();
      start();
      await state('connected');
      await rig.scan('4012345678901');
      await scans(['4012345678901']);
      rig.scanner.signal('accepted');
      rig.scanner.signal('refused');
      if (signals === undefined) return skip();
      await vi.waitFor(() => expect(signals()).toEqual(['accepted', 'refused']), patience);
    });

    test('says nothing after it was closed, and closes twice', async () => {
      await rig.plug();
      start();
      await state('connected');
      await Promise.all([rig.scanner.close(), rig.scanner.close()]);
      await rig.scanner.close();
      const before = events.length;
      await rig.scan('too late');
      rig.scanner.signal('accepted');
      await new Promise((resolve) => setImmediate(resolve));
      expect(events).toHaveLength(before);
    });
  });
}
