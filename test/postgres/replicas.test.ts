import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WorkDocument, workPage } from '../../protocols/wire/work.ts';
import { seededRandom } from '../harness/random.ts';
import { until } from '../harness/wait.ts';
import { checkBooks } from './check-books.ts';
import { workFloor } from './floor.ts';
import { type Replicas, send, startReplicas, stockBoth } from './replicas.ts';

const seed = Number(process.env.FAULT_SEED ?? 20_260_302);
const random = seededRandom(seed);
let replicas: Replicas;

beforeEach(async () => {
  replicas = await startReplicas();
  await stockBoth(replicas);
});
afterEach(async () => {
  // Whatever happened: the password is in no log.
  expect(replicas.log()).not.toContain(replicas.cluster.password);
  expect(replicas.log()).not.toContain(encodeURIComponent(replicas.cluster.password));
  await replicas.stop();
});

const readiness = async (url: string) =>
  (await fetch(`${url}/v1/ready`, { signal: AbortSignal.timeout(10_000) })).status;

/** Follows the work of a site as its gateway does, and keeps the newest of each document. */
function follow(url: string, site: string) {
  const held = new Map<string, WorkDocument>();
  const cursors: number[] = [];
  let on = true;
  const run = async () => {
    let after = 0;
    let epoch = '';
    while (on) {
      const query = `after=${after}&wait=20&limit=20${epoch === '' ? '' : `&epoch=${epoch}`}`;
      const response = await fetch(`${url}/v1/sites/${site}/work?${query}`).catch(() => null);
      if (response?.ok !== true) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      const page = workPage.parse(await response.json());
      for (const document of page.documents) {
        held.set(`${document.kind} ${document.id}`, document);
        cursors.push(document.cursor);
      }
      after = page.cursor;
      epoch = page.epoch;
    }
  };
  const done = run();
  return {
    held,
    cursors,
    stop: () => {
      on = false;
      return done;
    },
  };
}

/** How long a gateway that waits at `second` waits for an order that is entered at `first`. */
async function msUntilHeard(first: string, second: string, number: string): Promise<number> {
  const before = workPage.parse(await (await fetch(`${second}/v1/sites/HAM/work?limit=1000`)).json());
  const waiting = fetch(`${second}/v1/sites/HAM/work?after=${before.cursor}&epoch=${before.epoch}&wait=20`);
  const startedMs = performance.now();
  await send(first, '/v1/orders', { number, customer: 'C1', lines: [{ sku: 'TEA', units: 1 }] });
  expect(workPage.parse(await (await waiting).json()).documents).toMatchObject([{ id: number }]);
  return performance.now() - startedMs;
}

async function allWork(url: string, site: string) {
  const page = workPage.parse(await (await fetch(`${url}/v1/sites/${site}/work?limit=1000`)).json());
  return new Map(page.documents.map((document) => [`${document.kind} ${document.id}`, document]));
}

describe(`two centrals on one database (seed ${seed})`, () => {
  test('take the same facts at once, and each has its effect once, in numbers without gaps', async () => {
    const [, second = ''] = replicas.urls;
    const follower = follow(second, 'HAM');
    const floor = await workFloor(replicas.urls, 12, random);
    expect(await checkBooks(replicas, floor)).toEqual([]);
    const all = await allWork(second, 'HAM');
    await until('the follower to hold all work', 10_000, () =>
      [...all].every(([key, { version }]) => follower.held.get(key)?.version === version) ? true : undefined,
    );
    expect(follower.cursors).toEqual([...follower.cursors].sort((a, b) => a - b));
    // Both answer the same, whoever is asked.
    const [one, two] = await Promise.all(
      replicas.urls.map(async (url) => (await fetch(`${url}/v1/orders?limit=1000`)).json()),
    );
    expect(one).toEqual(two);
    await Promise.all([follower.stop(), send(replicas.urls[0] ?? '', '/v1/products', nudge)]);
  });

  test('tell each other: who waits at one hears of what the other changed', async () => {
    const [first = '', second = ''] = replicas.urls;
    const live = await fetch(`${second}/v1/live`);
    expect(await msUntilHeard(first, second, 'B-1')).toBeLessThan(3_000);
    for await (const chunk of live.body ?? []) {
      if (new TextDecoder().decode(chunk as Uint8Array).includes('"B-1"')) break;
    }
  });

  test('go on when one of them is killed again and again', async () => {
    let working = true;
    let kills = 0;
    const killing = (async () => {
      while (working) {
        await new Promise((resolve) => setTimeout(resolve, 300 + random() * 700));
        const victim = replicas.processes[Math.floor(random() * 2)];
        await victim?.kill();
        kills += 1;
        // A machine that is very busy may need more than one try.
        await victim?.start().catch(() => undefined);
      }
    })();
    const floor = await workFloor(replicas.urls, 15, random).finally(() => {
      working = false;
    });
    await killing;
    expect(kills).toBeGreaterThan(2);
    expect(await checkBooks(replicas, floor)).toEqual([]);
  });

  test('come back by themselves when the database crashed, and say meanwhile that they have none', async () => {
    const [first = '', second = ''] = replicas.urls;
    const working = workFloor(replicas.urls, 15, random);
    for (const how of ['immediate', 'fast'] as const) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await replicas.cluster.stop(how);
      expect(await Promise.all([readiness(first), readiness(second)])).toEqual([503, 503]);
      expect(await send(first, '/v1/products', nudge)).toMatchObject({
        status: 503,
        body: { code: 'DATABASE_UNAVAILABLE', retry: 'safe' },
      });
      await replicas.cluster.start();
      await until('both to be ready', 20_000, async () =>
        (await readiness(first)) === 200 && (await readiness(second)) === 200 ? true : undefined,
      );
    }
    expect(await checkBooks(replicas, await working)).toEqual([]);
    // They hear each other again.
    let nth = 0;
    await until('the second to hear the first', 60_000, async () => {
      nth += 1;
      return (await msUntilHeard(first, second, `N-${nth}`)) < 3_000 ? true : undefined;
    });
  });
});

const nudge = {
  sku: 'CUP',
  name: 'Cup',
  unitPriceMinor: 300,
  taxRateBp: 1900,
  packagings: [{ gtin: '4012345000023', level: 'each', units: 1 }],
};
