import { expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { defaultRules } from '../../protocols/wire/work/site-rules.ts';
import { initialState } from '../fulfilment/state.ts';
import type { WorkView } from '../fulfilment/work-view.ts';
import { Claims } from './claims.ts';

/** A station that holds a claim and has nothing in hand, and a gateway that takes it back. */
function idleStation(facts: { lastSeq: number; acknowledged: number }) {
  const held = new Set(['order SO-1']);
  const asked: string[] = [];
  const work = { station: 'pack-1', connected: () => true, rules: () => defaultRules };
  const claims = new Claims({
    state: () => initialState,
    work: work as unknown as WorkView,
    floor: {
      book: { claimsOf: () => [...held] },
      keepClaim: () => {},
      dropClaim: (id) => held.delete(id),
    },
    facts,
    gatewayUrl: 'http://gateway',
    fetch: async (url, init) => {
      asked.push(`${init?.method} ${new URL(String(url)).pathname}`);
      return Response.json({});
    },
    clock: new ManualClock(),
    log: createLog('test', 'silent'),
    onChange: () => {},
  });
  return { claims, asked, held };
}

test('a claim is given back once the gateway has the facts of what was done under it, whatever comes behind them', async () => {
  const facts = { lastSeq: 5, acknowledged: 3 };
  const { claims, asked, held } = idleStation(facts);
  claims.start();
  expect(asked).toEqual([]);
  Object.assign(facts, { lastSeq: 9, acknowledged: 4 });
  claims.changed();
  expect(asked).toEqual([]);
  Object.assign(facts, { lastSeq: 12, acknowledged: 5 });
  claims.changed();
  await vi.waitFor(() => expect(held.size).toBe(0));
  expect(asked).toEqual(['DELETE /v1/claims/order%20SO-1']);
  await claims.stop();
});
