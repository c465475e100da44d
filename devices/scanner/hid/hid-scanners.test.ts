import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { keyboardLayouts, type LayoutName } from '../../../protocols/hid/keyboard-layouts.ts';
import { bootKeyboardDescriptor } from '../../../protocols/hid/keyboard-report.ts';
import { posDescriptor, posReports, SimulatedHidBus, typedReports } from '../../simulators/scanner-hid.ts';
import { openScanner, type ScannerDeps } from '../open-scanner.ts';
import { type ScannerRig, scannerContract } from '../scanner.contract.ts';
import type { Scanner, ScannerEvent, ScannerSignal } from '../scanner.ts';
import { scannerConfig } from '../scanner-config.ts';
import type { HidInfo } from './hid-access.ts';
import { nodeHidAccess } from './node-hid-access.ts';

const base = { boot: 'boot-1', clock: systemClock, log: createLog('test', 'silent') };
const free = { release: async () => {} };
const open = (settings: object, deps: Partial<ScannerDeps>) =>
  openScanner(scannerConfig.parse({ id: 's1', ...settings }), { hold: async () => free, ...base, ...deps });

const scannerInfo: HidInfo = {
  path: '/dev/hidraw7',
  vendorId: 0x0c2e,
  productId: 0x0901,
  serialNumber: '',
  usagePage: 0x8c,
  usage: 0x02,
  port: '1-2',
};
const keyboardInfo: HidInfo = { ...scannerInfo, usagePage: 0x01, usage: 0x06 };
const pos = (more: Partial<HidInfo> = {}) => ({
  info: { ...scannerInfo, ...more },
  descriptor: posDescriptor,
});
const keyboard = (more: Partial<HidInfo> = {}) => ({
  info: { ...keyboardInfo, ...more },
  descriptor: bootKeyboardDescriptor,
});
const { path } = scannerInfo;

function posRig(): ScannerRig {
  const bus = new SimulatedHidBus();
  const send = (reports: readonly Uint8Array[]) => {
    for (const report of reports) bus.report(path, report);
  };
  const meaning = (bytes: Uint8Array): ScannerSignal => (bytes[1] === 1 ? 'accepted' : 'refused');
  return {
    scanner: open({ kind: 'hid-pos' }, { hid: bus }),
    plug: () => bus.plug(pos()),
    unplug: () => bus.unplug(path),
    scan: (text) =>
      send(posReports(text.startsWith(']') ? text.slice(0, 3) : null, text.replace(/^\]../, ''))),
    fragment: (text) => send(posReports(null, text.padEnd(100, '0')).slice(0, 1)),
    binary: () => send(posReports(null, '40\x00\x0112')),
    signals: () => bus.sent.map(({ bytes }) => meaning(bytes)),
    dispose: () => expect(bus.readers(path)).toBe(0),
  };
}

function keyboardRig(layout: LayoutName, gs: 'alt-029' | 'f8'): ScannerRig {
  const bus = new SimulatedHidBus();
  const type = (text: string) => {
    const reports = typedReports(keyboardLayouts[layout], text, { gs, altCodes: true });
    for (const report of reports) bus.report(path, report);
  };
  let held = 0;
  const hold = async () => {
    held += 1;
    return {
      release: async () => {
        held -= 1;
      },
    };
  };
  const settings = { kind: 'keyboard', vendorId: '0c2e', productId: '0901', layout, gs };
  return {
    scanner: open(settings, { hid: bus, hold }),
    plug: () => bus.plug(keyboard()),
    unplug: () => bus.unplug(path),
    scan: (text) => type(`${text}\r`),
    fragment: (text) => type(text),
    // Ctrl and A, then the rest.
    binary: () => {
      bus.report(path, Uint8Array.of(0x01, 0, 0x04, 0, 0, 0, 0, 0));
      bus.report(path, new Uint8Array(8));
      type('4012\r');
    },
    dispose: () => {
      expect(bus.readers(path)).toBe(0);
      expect(held).toBe(0);
    },
  };
}

scannerContract('scanner that reports as HID POS', posRig);
scannerContract('scanner that types, US layout', () => keyboardRig('us', 'alt-029'));
scannerContract('scanner that types, German layout, GS as F8', () => keyboardRig('de', 'f8'));

describe('a HID scanner', () => {
  let bus: SimulatedHidBus;
  let events: ScannerEvent[];
  let scanners: Scanner[];

  const start = (settings: object, deps: Partial<ScannerDeps> = {}) => {
    const scanner = open(settings, { hid: bus, ...deps });
    scanners.push(scanner);
    scanner.start((event) => events.push(event));
    return scanner;
  };
  const says = (wanted: object) =>
    vi.waitFor(() => expect(events.at(-1)).toMatchObject(wanted), { timeout: 30_000 });
  const scanAt = (at: string, text: string) => {
    for (const report of posReports(']C1', text)) bus.report(at, report);
  };

  beforeEach(() => {
    bus = new SimulatedHidBus();
    events = [];
    scanners = [];
  });
  afterEach(async () => {
    for (const scanner of scanners) await scanner.close();
  });

  test.each([
    ['its port', { port: '1-3' }, { port: '1-3' }],
    ['its serial number', { serialNumber: 'B' }, { serialNumber: 'B', port: null }],
  ])('is told from one of the same model by %s', async (_how, settings, more) => {
    bus.plug(pos({ port: null, serialNumber: 'A' }));
    bus.plug(pos({ path: '/dev/hidraw8', ...more }));
    start({ kind: 'hid-pos', ...settings });
    await says({ state: 'connected' });
    scanAt(path, 'of the other');
    scanAt('/dev/hidraw8', 'of this one');
    await says({ text: ']C1of this one' });
    expect(events.filter((event) => event.kind === 'scan')).toHaveLength(1);
  });

  test('that could be one of two is not guessed', async () => {
    bus.plug(pos());
    bus.plug(pos({ path: '/dev/hidraw8', port: '1-3' }));
    start({ kind: 'hid-pos' });
    await says({ state: 'failed', detail: expect.stringContaining('(1-2, 1-3)') });
  });

  test('may have several interfaces and collections', async () => {
    bus.plug(keyboard({ path: '/dev/hidraw6' }));
    bus.plug(pos());
    bus.plug(pos({ path: '/dev/hidraw8', usage: 0x12 }));
    start({ kind: 'hid-pos', vendorId: '0C2E', productId: '0901' });
    await says({ state: 'connected' });
    scanAt(path, 'here');
    await says({ text: ']C1here' });
  });

  test('of another model is not taken', async () => {
    bus.plug(pos());
    start({ kind: 'hid-pos', vendorId: '05e0' });
    await says({ state: 'disconnected', detail: 'there is no HID POS scanner 05e0:*' });
  });

  test('without symbology identifiers gives its data only', async () => {
    bus.plug(pos());
    start({ kind: 'hid-pos', aim: false });
    await says({ state: 'connected' });
    scanAt(path, 'plain');
    await says({ text: 'plain' });
  });

  test('whose descriptor is none of a scanner has failed, and one from the configuration counts instead', async () => {
    bus.plug({ ...pos(), descriptor: bootKeyboardDescriptor });
    start({ kind: 'hid-pos' });
    await says({ state: 'failed', detail: expect.stringContaining('usage 0xFE') });
    start({ kind: 'hid-pos', descriptor: Buffer.from(posDescriptor).toString('hex') });
    await says({ state: 'connected' });
  });

  test('has failed where the library is missing, and comes when it is there', async () => {
    bus.problem = 'the HID library cannot be loaded: not found';
    bus.plug(pos());
    start({ kind: 'hid-pos' });
    await says({ state: 'failed', detail: 'the HID library cannot be loaded: not found' });
    bus.problem = null;
    await says({ state: 'connected' });
  });

  test('that types is not used if it cannot be kept from others, unless that is allowed', async () => {
    bus.plug(keyboard());
    const settings = { kind: 'keyboard', vendorId: '0c2e', productId: '0901' };
    const hold = async () => {
      throw new Error('no rule, no evtest');
    };
    start(settings, { hold });
    await says({ state: 'failed', detail: 'no rule, no evtest' });
    await vi.waitFor(() => expect(bus.readers(path)).toBe(0));
    start({ ...settings, exclusive: false }, { hold });
    await says({ state: 'connected' });
  });

  test('that types is connected again when what held it ended', async () => {
    bus.plug(keyboard());
    const losses: ((message: string) => void)[] = [];
    const hold: ScannerDeps['hold'] = async (_path, lost) => {
      losses.push(lost);
      return free;
    };
    start({ kind: 'keyboard', vendorId: '0c2e', productId: '0901' }, { hold });
    await says({ state: 'connected' });
    losses[0]?.('evtest ended');
    await vi.waitFor(() => expect(losses).toHaveLength(2), { timeout: 30_000 });
    await says({ state: 'connected' });
    expect(events).toContainEqual({ kind: 'state', state: 'disconnected', detail: 'evtest ended' });
  });

  test('that types without terminator ends its scans by a pause', async () => {
    bus.plug(keyboard());
    start({ kind: 'keyboard', vendorId: '0c2e', productId: '0901', idleMs: 50 });
    await says({ state: 'connected' });
    const reports = typedReports(keyboardLayouts.us, '4012', { gs: 'f8', altCodes: true });
    for (const report of reports) bus.report(path, report);
    await says({ kind: 'scan', text: '4012' });
  });

  test('is closed while it is being opened', async () => {
    bus.plug(keyboard());
    let hold: (free: { release(): Promise<void> }) => void = () => {};
    const holding = new Promise<{ release(): Promise<void> }>((resolve) => {
      hold = resolve;
    });
    const release = vi.fn(async () => {});
    const scanner = start({ kind: 'keyboard', vendorId: '0c2e', productId: '0901' }, { hold: () => holding });
    await vi.waitFor(() => expect(bus.readers(path)).toBe(1));
    const closed = scanner.close();
    hold({ release });
    await closed;
    expect([bus.readers(path), release.mock.calls.length, events]).toEqual([0, 1, []]);
  });
});

test('node-hid lists what this machine has, and says why a device cannot be opened', async () => {
  const access = nodeHidAccess(systemClock);
  expect(Array.isArray(await access.list())).toBe(true);
  const nowhere = '/dev/hidraw-none';
  await expect(access.open(nowhere, { report: () => {}, failed: () => {} })).rejects.toThrow();
  await expect(access.descriptor(nowhere)).rejects.toThrow();
});
