import { createServer } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { freePort } from '../../../test/harness/ports.ts';
import type { LlrpFault } from '../../simulators/llrp-reader/faults.ts';
import {
  type LlrpReaderOptions,
  type SimulatedLlrpReader,
  startLlrpReader,
} from '../../simulators/llrp-reader/llrp-reader.ts';
import { type ModelName, modelNames } from '../../simulators/llrp-reader/models.ts';
import { tagEpc } from '../../simulators/llrp-reader/tag-field.ts';
import { openReader } from '../open-reader.ts';
import { fastClock, readerContract } from '../reader.contract.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import { readerConfig } from '../reader-config.ts';

const log = createLog('test', 'silent');
const patience = { timeout: 12_000, interval: 5 };

function readerAt(port: number, clock: Clock, settings: object = {}): RfidReader {
  const input = { kind: 'llrp', id: 'r1', host: '127.0.0.1', port, keepaliveMs: 1_000, ...settings };
  return openReader(readerConfig.parse(input), { clock, log });
}

async function rigFor(model: ModelName, settings: object, clock: Clock) {
  const port = await freePort();
  const reader = readerAt(port, clock, settings);
  let simulated: SimulatedLlrpReader | undefined;
  const epcs = Array.from({ length: 5 }, (_, serial) => tagEpc(serial + 1));
  const unplug = async () => {
    await simulated?.stop();
    simulated = undefined;
  };
  return {
    reader,
    epcs,
    plug: async () => {
      simulated = await startLlrpReader({ port, model, tags: epcs.length, rate: 50, clock });
    },
    unplug,
    isReading: () => simulated?.roSpecs.some(({ CurrentState }) => CurrentState === 'Active') ?? false,
    drop: () => simulated?.inject('reset'),
    silence: () => simulated?.inject('half-open'),
    reboot: () => simulated?.inject('reboot'),
    antenna: (antenna: number, connected: boolean) => simulated?.antenna(antenna, connected),
    input: (number: number, high: boolean) => simulated?.input(number, high),
    ...(model === 'plain' ? {} : { jumpClock: (byMs: number) => simulated?.jumpClock(byMs) }),
    dispose: unplug,
  };
}

for (const model of modelNames) {
  readerContract(`a ${model} as LLRP reader`, (clock) => rigFor(model, {}, clock));
}

describe('an LLRP reader', () => {
  let events: RfidEvent[] = [];
  let simulated: SimulatedLlrpReader;
  let reader: RfidReader;
  const troubles = () => events.flatMap((event) => (event.kind === 'trouble' ? [event.message] : []));
  const reads = () => events.flatMap((event) => (event.kind === 'reads' ? event.reads : []));
  const states = () => events.flatMap((event) => (event.kind === 'state' ? [event] : []));
  const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)?.state).toBe(wanted), patience);
  const readsOn = async (count = 1) => {
    const before = reads().length;
    await vi.waitFor(() => expect(reads().length).toBeGreaterThanOrEqual(before + count), patience);
  };
  const trouble = (wanted: RegExp) =>
    vi.waitFor(() => expect(troubles()).toContainEqual(expect.stringMatching(wanted)), patience);

  async function begin(settings: object = {}, options: LlrpReaderOptions = {}): Promise<void> {
    const clock = fastClock(4);
    events = [];
    simulated = await startLlrpReader({ clock, tags: 5, rate: 100, ...options });
    reader = readerAt(simulated.port, clock, settings);
    reader.start((event) => events.push(event));
  }
  afterEach(async () => {
    await reader.close();
    await simulated.stop();
  });

  const lasting: readonly LlrpFault[] = ['delay', 'split', 'merge', 'nil', 'unknown-custom'];
  test.each(lasting)('reads everything in spite of %s', async (fault) => {
    await begin({ phase: true, tid: true }, { faults: [fault] });
    await readsOn(100);
    expect(new Set(reads().map(({ epc }) => epc)).size).toBe(5);
    for (const { antenna, rssiDbm, firstSeenUs, channel, more } of reads().map((read) => ({
      channel: read.more?.channel,
      ...read,
    }))) {
      expect(antenna).toBeGreaterThanOrEqual(1);
      expect(rssiDbm).toBeLessThan(-40);
      expect(firstSeenUs).toBeGreaterThan(1e15);
      expect(channel).toBeGreaterThanOrEqual(1);
      expect(more?.tid).toMatch(/^E28011602000/);
      expect(more?.phaseRadians).toBeLessThan(7);
    }
    expect(troubles()).toEqual([]);
    expect(states()).toHaveLength(1);
  });

  test('tells garbage with its place, and connects again', async () => {
    await begin();
    await readsOn();
    simulated.inject('garbage');
    await vi.waitFor(
      () => expect(states().map((one) => one.state)).toEqual(['connected', 'disconnected', 'connected']),
      patience,
    );
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'garbled', reason: expect.stringMatching(/at byte \d+/) }),
    );
    await readsOn();
  });

  test('tells an error message, and goes on', async () => {
    await begin();
    await readsOn();
    simulated.inject('error-message');
    await trouble(/M_FieldError "an error without a request" \(field 0: A_Invalid\)/);
    await readsOn();
    expect(states()).toHaveLength(1);
  });

  test('tells why a reader refuses, and tries again', async () => {
    await begin({}, { faults: ['wrong-status'] });
    await state('failed');
    expect(states().at(-1)?.detail).toMatch(/refuses our ROSpec: M_FieldError "the radio is not ready"/);
    simulated.mend('wrong-status');
    await state('connected');
    await readsOn();
  });

  test('takes a flood whole', async () => {
    await begin({ use: 'pack-tunnel', reportEveryTags: 200 }, { tags: 500, rate: 1 });
    await state('connected');
    await vi.waitFor(() => expect(simulated.roSpecs[0]?.CurrentState).toBe('Active'), patience);
    simulated.inject('flood');
    const count = () => reads().reduce((sum, read) => sum + read.count, 0);
    await vi.waitFor(() => expect(count()).toBeGreaterThanOrEqual(20_000), patience);
  });

  test('leaves the ROSpec of another program alone, and says what stands in the way', async () => {
    await begin({}, { model: 'zebra-fx9600', faults: ['foreign-rospec'] });
    await state('failed');
    expect(states().at(-1)?.detail).toMatch(/ROSpec 77 of another program is reading with the same antennas/);
    await reader.close();
    expect(simulated.roSpecs).toMatchObject([{ ROSpecID: 77, CurrentState: 'Active' }]);
    expect(simulated.requests).not.toContain('DELETE_ROSPEC');
  });

  test('works beside the ROSpec of another program that uses other antennas', async () => {
    await begin({ antennas: [{ antenna: 2 }] }, { model: 'zebra-fx9600', faults: ['foreign-rospec'] });
    await state('connected');
    expect(simulated.roSpecs.map(({ ROSpecID }) => ROSpecID)).toEqual([77, 1410]);
    await reader.close();
    expect(simulated.roSpecs).toMatchObject([{ ROSpecID: 77 }, { ROSpecID: 1410, CurrentState: 'Disabled' }]);
  });

  test('refuses its own number in the hands of another program', async () => {
    await begin({ roSpecId: 77 }, { faults: ['foreign-rospec'] });
    await state('failed');
    expect(states().at(-1)?.detail).toMatch(/ROSpec 77 in the reader is not ours/);
  });

  test('takes the reader over when it is told to', async () => {
    await begin({ takeOver: true }, { faults: ['foreign-rospec'] });
    await readsOn();
    expect(simulated.roSpecs.map(({ ROSpecID }) => ROSpecID)).toEqual([1410]);
  });

  test('replaces its own ROSpec of an earlier start', async () => {
    await begin({ onClose: 'leave' });
    await readsOn();
    await reader.close();
    expect(simulated.roSpecs).toMatchObject([{ ROSpecID: 1410, CurrentState: 'Active' }]);
    const again = readerAt(simulated.port, fastClock(4), { use: 'pack-tunnel' });
    await vi.waitFor(() => expect(simulated.hasClient).toBe(false), patience);
    again.start((event) => events.push(event));
    await state('connected');
    await readsOn();
    await again.close();
    expect(simulated.roSpecs).toMatchObject([{ ROSpecID: 1410, CurrentState: 'Disabled' }]);
    expect(simulated.requests.at(-1)).toBe('CLOSE_CONNECTION');
  });

  test('names who holds the only connection, and tells it once', async () => {
    await begin();
    await readsOn();
    const second: RfidEvent[] = [];
    const other = readerAt(simulated.port, fastClock(4));
    other.start((event) => second.push(event));
    const detail = expect.stringMatching(/another program holds the only connection/);
    await vi.waitFor(
      () => expect(second).toContainEqual({ kind: 'state', state: 'failed', detail }),
      patience,
    );
    await trouble(/another program tried to connect/);
    await reader.close();
    await vi.waitFor(() => expect(second.at(-1)?.kind).toBe('reads'), patience);
    const told = second.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
    expect(told).toEqual(['failed', 'connected']);
    await other.close();
  });

  test.each([
    ['zebra-fx9600', ['GET_SUPPORTED_VERSION', 'SET_PROTOCOL_VERSION']],
    ['impinj-r420', ['GET_SUPPORTED_VERSION', 'GET_READER_CAPABILITIES']],
  ] as const)('speaks 1.1 with a %s where it can', async (model, requests) => {
    await begin({ version: '1.1' }, { model });
    await readsOn();
    expect(simulated.requests.slice(0, 2)).toEqual(requests);
  });

  test('reads while an input is high', async () => {
    await begin({ startOnInput: { port: 2 } });
    await state('connected');
    await vi.waitFor(() => expect(simulated.roSpecs[0]?.CurrentState).toBe('Inactive'), patience);
    simulated.input(2, true);
    await readsOn();
    simulated.input(2, false);
    expect(simulated.roSpecs[0]?.CurrentState).toBe('Inactive');
    expect(states()).toHaveLength(1);
  });

  test('starts a ROSpec again that ends by itself', async () => {
    await begin({ use: 'pack-tunnel' }, { model: 'plain' });
    await vi.waitFor(
      () => expect(simulated.requests.filter((name) => name === 'START_ROSPEC').length).toBeGreaterThan(1),
      patience,
    );
    await readsOn();
    expect(troubles()).toEqual([]);
  });

  test('gives the reads of a reader without a clock our times', async () => {
    await begin({}, { model: 'plain' });
    const startedUs = Date.now() * 1000;
    await readsOn(20);
    for (const { firstSeenUs } of reads()) {
      expect(Math.abs((firstSeenUs ?? 0) - startedUs)).toBeLessThan(60_000_000);
    }
  });

  test('drops weak reads and foreign EPCs', async () => {
    await begin({ minRssiDbm: -48, epcPrefixes: [tagEpc(1), tagEpc(2), tagEpc(3)] });
    await trouble(/3 EPC prefixes: the reader takes 2/);
    await readsOn(20);
    for (const { epc, rssiDbm } of reads()) {
      expect([tagEpc(1), tagEpc(2), tagEpc(3)]).toContain(epc);
      expect(rssiDbm).toBeGreaterThanOrEqual(-48);
    }
  });

  test('tells what the reader itself reports', async () => {
    await begin();
    await state('connected');
    simulated.exception('the fan is loud');
    await trouble(/the reader reports: the fan is loud/);
  });

  test('follows tags from antenna to antenna', async () => {
    await begin({}, { tags: 0, rate: 400 });
    await state('connected');
    await vi.waitFor(() => expect(simulated.roSpecs[0]?.CurrentState).toBe('Active'), patience);
    simulated.pass({ epcs: ['3034257BF7194E4000001A85'], durationMs: 2_000 });
    await vi.waitFor(() => expect(reads().some(({ antenna }) => antenna === 4)).toBe(true), patience);
    expect(reads().findIndex(({ antenna }) => antenna === 1)).toBeLessThan(
      reads().findIndex(({ antenna }) => antenna === 4),
    );
  });

  test('gives up on what does not greet', async () => {
    const server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await begin();
    const mute: RfidEvent[] = [];
    const deaf = readerAt(port, fastClock(8));
    deaf.start((event) => mute.push(event));
    await vi.waitFor(
      () =>
        expect(mute).toContainEqual(
          expect.objectContaining({ state: 'disconnected', detail: expect.stringMatching(/does not greet/) }),
        ),
      patience,
    );
    await deaf.close();
    server.close();
  });
});
