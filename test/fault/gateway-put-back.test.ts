import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../harness/random.ts';
import { until } from '../harness/wait.ts';
import { startBurningSite } from './burning-site.ts';

const moreFacts = 1_000;

/**
 * A reader with a cursor of its own (server-sent events, replay) is not part of this: a log that was put back gives the same
 * positions to other facts, so that such a reader has to begin anew.
 */
test('a gateway that is put back to an old backup under load gets again what it lost, and its subscribers miss nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-put-back-'));
  const site = await startBurningSite({ folder, random: seededRandom(1), follow: ['mqtt'] });
  try {
    await site.work(1_500);
    for (let time = 0; time < 2; time += 1) {
      await site.backUp('gateway');
      const before = site.load.map(({ shown }) => shown);
      await until('the stations to have sent more than the backup holds', 30_000, () => {
        return site.load.every(({ shown }, index) => shown > (before[index] ?? 0) + moreFacts) || undefined;
      });
      await site.putGatewayBack();
    }
    expect((await site.healAndAudit()).breaches).toEqual([]);
  } finally {
    await site.stop();
  }
  rmSync(folder, { recursive: true, force: true });
});
