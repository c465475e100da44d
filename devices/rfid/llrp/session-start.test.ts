import { describe, expect, test } from 'vitest';
import { parameterIn, parametersIn } from '../../../protocols/llrp/message.ts';
import { capabilitiesOf, modelNamed } from '../../simulators/llrp-reader/models.ts';
import { Bench, success, wrong } from './testing-session.ts';

Bench.capabilities = capabilitiesOf(modelNamed('impinj-r420'));

describe('setting up', () => {
  test('asks in this order, one thing at a time', () => {
    const bench = new Bench();
    bench.input({ kind: 'connected' });
    expect(bench.sent).toEqual([]);
    bench.event({ type: 'ConnectionAttemptEvent', Status: 'Success' });
    expect(bench.names).toEqual(['GET_READER_CAPABILITIES']);
    bench.settle();
    expect(bench.names).toEqual([
      'GET_READER_CAPABILITIES',
      'IMPINJ_ENABLE_EXTENSIONS',
      'GET_READER_CONFIG',
      'GET_ROSPECS',
      'SET_READER_CONFIG',
      'ADD_ROSPEC',
      'ENABLE_EVENTS_AND_REPORTS',
      'ENABLE_ROSPEC',
    ]);
    expect(new Set(bench.sent.map(({ id }) => id)).size).toBe(8);
    expect(bench.told).toEqual(['connected: Impinj 2001002, firmware 5.14.0.240']);
  });

  test('is done anew on each connection', () => {
    const bench = new Bench();
    bench.run();
    bench.input({ kind: 'disconnected', state: 'disconnected', detail: 'gone' });
    expect(bench.wakeAtMs()).toBeNull();
    const before = bench.sent.length;
    bench.run();
    expect(bench.names.slice(before)).toEqual(bench.names.slice(0, before));
    expect(bench.told.slice(1)).toEqual(['disconnected: gone', bench.told[0]]);
  });

  test('takes answers to the present request only', () => {
    const bench = new Bench();
    bench.greet();
    const { pending } = bench.state;
    const id = pending?.id ?? 0;
    bench.message({ type: 'ADD_ROSPEC_RESPONSE', version: 1, id, parameters: [success] });
    bench.message({
      type: 'GET_READER_CAPABILITIES_RESPONSE',
      version: 1,
      id: id + 1,
      parameters: [success],
    });
    expect(bench.state.pending).toEqual(pending);
  });

  test('gives up the connection when an answer does not come', () => {
    const bench = new Bench();
    bench.greet();
    bench.wait(4_999);
    expect(bench.reconnects).toEqual([]);
    bench.wait(1);
    expect(bench.reconnects).toEqual(['no GET_READER_CAPABILITIES_RESPONSE within 5000 ms']);
    expect(bench.state.phase).toBe('offline');
  });

  test('goes on without what can be done without, and says so', () => {
    const bench = new Bench();
    bench.greet();
    bench.answer();
    bench.answer(wrong);
    bench.answer(wrong);
    bench.answer();
    bench.answer(wrong);
    expect(bench.names.at(-1)).toBe('SET_READER_CONFIG');
    expect(parametersIn(bench.sent.at(-1) ?? {}, 'KeepaliveSpec')).toHaveLength(1);
    expect(bench.sent.at(-1)?.parameters).toHaveLength(1);
    bench.answer(wrong);
    bench.settle();
    expect(bench.state.phase).toBe('running');
    expect(bench.troubles).toEqual([
      'the reader refuses its maker\'s extensions: M_ParameterError "no"',
      'the reader refuses to tell its configuration: M_ParameterError "no"',
      'the reader refuses its configuration: M_ParameterError "no"',
      'the reader refuses keepalives: M_ParameterError "no"',
    ]);
  });

  test('asks a reader without keepalives whether it is there', () => {
    const bench = new Bench();
    bench.greet();
    for (let step = 0; step < 4; step += 1) bench.answer();
    bench.answer(wrong);
    bench.answer(wrong);
    bench.settle();
    bench.wait(10_000);
    expect(bench.names.at(-1)).toBe('GET_READER_CONFIG');
    bench.answer();
    expect(bench.reconnects).toEqual([]);
    bench.wait(15_000);
    expect(bench.reconnects).toEqual(['no GET_READER_CONFIG_RESPONSE within 5000 ms']);
  });

  test('says why a reader cannot be used, and tries again after a while', () => {
    const bench = new Bench();
    bench.greet();
    for (let step = 0; step < 5; step += 1) bench.answer();
    bench.answer(wrong);
    expect(bench.told).toEqual(['failed: the reader refuses our ROSpec: M_ParameterError "no"']);
    bench.wait(10_000);
    bench.settle();
    expect(bench.told).toHaveLength(2);
    expect(bench.state.phase).toBe('running');
  });

  test('tells a power that the reader does not have, and takes the nearest', () => {
    const bench = new Bench({
      powerDbm: 36,
      antennas: [{ antenna: 1 }, { antenna: 2, powerDbm: 20.1 }, { antenna: 9 }],
    });
    bench.run();
    expect(bench.troubles).toEqual([
      'antenna 9: the reader has 4',
      "power 36 dBm: the reader's range is 10 to 32.5 dBm, so 32.5 dBm is used",
    ]);
    const add = bench.sent.find(({ type }) => type === 'ADD_ROSPEC') ?? {};
    const aiSpec = parameterIn(parameterIn(add, 'ROSpec') ?? {}, 'AISpec');
    const configurations = parametersIn(
      parameterIn(aiSpec ?? {}, 'InventoryParameterSpec') ?? {},
      'AntennaConfiguration',
    );
    expect(aiSpec?.AntennaIDs).toEqual([1, 2]);
    expect(configurations.map((one) => parameterIn(one, 'RFTransmitter')?.TransmitPower)).toEqual([91, 41]);
  });
});

describe('a connection that is refused', () => {
  test('is told with its reason, once, and tried again', () => {
    const bench = new Bench();
    for (let round = 0; round < 3; round += 1) {
      bench.greet('Failed_A_Client_Initiated_Connection_Already_Exists');
      bench.input({ kind: 'disconnected', state: 'disconnected', detail: 'hung up' });
    }
    expect(bench.told).toHaveLength(1);
    expect(bench.told[0]).toMatch(/^failed: another program holds the only connection of the reader/);
    bench.run();
    expect(bench.told).toHaveLength(2);
  });

  test('is given up where the reader does not', () => {
    const bench = new Bench();
    bench.greet('Failed_A_Client_Initiated_Connection_Already_Exists');
    bench.wait(10_000);
    expect(bench.reconnects).toEqual(['another try']);
  });
});
