import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import type { SimulatedTag } from '../../simulators/uhf-module/module-model.ts';
import {
  createUhfModule,
  type UhfModule,
  type UhfModuleKind,
  type UhfModuleOptions,
} from '../../simulators/uhf-module/uhf-module.ts';
import { type WireFault, wireFaults } from '../../simulators/uhf-module/wire-faults.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import { openUhfReader } from './open-uhf-reader.ts';
import { chafonConfig, thingMagicConfig, type UhfConfig, yrm100Config } from './uhf-config.ts';

const patience = { timeout: 30_000, interval: 5 };
const tag = (serial: number, antenna = 1): SimulatedTag => ({
  epc: `30340789000C0E40${serial.toString(16).toUpperCase().padStart(8, '0')}`,
  antenna,
  rssiDbm: -52,
});

let folder: string;
let clock: ManualClock;
let ticking: NodeJS.Timeout;
/** How many times as fast as real time the clock goes; the bytes on the terminal go no faster. */
let speed: number;
let module: UhfModule;
let reader: RfidReader;
let events: RfidEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-uhf-'));
  clock = new ManualClock();
  speed = 1;
  ticking = setInterval(() => clock.advance(10 * speed), 10);
  events = [];
});
afterEach(async () => {
  await reader.close();
  module.unplug();
  clearInterval(ticking);
  rmSync(folder, { recursive: true, force: true });
});

function configOf(kind: UhfModuleKind, more: object = {}): UhfConfig {
  const common = { id: 'r1', path: join(folder, 'module'), ...more };
  switch (kind) {
    case 'thingmagic':
      return thingMagicConfig.parse({ kind, region: 'eu3', antennas: [1, 2], ...common });
    case 'yrm100':
      return yrm100Config.parse({ kind, region: 'eu', ...common });
    default:
      return chafonConfig.parse({ kind: 'chafon', dialect: kind, band: 'eu', ...common });
  }
}

function attach(kind: UhfModuleKind, options: Partial<UhfModuleOptions> = {}, more: object = {}): void {
  const link = join(folder, 'module');
  module = createUhfModule({ kind, link, tags: [tag(1), tag(2)], ratePerSecond: 200, clock, ...options });
  reader = openUhfReader(configOf(kind, more), { clock, log: createLog('test', 'silent') });
}
const start = () => reader.start((event) => events.push(event));
const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)).toBe(wanted), patience);
const epcs = (from = 0) =>
  new Set(
    events
      .slice(from)
      .flatMap((event) => (event.kind === 'reads' ? event.reads.map((read) => read.epc) : [])),
  );
const reads = (...serials: number[]) => {
  const from = events.length;
  const wanted = serials.map((serial) => tag(serial).epc);
  return vi.waitFor(() => expect([...epcs(from)].sort()).toEqual(expect.arrayContaining(wanted)), patience);
};
const garbled = () => events.flatMap((event) => (event.kind === 'garbled' ? [event] : []));
const pass = async (ms: number) => {
  const end = clock.monotonicMs() + ms;
  speed = 5;
  await vi.waitFor(() => expect(clock.monotonicMs()).toBeGreaterThan(end), patience);
  speed = 1;
};

describe.each<UhfModuleKind>(['thingmagic', 'uhfreader18', 'uhfreader288', 'yrm100'])('a %s', (kind) => {
  test('is connected when it has taken its settings, and reads', async () => {
    attach(kind);
    start();
    await state('disconnected');
    module.plug();
    await state('connected');
    await reads(1, 2);
    const read = events.flatMap((event) => (event.kind === 'reads' ? event.reads : []))[0];
    expect(read).toMatchObject({ epc: tag(1).epc, antenna: kind === 'uhfreader18' ? 0 : 1 });
    expect(read?.rssiDbm).toBe(kind === 'uhfreader18' ? null : -52);
    expect(garbled()).toEqual([]);
  });

  test('reads on after each unplug', async () => {
    attach(kind);
    module.plug();
    start();
    for (let round = 0; round < 3; round += 1) {
      await state('connected');
      await reads(1, 2);
      module.unplug();
      await state('disconnected');
      module.plug();
    }
    await state('connected');
    await reads(1, 2);
  });

  test('reads only while it is told to, and stops before its port is closed', async () => {
    attach(kind, {}, { reading: false });
    module.plug();
    start();
    await state('connected');
    await pass(2_000);
    expect(epcs()).toEqual(new Set());
    reader.setReading(true);
    await reads(1, 2);
    reader.setReading(false);
    await vi.waitFor(() => expect(module.reading).toBe(false), patience);
    await pass(500);
    const before = events.length;
    await pass(2_000);
    expect([...epcs(before)]).toEqual([]);
    reader.setReading(true);
    await reads(1, 2);
    await reader.close();
    if (kind === 'thingmagic' || kind === 'yrm100') {
      await vi.waitFor(() => expect(module.reading).toBe(false), patience);
    }
  });

  test('that falls silent counts as gone, and comes back by itself', async () => {
    attach(kind);
    module.plug();
    start();
    await state('connected');
    await reads(1, 2);
    module.mute(true);
    await pass(12_000);
    await state('disconnected');
    expect(events.at(-1)).toMatchObject({ detail: expect.stringMatching(/^no answer to /) });
    expect(states()).not.toContain('failed');
    module.mute(false);
    await state('connected');
    await reads(1, 2);
  });

  test('with nothing before its antennas stays connected', async () => {
    attach(kind, { tags: [] });
    module.plug();
    start();
    await state('connected');
    await pass(8_000);
    expect(states()).toEqual(['connected']);
    module.show([tag(7)]);
    await reads(7);
  });

  test('is heard through each fault of the wire, and garbage is told with its bytes', async () => {
    const faults: WireFault[] = wireFaults.filter((fault) => fault !== 'unplug');
    attach(kind, { faults, faultEvery: 7 });
    module.plug();
    start();
    speed = 4;
    await vi.waitFor(() => expect(garbled().length).toBeGreaterThanOrEqual(4), patience);
    await reads(1, 2);
    expect(garbled().some(({ hex }) => hex.startsWith('0001'))).toBe(true);
    for (const { reason, bytes } of garbled()) {
      expect(reason).toMatch(/^bytes of no frame: at byte \d+ should have \w+ /);
      expect(bytes).toBeGreaterThan(0);
    }
  });

  test('survives a plug that is loose', async () => {
    attach(kind, { faults: ['unplug'], faultEvery: 40 });
    module.plug();
    start();
    speed = 2;
    await vi.waitFor(() => {
      expect(states().filter((one) => one === 'connected').length).toBeGreaterThanOrEqual(3);
      expect(states().filter((one) => one === 'disconnected').length).toBeGreaterThanOrEqual(2);
    }, patience);
    await reads(1, 2);
  });

  test('is silent after its end, and ends twice', async () => {
    attach(kind);
    module.plug();
    start();
    await reads(1, 2);
    await Promise.all([reader.close(), reader.close()]);
    const before = events.length;
    reader.setReading(true);
    await pass(1_000);
    expect(events).toHaveLength(before);
  });
});

test('a module that refuses a setting fails by name, and is tried again', async () => {
  const refusals = new Map([[0x97, 0x010b]]);
  attach('thingmagic', { refusals });
  module.plug();
  start();
  await state('failed');
  expect(events.at(-1)).toMatchObject({ detail: expect.stringMatching(/^set region: /) });
  refusals.clear();
  await pass(6_000);
  await state('connected');
});

test('a Chafon of the other kind is refused by name', async () => {
  attach('uhfreader18');
  reader = openUhfReader(configOf('uhfreader288'), { clock, log: createLog('test', 'silent') });
  module.plug();
  start();
  await state('failed');
  expect(events.at(-1)).toMatchObject({ detail: expect.stringContaining('speaks uhfreader18') });
});

test('who is told of reads may stop the reading at once', async () => {
  attach('thingmagic');
  module.plug();
  reader.start((event) => {
    events.push(event);
    if (event.kind === 'reads') reader.setReading(false);
  });
  await vi.waitFor(() => expect(epcs().size).toBeGreaterThan(0), patience);
  await vi.waitFor(() => expect(module.reading).toBe(false), patience);
});

test('settings name one way to the module', () => {
  const module = { kind: 'yrm100', id: 'r1', region: 'eu' };
  expect(yrm100Config.safeParse({ ...module, host: '10.0.0.9', port: 4001 }).success).toBe(true);
  for (const way of [{}, { host: '10.0.0.9' }, { path: '/dev/rfid', host: '10.0.0.9', port: 1 }]) {
    expect(yrm100Config.safeParse({ ...module, ...way }).success).toBe(false);
  }
});
