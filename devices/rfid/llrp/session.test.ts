import { describe, expect, test } from 'vitest';
import { capabilitiesOf, modelNamed } from '../../simulators/llrp-reader/models.ts';
import { Bench, read, success } from './testing-session.ts';

Bench.capabilities = capabilitiesOf(modelNamed('impinj-r420'));

describe('a running session', () => {
  test('acknowledges keepalives, and gives up after two periods of silence', () => {
    const bench = new Bench();
    bench.run();
    for (let round = 0; round < 3; round += 1) {
      bench.wait(9_999);
      bench.message({ type: 'KEEPALIVE', version: 1, id: 900 + round });
    }
    expect(bench.sent.slice(-3)).toMatchObject([900, 901, 902].map((id) => ({ type: 'KEEPALIVE_ACK', id })));
    expect(bench.reconnects).toEqual([]);
    bench.wait(10_000);
    expect(bench.reconnects).toEqual(['silent for 10000 ms']);
  });

  test('passes on its own reads only', () => {
    const bench = new Bench({ minRssiDbm: -60 });
    bench.run();
    const reads = [
      read(),
      read({ roSpecId: 77 }),
      read({ rssiDbm: -70 }),
      read({ roSpecId: null, rssiDbm: null }),
    ];
    bench.input({ kind: 'reads', reads });
    expect(bench.events.at(-1)).toEqual({ kind: 'reads', reads: [reads[0], reads[3]] });
  });

  test('does not flood its listener with troubles', () => {
    const bench = new Bench();
    bench.run();
    for (let n = 0; n < 1_000; n += 1) bench.event({ type: 'ReaderExceptionEvent', Message: `fault ${n}` });
    expect(bench.troubles).toHaveLength(21);
    expect(bench.troubles.at(-1)).toBe('more troubles of the reader are not told');
    bench.wait(9_000);
    bench.wait(1_000);
  });

  test('remembers no more antennas than a reader can have, and tells only changes', () => {
    const bench = new Bench();
    bench.run();
    for (const round of [1, 2]) {
      for (let AntennaID = round; AntennaID <= 1_000; AntennaID += 1) {
        bench.event({ type: 'AntennaEvent', EventType: 'Antenna_Connected', AntennaID });
      }
    }
    expect(bench.state.antennas.size).toBe(256);
    expect(bench.events.filter(({ kind }) => kind === 'antenna')).toHaveLength(256);
  });

  test('tells buffer, preemption, another client and the end that the reader makes', () => {
    const bench = new Bench();
    bench.run();
    bench.event({ type: 'ReportBufferLevelWarningEvent', ReportBufferPercentageFull: 80 });
    bench.event({ type: 'ReportBufferOverflowErrorEvent' });
    bench.event({
      type: 'ROSpecEvent',
      EventType: 'Preemption_Of_ROSpec',
      ROSpecID: 1410,
      PreemptingROSpecID: 7,
    });
    bench.event({ type: 'ConnectionAttemptEvent', Status: 'Another_Connection_Attempted' });
    bench.event({ type: 'ConnectionCloseEvent' });
    expect(bench.troubles).toEqual([
      "the reader's report buffer is 80 % full",
      "the reader's report buffer ran over: reads are lost",
      'ROSpec 7 of another program interrupts our reading',
      'another program tried to connect to the reader',
    ]);
    expect(bench.reconnects).toEqual(['the reader hangs up']);
  });

  test('says good-bye, and stops the radio', () => {
    const bench = new Bench();
    bench.run();
    bench.input({ kind: 'close' });
    expect(bench.names.slice(-2)).toEqual(['DISABLE_ROSPEC', 'CLOSE_CONNECTION']);
    expect(bench.closed).toBe(false);
    bench.message({ type: 'CLOSE_CONNECTION_RESPONSE', version: 1, id: 99, parameters: [success] });
    expect(bench.closed).toBe(true);
    expect(bench.wakeAtMs()).toBeNull();
  });

  test('does not wait for ever for an answer to its good-bye', () => {
    const bench = new Bench({ onClose: 'leave' });
    bench.run();
    bench.input({ kind: 'close' });
    expect(bench.names.at(-2)).toBe('ENABLE_ROSPEC');
    bench.wait(1_000);
    expect(bench.closed).toBe(true);
  });
});
