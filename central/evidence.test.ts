import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import { ChainVerifier } from '../protocols/wire/chain-verifier.ts';
import { openCentralChains, openCentralChainsAt } from './evidence.ts';
import { TestStation } from './facts/test-facts.ts';
import { startCentral } from './main.ts';
import { testStartConfig } from './test-context.ts';

const log = createLog('test', 'silent');

test('the chains that central stored are read while it runs, set-aside facts in their places', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'packproof-chains-'));
  const config = await testStartConfig(dataDir);
  const central = await startCentral(config, { log, clock: systemClock });
  const station = new TestStation('s1', 'pack-1');
  for (let n = 0; n < 1_200; n += 1) station.start(`A-${n}`);
  const events = station.takeEvents();
  const third = events[2];
  if (third !== undefined) events[2] = { ...third, data: { ...(third.data as object), operator: 'eve' } };
  for (let from = 0; from < events.length; from += 400) {
    const response = await fetch(`${central.url}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ v: 1, site: 's1', events: events.slice(from, from + 400) }),
    });
    expect(response.status).toBe(200);
  }
  const source =
    config.databaseUrl === undefined
      ? await openCentralChains(dataDir)
      : await openCentralChainsAt(config.databaseUrl, log);
  const [chain] = source.chains;
  if (chain === undefined) throw new Error('no chain');
  const verifier = new ChainVerifier({ ...chain, keys: undefined, isSigned: () => false, digest: sha256Hex });
  for await (const link of chain.links()) verifier.take(link);
  expect(verifier.report()).toMatchObject({
    station: 'pack-1',
    from: 1,
    upTo: 1_200,
    findingCount: 0,
    setAside: [{ seq: 3, reason: 'hash_mismatch' }],
  });
  await source.close();
  await central.stop();
});
