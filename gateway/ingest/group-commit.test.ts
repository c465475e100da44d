import { describe, expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import { migrations } from '../database.ts';
import { chainOf, testSite } from '../gateway-test-kit.ts';
import type { Arrival } from '../log/arrival.ts';
import { openFactLog } from '../log/fact-log.ts';
import { createGroupCommit } from './group-commit.ts';
import { createRefusals } from './refusals.ts';

const log = createLog('test', 'silent');

function ingest() {
  const db = openSqlite(':memory:', migrations);
  const factLog = openFactLog(db, testSite);
  const clock = new ManualClock();
  const acks: FactAck[] = [];
  const commits: number[] = [];
  const refusals = createRefusals(log, clock);
  const groupCommit = createGroupCommit({
    factLog,
    refusals,
    log,
    clock,
    acknowledge: (_station, ack) => acks.push(ack),
    onCommitted: () => commits.push(factLog.cursor()),
  });
  return { db, factLog, groupCommit, acks, commits, refusals };
}
const batch = (station: string, facts: readonly unknown[]): Arrival => ({
  kind: 'batch',
  station,
  topic: 't',
  facts,
  payload: Buffer.alloc(0),
});
const noise: Arrival = {
  kind: 'refused',
  code: 'BATCH_INVALID',
  station: 'x',
  topic: 't',
  payload: Buffer.from('?'),
};

describe('group commit', () => {
  test('settles in the order of arrival, when all is stored, in groups that stay short', async () => {
    const { factLog, groupCommit, acks, commits } = ingest();
    const facts = chainOf('pack-1', 2_400);
    const settled: string[] = [];
    const submit = (name: string, arrival: Arrival) =>
      groupCommit.submit(arrival, (fault) =>
        settled.push(`${name} ${fault?.code ?? factLog.headOf('pack-1').upTo}`),
      );
    for (let from = 0; from < 2_400; from += 400)
      submit(`from ${from}`, batch('pack-1', facts.slice(from, from + 400)));
    submit('noise', noise);
    expect(settled).toEqual([]);
    await vi.waitFor(() => expect(settled).toHaveLength(7));
    const groups = [1_200, 1_200, 1_200, 2_400, 2_400, 2_400];
    expect(settled).toEqual([...groups.map((upTo, index) => `from ${index * 400} ${upTo}`), 'noise 2400']);
    expect(commits).toEqual([1_200, 2_400]);
    expect(acks.map((ack) => ack.upTo)).toEqual([1_200, 2_400]);
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

  test('gives nobody an acknowledgement while the store fails, and all that waits fails with it', async () => {
    const { db, groupCommit, acks, refusals } = ingest();
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
    groupCommit.submit(batch('pack-1', facts.slice(0, 500)), () => {});
    groupCommit.flush();
    expect([acks.at(-1)?.upTo, groupCommit.failing()]).toEqual([500, false]);
  });
});
