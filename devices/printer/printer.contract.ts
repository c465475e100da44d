import { describe, expect, test, vi } from 'vitest';
import type { PrinterWire } from '../simulators/printer/printer-wires.ts';
import type { SimulatedPrinter } from '../simulators/printer/simulated-printer.ts';
import type { Printer, PrinterEvent } from './printer.ts';

/** One driver attached to one simulated printer on its real transport. */
export interface PrinterRig {
  readonly printer: Printer;
  readonly device: SimulatedPrinter;
  readonly wire: PrinterWire;
  /** What came out of it, by the name in ^FX. */
  readonly printed: readonly string[];
  dispose(): Promise<void>;
}

const patience = { timeout: 30_000, interval: 5 };

export function jobOf(id: string, labels = 1, padding = 0) {
  const zpl = Buffer.from(`^XA^FX${id}^FS^FD${'x'.repeat(padding)}^FS^PQ${labels}^XZ`);
  return { id, zpl, labels };
}

/** What every printer driver owes the station, whatever it talks over. The rig starts unplugged. */
export function printerContract(name: string, createRig: () => Promise<PrinterRig>): void {
  const begin = async (onTestFinished: (end: () => Promise<void>) => void) => {
    const rig = await createRig();
    const events: PrinterEvent[] = [];
    onTestFinished(async () => {
      await rig.printer.close();
      await rig.wire.unplug();
      await rig.dispose();
    });
    const start = () => rig.printer.start((event) => events.push(event));
    const news = (wanted: object) => vi.waitFor(() => expect(events.at(-1)).toMatchObject(wanted), patience);
    const connect = async () => {
      await rig.wire.plug();
      start();
      await news({ kind: 'ready' });
    };
    return { rig, events, start, news, connect };
  };

  describe(name, () => {
    test.concurrent('prints jobs one after the other, each once, and says when they are printed', async ({
      onTestFinished,
    }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      const outcomes = ['a', 'b', 'c'].map(async (id) => {
        const outcome = await rig.printer.print(jobOf(id, 2, 20_000));
        return [id, outcome.kind, rig.printed.filter((one) => one === id).length];
      });
      expect(await Promise.all(outcomes)).toEqual([
        ['a', 'printed', 2],
        ['b', 'printed', 2],
        ['c', 'printed', 2],
      ]);
      expect(rig.printed).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    });

    test.concurrent('tells what stops it, prints nothing before that is mended, and tells when it is', async ({
      onTestFinished,
    }) => {
      const { rig, news, connect } = await begin(onTestFinished);
      await connect();
      rig.device.set('paperOut', true);
      rig.device.set('headOpen', true);
      await news({ kind: 'blocked', reasons: ['the print head is open', 'labels are out'] });
      expect(await rig.printer.print(jobOf('a'))).toMatchObject({
        kind: 'not_printed',
        reason: 'the print head is open, labels are out',
      });
      rig.device.set('paperOut', false);
      rig.device.set('headOpen', false);
      await news({ kind: 'ready' });
      expect(await rig.printer.print(jobOf('b'))).toEqual({ kind: 'printed' });
      expect(rig.printed).toEqual(['b']);
    });

    test.concurrent('a job that runs out of labels is printed when there are some again', async ({
      onTestFinished,
    }) => {
      const { rig, news, connect } = await begin(onTestFinished);
      await connect();
      const outcome = rig.printer.print(jobOf('a', 4));
      await vi.waitFor(() => expect(rig.printed).toHaveLength(2), patience);
      rig.device.set('paperOut', true);
      await news({ kind: 'blocked', reasons: ['labels are out'] });
      rig.device.set('paperOut', false);
      expect(await outcome).toEqual({ kind: 'printed' });
      expect(rig.printed).toHaveLength(4);
    });

    test.concurrent('a printer that does not answer when it lacks something is understood all the same', async ({
      onTestFinished,
    }) => {
      const { rig, news, connect } = await begin(onTestFinished);
      await connect();
      rig.device.statusSilent = true;
      rig.device.set('ribbonOut', true);
      await news({ kind: 'blocked', reasons: ['ribbon out'] });
      expect(await rig.printer.print(jobOf('a'))).toMatchObject({
        kind: 'not_printed',
        reason: 'ribbon out',
      });
    });

    test.concurrent('a job that is cut off is told by the count, and printed again only by who gave it', async ({
      onTestFinished,
    }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      rig.wire.resetAfter(4_000);
      const outcome = rig.printer.print(jobOf('a', 1, 20_000));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await rig.wire.unplug();
      await rig.wire.plug();
      // Whether the rest was still on its way is not known on each transport.
      expect(['not_printed', 'unknown']).toContain((await outcome).kind);
      expect(await rig.printer.print(jobOf('b'))).toEqual({ kind: 'printed' });
      expect(rig.printed).toEqual(['b']);
    });

    test.concurrent('a job whose connection was lost is found printed by the count', async ({
      onTestFinished,
    }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      const outcome = rig.printer.print(jobOf('a', 3));
      await vi.waitFor(() => expect(rig.printed).toHaveLength(1), patience);
      await rig.wire.unplug();
      await rig.wire.plug();
      expect(await outcome).toEqual({ kind: 'printed' });
      expect(rig.printed).toHaveLength(3);
    });

    test.concurrent('a job that is cancelled at the panel was not printed', async ({ onTestFinished }) => {
      const { rig, connect } = await begin(onTestFinished);
      await connect();
      rig.device.set('paused', false);
      const outcome = rig.printer.print(jobOf('a', 1));
      const cancel = setInterval(() => rig.device.cancelAll(), 1);
      expect(await outcome).toMatchObject({ kind: 'not_printed' });
      clearInterval(cancel);
      expect(rig.printed).toEqual([]);
    });

    test.concurrent('refuses what it cannot print, and too many jobs', async ({ onTestFinished }) => {
      const { rig, connect } = await begin(onTestFinished);
      expect(await rig.printer.print(jobOf('a'))).toMatchObject({ kind: 'not_printed' });
      await connect();
      const cut = { id: 'cut', zpl: Buffer.from('^XA^FDcut'), labels: 1 };
      expect(await rig.printer.print(cut)).toMatchObject({ reason: 'its last label has no end (^XZ)' });
      const fewer = { ...jobOf('a', 2), labels: 3 };
      expect(await rig.printer.print(fewer)).toMatchObject({ reason: 'it has 2 labels, not 3' });
      const jobs = Array.from({ length: 12 }, (_, n) => rig.printer.print(jobOf(`job-${n}`)));
      const kinds = (await Promise.all(jobs)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'printed')).toHaveLength(rig.printed.length);
      expect(kinds).toContain('not_printed');
    });

    test.concurrent('connects when it is plugged in, notices when it goes, and a silent one', async ({
      onTestFinished,
    }) => {
      const { rig, news, start } = await begin(onTestFinished);
      start();
      await news({ kind: 'state', state: 'disconnected' });
      await rig.wire.plug();
      await news({ kind: 'ready' });
      await rig.wire.unplug();
      await news({ kind: 'state', state: 'disconnected' });
      rig.device.silent = true;
      await rig.wire.plug();
      await news({ kind: 'state', state: 'failed' });
      rig.device.silent = false;
      await news({ kind: 'ready' });
    });

    test.concurrent('its end answers what waits, and it says nothing after it', async ({
      onTestFinished,
    }) => {
      const { rig, events, connect } = await begin(onTestFinished);
      await connect();
      const running = rig.printer.print(jobOf('a', 5));
      await vi.waitFor(() => expect(rig.printed.length).toBeGreaterThan(0), patience);
      const waiting = rig.printer.print(jobOf('b'));
      await Promise.all([rig.printer.close(), rig.printer.close()]);
      expect(await running).toMatchObject({ kind: 'unknown' });
      expect(await waiting).toMatchObject({ kind: 'not_printed' });
      expect(await rig.printer.print(jobOf('c'))).toMatchObject({ kind: 'not_printed' });
      const before = events.length;
      rig.device.set('paperOut', true);
      await new Promise((resolve) => setImmediate(resolve));
      expect(events).toHaveLength(before);
    });
  });
}
