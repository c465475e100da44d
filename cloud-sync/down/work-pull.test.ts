import { expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { WorkPage, WorkPosition } from '../../protocols/wire/work.ts';
import type { CentralPeer } from '../peers/central-peer.ts';
import type { GatewayPeer } from '../peers/gateway-peer.ts';
import { createWorkPull } from './work-pull.ts';

const epoch = '0000000000000001';
const at = (cursor: number): WorkPosition => ({ v: 1, epoch, cursor, asOf: null });

/** Central with so many documents, two a page, and a replica that has none yet. */
function site(documents: number) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const state = { replica: at(0), waitMs: 0, failPut: false, epoch, more: false };
  const asked: (string | number)[] = [];
  const central = {
    async work(known: WorkPosition): Promise<WorkPage> {
      asked.push(known.cursor);
      clock.advance(state.waitMs);
      const cursor = Math.min(documents, known.cursor + 2);
      const page = {
        epoch: state.epoch,
        cursor,
        documents: Array(cursor - known.cursor).fill({}),
        more: state.more || cursor < documents,
      };
      return page as unknown as WorkPage;
    },
  } as unknown as CentralPeer;
  const gateway = {
    async workPosition() {
      asked.push('replica');
      return state.replica;
    },
    async putWork(page: WorkPage) {
      if (state.failPut) throw new Error('the gateway is away');
      state.replica = at(page.cursor);
      return state.replica;
    },
  } as unknown as GatewayPeer;
  const report = { cursor: null, documents: 0 };
  const pull = createWorkPull({ gateway, central, clock, stopping: stop.signal }, report);
  return { clock, stop, state, asked, report, pull };
}

test('pages follow each other without a pause and without asking again where the replica stands', async () => {
  const { pull, asked, report, clock } = site(5);
  for (let page = 0; page < 3; page += 1) await pull();
  expect(asked).toEqual(['replica', 0, 2, 4]);
  expect(report).toEqual({ cursor: 5, documents: 5 });
  expect(clock.monotonicMs()).toBe(0);
});

test('after a page that did not arrive the replica says where to go on', async () => {
  const { pull, asked, report, state } = site(5);
  await pull();
  state.failPut = true;
  await expect(pull()).rejects.toThrow(/away/);
  // It had arrived after all, or the replica was put back: only the replica knows.
  state.failPut = false;
  state.replica = at(1);
  await pull();
  expect(asked).toEqual(['replica', 0, 2, 'replica', 1]);
  expect(report).toEqual({ cursor: 3, documents: 4 });
});

test('central that answers an empty page at once is asked again a second later', async () => {
  const { pull, clock } = site(0);
  let rounds = 0;
  const round = pull().then(() => {
    rounds += 1;
  });
  for (const _ of [1, 2, 3]) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(333);
  }
  expect(rounds).toBe(0);
  clock.advance(1);
  await round;
});

test('central that held the question until there was nothing to say is asked again at once', async () => {
  const { pull, state } = site(0);
  state.waitMs = 25_000;
  await pull();
});

test('an empty page that says that there is more, or that the log is another one, is followed at once', async () => {
  const { pull, state } = site(0);
  state.more = true;
  await pull();
  state.more = false;
  state.epoch = '0000000000000002';
  await pull();
});

test('a stop does not wait for central to be asked again', async () => {
  const { pull, stop } = site(0);
  const round = pull();
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await round;
  await pull();
});
