import { describe, expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { genesis } from '../../protocols/wire/fact-chain.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { StationId } from '../../protocols/wire/ids.ts';
import { migrations } from '../database.ts';
import type { Arrival } from '../log/arrival.ts';
import { openFactLog } from '../log/fact-log.ts';
import { chainOf, testSite } from '../testing-gateway.ts';
import { createDiskReserve } from './disk-reserve.ts';
import { createGroupCommit } from './group-commit.ts';
import { readArrival } from './read-arrival.ts';
import { createRefusals } from './refusals.ts';

const log = createLog('test', 'silent');

function ingest() {
  const db = openSqlite(':memory:', migrations);
  const factLog = openFactLog(db, testSite);
  const clock = new ManualClock();
  const acks: FactAck[] = [];
  const commits: number[] = [];
  const refusals = createRefusals(log, clock);
  const free = { bytes: 10_000 };
  const groupCommit = createGroupCommit({
    factLog,
    refusals,
    log,
    clock,
    disk: createDiskReserve(1_000, clock, () => free.bytes),
    maxPendingBytes: 1_048_576,
    acknowledge: (_station, ack) => acks.push(ack),
    ackOf: (station) => ({ v: 1, station: station as StationId, ...factLog.headOf(station), gap: null }),
    read: (message) => readArrival(message).arrival,
    onCommitted: () => commits.push(factLog.cursor()),
  });
  return { db, factLog, groupCommit, acks, commits, refusals, clock, free };
}
const batch = (station: string, facts: readonly unknown[]): Arrival => ({
  kind: 'batch',
  station,
  topic: 't',
  facts,
  payload: Buffer.alloc(0),
});

describe('group commit', () => {
  test('PIPE trap 8: commits what has arrived at the end of the turn, and waits for no timer', async () => {
    const { groupCommit, clock, commits } = ingest();
    const timers = vi.spyOn(clock, 'after');
    const done = vi.fn();
    for (const station of ['pack-1', 'pack-2', 'pack-3'])
      groupCommit.submit(batch(station, chainOf(station, 1)), done);
    await new Promise((resolve) => setImmediate(resolve));
    expect([done.mock.calls.length, commits]).toEqual([3, [3]]);
    expect(timers).not.toHaveBeenCalled();
  });

  test('settles in the order of arrival, when all is stored, in groups that stay short', async () => {
    const { factLog, groupCommit, acks, commits } = ingest();
    const facts = chainOf('pack-1', 4_800);
    const settled: string[] = [];
    const submit = (name: string, arrival: Arrival) =>
      groupCommit.submit(arrival, (fault) =>
        settled.push(`${name} ${fault?.code ?? factLog.headOf('pack-1').upTo}`),
      );
    for (let from = 0; from < 4_800; from += 800)
      submit(`from ${from}`, batch('pack-1', facts.slice(from, from + 800)));
    expect(settled).toEqual([]);
    await vi.waitFor(() => expect(settled).toHaveLength(6));
    const groups = [2_400, 2_400, 2_400, 4_800, 4_800, 4_800];
    expect(settled).toEqual(groups.map((upTo, index) => `from ${index * 800} ${upTo}`));
    expect(commits).toEqual([2_400, 4_800]);
    expect(acks.map((ack) => ack.upTo)).toEqual([2_400, 4_800]);
  });

  test('answers a station once per group, with the gap that is still open after all of it', async () => {
    const { groupCommit, acks } = ingest();
    const facts = chainOf('pack-1', 9);
    const done = vi.fn();
    for (const part of [facts.slice(3, 5), facts.slice(0, 2), facts.slice(6, 8)])
      groupCommit.submit(batch('pack-1', part), done);
    await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(3));
    expect(acks).toEqual([
      { v: 1, station: 'pack-1', upTo: 2, hash: facts[1]?.hash, gap: { from: 3, to: 6 } },
    ]);
  });

  test('tells a station which of its facts is refused, and the others only how far they are', async () => {
    const { groupCommit, acks } = ingest();
    const kept = chainOf('pack-1', 3);
    const [, , other] = chainOf('pack-1', 3, genesis, {
      type: 'order.started',
      data: { order: 'X', version: 1 },
    });
    groupCommit.submit(batch('pack-1', kept), () => {});
    groupCommit.flush();
    groupCommit.submit(batch('pack-1', [other]), () => {});
    groupCommit.submit(batch('pack-2', chainOf('pack-2', 1)), () => {});
    groupCommit.flush();
    const refused = { code: 'FACT_CONFLICT', seq: 3, hash: other?.hash };
    expect(acks.map((ack) => [ack.station, ack.upTo, ack.refused])).toEqual([
      ['pack-1', 3, undefined],
      ['pack-1', 3, refused],
      ['pack-2', 1, undefined],
    ]);
  });

  test('tells of a refused fact also when the same station brings good ones behind it, and counts what has no number', () => {
    const { groupCommit, acks, refusals } = ingest();
    const facts = chainOf('pack-1', 3);
    const content = { type: 'order.started', data: { order: 'X', version: 1 } } as const;
    const [other] = chainOf('pack-1', 1, genesis, content);
    groupCommit.submit(batch('pack-1', facts.slice(0, 2)), () => {});
    groupCommit.flush();
    groupCommit.submit(batch('pack-1', [other, { type: 'order.started' }]), () => {});
    groupCommit.submit(batch('pack-1', facts.slice(2)), () => {});
    groupCommit.flush();
    const refused = { code: 'FACT_CONFLICT', seq: 1, hash: other?.hash };
    expect(acks.at(-1)).toMatchObject({ upTo: 3, refused });
    expect(refusals.byCode()).toEqual({ FACT_CONFLICT: 1, FACT_WITHOUT_SEQ: 1 });
  });

  test('commits all that waits before a stop, in as many groups as that takes', () => {
    const { groupCommit, factLog, commits } = ingest();
    const facts = chainOf('pack-1', 4_800);
    for (let from = 0; from < 4_800; from += 800)
      groupCommit.submit(batch('pack-1', facts.slice(from, from + 800)), () => {});
    groupCommit.flush();
    expect([factLog.headOf('pack-1').upTo, commits.length, groupCommit.idle()]).toEqual([4_800, 2, true]);
  });

  test('tells a station whose signature does not fit, with what it is known to have', async () => {
    const { groupCommit, acks, factLog } = ingest();
    groupCommit.submit(batch('pack-1', chainOf('pack-1', 2)), () => {});
    groupCommit.flush();
    const [, , third] = chainOf('pack-1', 3);
    if (third === undefined) throw new Error('there are three');
    const head = { seq: third.seq, hash: third.hash, key: '0'.repeat(16), signature: 'A'.repeat(86) };
    const message = { station: 'pack-1', topic: 't', payload: Buffer.alloc(0) };
    groupCommit.submit({ ...message, kind: 'refused', code: 'HEAD_INVALID', head }, () => {});
    groupCommit.flush();
    expect(factLog.cursor()).toBe(2);
    expect(acks.at(-1)).toMatchObject({
      station: 'pack-1',
      upTo: 2,
      refused: { code: 'HEAD_INVALID', seq: 3, hash: third.hash },
    });
  });

  test('takes a few facts of each station in turn, so that who floods it waits for itself', async () => {
    const { groupCommit, factLog } = ingest();
    const settled: string[] = [];
    const flood = chainOf('flood', 3_000);
    for (let from = 0; from < 3_000; from += 500)
      groupCommit.submit(batch('flood', flood.slice(from, from + 500)), () => settled.push('flood'));
    for (const station of ['pack-1', 'pack-2'])
      for (const fact of chainOf(station, 2))
        groupCommit.submit(batch(station, [fact]), () => settled.push(station));
    await vi.waitFor(() => expect(settled).toHaveLength(10));
    expect(settled.slice(0, 5)).toEqual(['flood', 'pack-1', 'pack-1', 'pack-2', 'pack-2']);
    expect(factLog.headOf('flood').upTo).toBe(3_000);
  });

  test('takes no more than an eighth of what may wait from one station, and loses nothing that it took', async () => {
    const { groupCommit, factLog, refusals } = ingest();
    const facts = chainOf('pack-1', 4);
    const outcome: (string | undefined)[] = [];
    const large = (station: string, fact: unknown): Arrival =>
      ({ ...batch(station, [fact]), payload: Buffer.alloc(60_000) }) as Arrival;
    for (const fact of facts) groupCommit.submit(large('pack-1', fact), (fault) => outcome.push(fault?.code));
    groupCommit.submit(large('pack-2', chainOf('pack-2', 1)[0]), () => {});
    expect(groupCommit.stats()).toMatchObject({ pendingMessages: 3, pendingBytes: 180_000 });
    expect(outcome).toEqual(['INGEST_OVERLOADED', 'INGEST_OVERLOADED']);
    await vi.waitFor(() => expect(groupCommit.idle()).toBe(true));
    expect([factLog.headOf('pack-1').upTo, factLog.headOf('pack-2').upTo]).toEqual([2, 1]);
    expect(refusals.byCode()).toEqual({ INGEST_OVERLOADED: 2 });
    expect(groupCommit.stats()).toMatchObject({
      pendingMessages: 0,
      pendingBytes: 0,
      commits: 1,
      messages: 3,
    });
  });

  test('refuses with a group that fails what waits behind it: its stations would hear nothing for ever', async () => {
    const { groupCommit, free, clock, acks } = ingest();
    const faults: (string | undefined)[] = [];
    const facts = chainOf('pack-1', 4_800);
    free.bytes = 999;
    clock.advance(1_000);
    for (let from = 0; from < 4_800; from += 800)
      groupCommit.submit(batch('pack-1', facts.slice(from, from + 800)), (fault) => faults.push(fault?.code));
    await new Promise((resolve) => setImmediate(resolve));
    expect(faults).toHaveLength(6);
    expect(new Set(faults).size).toBe(1);
    expect([faults[0], acks, groupCommit.idle()]).toEqual([expect.any(String), [], true]);
  });

  test('stops before the disk is full, and goes on when there is room', async () => {
    const { groupCommit, free, clock, factLog } = ingest();
    const faults: (string | undefined)[] = [];
    const [fact] = chainOf('pack-1', 1);
    free.bytes = 999;
    clock.advance(1_000);
    groupCommit.submit(batch('pack-1', [fact]), (fault) => faults.push(fault?.code));
    groupCommit.flush();
    expect(factLog.cursor()).toBe(0);
    free.bytes = 1_000;
    clock.advance(1_000);
    groupCommit.submit(batch('pack-1', [fact]), (fault) => faults.push(fault?.code));
    groupCommit.flush();
    expect([faults, factLog.cursor()]).toEqual([['DISK_RESERVE_REACHED', undefined], 1]);
  });

  test('gives nobody an acknowledgement while the store fails, and all that waits fails with it', async () => {
    const { db, groupCommit, acks, refusals, clock } = ingest();
    db.exec('ALTER TABLE stations RENAME TO stolen');
    const faults: (string | undefined)[] = [];
    const facts = chainOf('pack-1', 1_500);
    for (const part of [facts.slice(0, 500), facts.slice(500, 1_000), facts.slice(1_000)]) {
      groupCommit.submit(batch('pack-1', part), (fault) => faults.push(fault?.code));
    }
    await vi.waitFor(() => expect(faults).toEqual(Array(3).fill('FACT_LOG_WRITE_FAILED')));
    expect([acks, groupCommit.failing(), refusals.byCode()]).toEqual([
      [],
      true,
      { FACT_LOG_WRITE_FAILED: 1 },
    ]);
    db.exec('ALTER TABLE stolen RENAME TO stations');
    clock.advance(250);
    groupCommit.submit(batch('pack-1', facts.slice(0, 500)), () => {});
    groupCommit.flush();
    expect([acks.at(-1)?.upTo, groupCommit.failing()]).toEqual([500, false]);
  });

  test('asks a store that fails again after pauses that grow, and refuses at once meanwhile', () => {
    const { db, groupCommit, clock } = ingest();
    db.exec('ALTER TABLE stations RENAME TO stolen');
    let refused = 0;
    const [fact] = chainOf('pack-1', 1);
    const tries: number[] = [];
    for (let ms = 0; ms < 60_000; ms += 50) {
      groupCommit.submit(batch('pack-1', [fact]), () => {
        refused += 1;
      });
      if (!groupCommit.idle()) tries.push(ms);
      groupCommit.flush();
      clock.advance(50);
    }
    expect(refused).toBe(1_200);
    expect(tries).toEqual([0, 250, 750, 1_750, 3_750, 7_750, 15_750, 30_750, 45_750]);
  });
});
