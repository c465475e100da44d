import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { decodeData, SsiDecoder } from '../../simulators/scanner-ssi.ts';
import { VirtualScanner } from '../../simulators/virtual-scanner.ts';
import { openScanner } from '../open-scanner.ts';
import { type ScannerRig, scannerContract } from '../scanner.contract.ts';
import type { Scanner, ScannerEvent } from '../scanner.ts';
import { scannerConfig } from '../scanner-config.ts';

const gs1 = 0x0f;
/** A type that has no symbology identifier. */
const ocr = 0xa0;

function decoderOnPty(settings: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-ssi-'));
  const device = new VirtualScanner({ id: 's1', link: join(folder, 'scanner-s1'), framing: 'idle' });
  const send = (bytes: Buffer) => {
    if (device.plugged) device.send(bytes);
  };
  const decoder = new SsiDecoder({ clock: systemClock, send });
  device.listen((bytes) => decoder.heard(bytes));
  const config = scannerConfig.parse({ id: 's1', kind: 'ssi', path: device.link, ...settings });
  const deps = { boot: 'boot-1', clock: systemClock, log: createLog('test', 'silent') };
  const unplug = () => {
    decoder.powerOff();
    device.unplug();
  };
  const dispose = () => {
    unplug();
    rmSync(folder, { recursive: true, force: true });
  };
  return { scanner: openScanner(config, deps), device, decoder, send, unplug, dispose };
}

function ssiRig(): ScannerRig {
  const { scanner, device, decoder, unplug, dispose } = decoderOnPty();
  return {
    scanner,
    plug: () => device.plug(),
    unplug,
    scan: (text) => (text.startsWith(']C1') ? decoder.scan(text.slice(3), gs1) : decoder.scan(text, ocr)),
    fragment: (text) => device.send(Buffer.from(decodeData(Buffer.from(text), ocr)[0]?.subarray(0, 7) ?? [])),
    binary: () => decoder.scan('40\x00\x0112', ocr),
    signals: () => decoder.beeps.map((code) => (code === 0 ? 'accepted' : 'refused')),
    dispose,
  };
}

scannerContract('scanner that speaks SSI', ssiRig);

describe('an SSI scanner', () => {
  let at: ReturnType<typeof decoderOnPty>;
  let scanner: Scanner;
  let events: ScannerEvent[];
  let takes: boolean;

  const begin = async (settings?: object) => {
    at = decoderOnPty(settings);
    at.device.plug();
    scanner = at.scanner;
    scanner.start((event) => {
      events.push(event);
      return event.kind === 'scan' ? takes : undefined;
    });
    await vi.waitFor(() => expect(events).toMatchObject([{ state: 'connected' }]));
  };
  const texts = () => events.flatMap((event) => (event.kind === 'scan' ? [event.text] : []));
  const patience = { timeout: 30_000, interval: 5 };

  beforeEach(() => {
    events = [];
    takes = true;
  });
  afterEach(async () => {
    await scanner.close();
    at.dispose();
  });

  test('is told when its scan could not be taken, so that it does not forget it unseen', async () => {
    await begin();
    takes = false;
    at.decoder.scan('4012', gs1);
    await vi.waitFor(() => expect(at.decoder.refused).toBe(1), patience);
    takes = true;
    at.decoder.scan('4012', gs1);
    await vi.waitFor(() => expect(texts()).toEqual([']C14012', ']C14012']), patience);
    expect([at.decoder.refused, at.decoder.unanswered]).toEqual([1, 0]);
  });

  test('may send a scan in several packets', async () => {
    await begin();
    const text = 'x'.repeat(1_000);
    at.decoder.scan(text, ocr);
    await vi.waitFor(() => expect(texts()).toEqual([text]), patience);
  });

  test('that repeats a damaged packet loses nothing, and nobody is alarmed', async () => {
    await begin();
    const [packet = new Uint8Array(0)] = decodeData(Buffer.from('4012'), ocr);
    at.send(Buffer.from(packet.map((byte, index) => (index === 6 ? byte ^ 1 : byte))));
    at.decoder.scan('4012', ocr);
    await vi.waitFor(() => expect(texts()).toEqual(['4012']), patience);
    expect(events.filter((event) => event.kind === 'garbled')).toEqual([]);
  });

  test('without symbology identifiers gives its data only', async () => {
    await begin({ aim: false });
    at.decoder.scan('4012', gs1);
    await vi.waitFor(() => expect(texts()).toEqual(['4012']), patience);
  });

  test('is answered while the one who takes its scans signals at once', async () => {
    at = decoderOnPty();
    at.device.plug();
    scanner = at.scanner;
    scanner.start((event) => {
      events.push(event);
      if (event.kind === 'scan') scanner.signal('refused');
    });
    await vi.waitFor(() => expect(events).toMatchObject([{ state: 'connected' }]));
    for (let n = 0; n < 20; n += 1) at.decoder.scan(`scan ${n}`, ocr);
    await vi.waitFor(() => expect(at.decoder.beeps).toHaveLength(20), patience);
    expect([texts().length, at.decoder.refused, at.decoder.unanswered]).toEqual([20, 0, 0]);
  });
});
