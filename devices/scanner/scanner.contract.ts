import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Scanner, ScannerEvent } from './scanner.ts';

/** One driver attached to one simulated device on its real transport. */
export interface ScannerRig {
  readonly scanner: Scanner;
  plug(): void;
  unplug(): void;
  /** A whole reading in the framing that the driver was set to. */
  scan(text: string): void;
  /** The beginning of a reading whose end never comes. */
  fragment(text: string): void;
  /** A reading with bytes that no barcode holds. */
  binary(): void;
  dispose(): void;
}

/** What every scanner driver owes the agent, whatever it talks to. The rig starts unplugged. */
export function scannerContract(name: string, createRig: () => ScannerRig): void {
  describe(name, () => {
    let rig: ScannerRig;
    let events: ScannerEvent[];

    beforeEach(() => {
      rig = createRig();
      events = [];
    });
    afterEach(async () => {
      await rig.scanner.close();
      rig.dispose();
    });

    const start = () => rig.scanner.start((event) => events.push(event));
    const texts = () => events.flatMap((event) => (event.kind === 'scan' ? [event.text] : []));
    const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    const state = (wanted: string) =>
      vi.waitFor(() => expect(states().at(-1)).toBe(wanted), { timeout: 8_000, interval: 5 });
    const scans = (wanted: readonly string[]) =>
      vi.waitFor(() => expect(texts()).toEqual(wanted), { timeout: 5_000, interval: 5 });

    test('reads in order what is scanned, each under an identity of its own', async () => {
      rig.plug();
      start();
      await state('connected');
      const wanted = Array.from({ length: 200 }, (_, n) => `]C101040123456789011${n}`);
      for (const text of wanted) rig.scan(text);
      await scans(wanted);
      const identities = events.flatMap((event) => (event.kind === 'scan' ? [event.identity.seq] : []));
      expect(identities).toEqual(wanted.map((_, n) => n + 1));
    });

    test('connects when a device is plugged in after the start', async () => {
      start();
      await state('disconnected');
      rig.plug();
      await state('connected');
      rig.scan('4012345678901');
      await scans(['4012345678901']);
    });

    test('reads on after the device was unplugged and plugged in again', async () => {
      rig.plug();
      start();
      for (let round = 0; round < 3; round += 1) {
        await state('connected');
        rig.scan(`round-${round}`);
        await vi.waitFor(() => expect(texts()).toContain(`round-${round}`), { timeout: 5_000 });
        rig.unplug();
        await state('disconnected');
        rig.plug();
      }
      await state('connected');
      rig.scan('last');
      await vi.waitFor(() => expect(texts().at(-1)).toBe('last'), { timeout: 5_000 });
    });

    test('notices an unplug right after a scan', async () => {
      for (let round = 0; round < 5; round += 1) {
        rig.plug();
        if (round === 0) start();
        await state('connected');
        rig.scan('cut short');
        rig.unplug();
        await state('disconnected');
      }
    });

    test('reports a fragment and does not glue it to the next reading', async () => {
      rig.plug();
      start();
      await state('connected');
      rig.fragment('40123');
      await vi.waitFor(() => expect(events.some((event) => event.kind === 'garbled')).toBe(true), {
        timeout: 5_000,
      });
      rig.scan('4012345678901');
      await scans(['4012345678901']);
    });

    test('reports binary bytes as garbled and reads on', async () => {
      rig.plug();
      start();
      await state('connected');
      rig.binary();
      rig.scan('4012345678901');
      await scans(['4012345678901']);
      expect(events.filter((event) => event.kind === 'garbled')).toHaveLength(1);
    });

    test('says nothing after it was closed, and closes twice', async () => {
      rig.plug();
      start();
      await state('connected');
      await rig.scanner.close();
      await rig.scanner.close();
      const before = events.length;
      rig.scan('too late');
      await new Promise((resolve) => setImmediate(resolve));
      expect(events).toHaveLength(before);
    });
  });
}
