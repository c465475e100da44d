import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { buildGtin } from '../../protocols/gs1/gtin.ts';
import type { Person } from '../harness/person.ts';
import { type Plant, plantCompanyPrefix, plantSite, startPlant } from '../harness/plant.ts';
import { until } from '../harness/wait.ts';

const folder = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
const tea = buildGtin(plantCompanyPrefix, 1, 0) ?? '';
const cup = buildGtin(plantCompanyPrefix, 2, 0) ?? '';
let plant: Plant;

beforeAll(async () => {
  plant = await startPlant({ folder, stations: 3 });
});

afterAll(async () => {
  await plant?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function call<Answer>(url: string, method = 'GET', body?: object): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function enterBusiness(central: string): Promise<void> {
  const site = `${central}/v1/sites/${plantSite}`;
  const carriers = [{ carrier: 'DHL', name: 'DHL', cutOff: '17:30' }];
  const rules = { claims: { mode: 'lease' }, pack: { from: 'picked' }, ship: { by: 'load', carriers } };
  await call(`${site}/rules`, 'PUT', { rules, timeZone: 'Europe/Berlin' });
  const address = { street: 'Street 1', city: 'Town', postalCode: '12345', country: 'DE' };
  const customer = { id: 'C-1', name: 'Corner shop', ...address, creditLimitMinor: 1_000_000_000 };
  await call(`${central}/v1/customers`, 'POST', customer);
  for (const [sku, gtin, walk] of [
    ['TEA', tea, 1],
    ['CUP', cup, 2],
  ] as const) {
    const packagings = [{ gtin, level: 'each', units: 1 }];
    await call(`${central}/v1/products`, 'POST', {
      sku,
      name: sku,
      unitPriceMinor: 500,
      taxRateBp: 1900,
      packagings,
    });
    await call(`${central}/v1/stock/movements`, 'POST', {
      sku,
      units: 100,
      reason: 'opening',
      reference: 'test',
    });
    await call(`${site}/locations/L-${sku}`, 'PUT', { walk, contents: [{ sku, units: 100 }] });
  }
  for (const [number, teas, cups] of [
    ['SO-1', 2, 1],
    ['SO-2', 1, 1],
  ] as const) {
    const lines = [
      { sku: 'TEA', units: teas },
      { sku: 'CUP', units: cups },
    ];
    await call(`${central}/v1/orders`, 'POST', { number, customer: 'C-1', carrier: 'DHL', lines });
  }
  // Only now, so that both are in one wave.
  await plant.people[0]?.awaitOrders(2, 20_000);
  await call(`${site}/rules`, 'PUT', {
    rules: { ...rules, waves: { mode: 'cluster' } },
    timeZone: 'Europe/Berlin',
  });
}

/** Scans once, and waits for the answer however slow the machine is. */
async function answerTo(person: Person, code: string): Promise<ScreenView> {
  const screen = () => call<ScreenView>(`${person.edgeUrl}/v1/screen`);
  const before = (await screen()).last?.seq ?? 0;
  const view = await person.scan(code);
  if (view !== null) return view;
  return until(`${person.station} to answer ${code}`, 30_000, async () => {
    const now = await screen();
    return (now.last?.seq ?? 0) > before ? now : undefined;
  });
}

/** Scans until the station knows what it needs for it: what another one did a moment ago has to come around. */
async function scan(person: Person, code: string, verdict: string): Promise<void> {
  let last = '';
  await until(`${person.station} to answer ${code} with ${verdict}, last ${last}`, 20_000, async () => {
    const view = await answerTo(person, code);
    last = view.last?.verdict ?? 'nothing';
    if (last === verdict) return true;
    if (!mayWait.has(last))
      throw new Error(`${person.station} answered ${code} with ${last}: ${view.last?.message}`);
    return undefined;
  });
}

const mayWait: ReadonlySet<string> = new Set([
  'nothing',
  'refused_order_unknown',
  'refused_task_unknown',
  'refused_not_picked',
  'refused_tote_filling',
  'refused_parcel_unknown',
  'refused_load_unknown',
]);

interface Wave {
  readonly tasks: readonly string[];
  readonly orders: readonly string[];
}
interface Event {
  readonly type: string;
  readonly data: {
    readonly station: string;
    readonly data: { readonly sscc?: string; readonly order?: string };
  };
}

const events = async () =>
  (await call<{ events: Event[] }>(`${plant.gatewayUrl}/v1/events?after=0&limit=500`)).events;

test('a wave is picked at one station, packed at the next, loaded at the third, and invoiced by the scans of all', async () => {
  const [picker, packer, dock] = plant.people as readonly [Person, Person, Person];
  await enterBusiness(plant.centralUrl);
  const wave = await until('a wave of both orders', 30_000, async () => {
    // Refused until the rule has come; and the gateway may have made one by itself.
    await call(`${plant.gatewayUrl}/v1/waves`, 'POST', { v: 1 }).catch(() => null);
    const { waves } = await call<{ waves: Wave[] }>(`${plant.gatewayUrl}/v1/waves`);
    return waves.find(({ orders }) => orders.length === 2);
  });
  const task = wave.tasks[0] ?? '';
  await scan(picker, task, 'task_started');
  await scan(picker, 'T-1', 'tote_assigned');
  await scan(picker, 'T-2', 'tote_assigned');
  const [first = '', second = ''] = wave.orders;
  const totes = { [first]: 'T-1', [second]: 'T-2' };
  const wanted = { 'SO-1': [2, 1], 'SO-2': [1, 1] } as const;
  for (const [index, gtin] of [tea, cup].entries()) {
    for (const order of ['SO-1', 'SO-2'] as const) {
      for (let unit = 0; unit < (wanted[order][index] ?? 0); unit += 1)
        await putUnit(picker, gtin, totes[order] ?? '');
    }
  }
  await scan(dock, 'PP:LOAD:DHL', 'load_opened');
  for (const order of ['SO-1', 'SO-2'] as const) {
    const [teas, cups] = wanted[order];
    await scan(packer, totes[order] ?? '', 'tote_opened');
    for (let unit = 0; unit < teas; unit += 1) await scan(packer, tea, 'item_confirmed');
    for (let unit = 1; unit < cups; unit += 1) await scan(packer, cup, 'item_confirmed');
    await scan(packer, cup, 'parcel_sealed');
  }
  const labels = await until('both labels at the gateway', 10_000, async () => {
    const sealed = (await events()).filter(({ type }) => type === 'packproof.parcel.sealed');
    return sealed.length === 2 ? sealed.map(({ data }) => data.data.sscc ?? '') : undefined;
  });
  for (const sscc of labels) await scan(dock, `00${sscc}`, 'parcel_loaded');
  await scan(dock, 'PP:CLOSE_LOAD', 'load_closed');
  for (const order of ['SO-1', 'SO-2'] as const) await expectProof(order, wanted[order]);
}, 120_000);

/** The item, and the tote that the screen names: whichever of both orders it asks for is served. */
async function putUnit(picker: Person, gtin: string, tote: string): Promise<void> {
  const view = await answerTo(picker, gtin);
  expect(view.last?.verdict).toBe('item_confirmed');
  const put = await answerTo(picker, tote);
  if (put.last?.verdict === 'refused_wrong_tote') {
    const other = tote === 'T-1' ? 'T-2' : 'T-1';
    expect((await answerTo(picker, other)).last?.verdict).toMatch(/item_put|task_closed/);
    return;
  }
  expect(put.last?.verdict).toMatch(/item_put|task_closed/);
}

interface Proof {
  readonly station: string;
  readonly units: number;
}
interface Journey {
  readonly invoices: readonly {
    readonly lines: readonly {
      readonly kind: string;
      readonly units: number;
      readonly evidence: readonly Proof[];
      readonly packs: readonly Proof[];
    }[];
  }[];
}

async function expectProof(order: string, units: readonly number[]): Promise<void> {
  const { invoices } = await until(`the invoice of ${order}`, 30_000, async () => {
    const journey = await call<Journey>(`${plant.centralUrl}/v1/orders/${order}/journey`);
    return journey.invoices.length > 0 ? journey : undefined;
  });
  expect(invoices).toHaveLength(1);
  const goods = (invoices[0]?.lines ?? []).filter(({ kind }) => kind === 'goods');
  expect(goods.map((line) => line.units)).toEqual(units);
  for (const line of goods) {
    expect(unitsAt(line.evidence, 'S1')).toBe(line.units);
    expect(unitsAt(line.packs, 'S2')).toBe(line.units);
  }
}

function unitsAt(proofs: readonly Proof[], station: string): number {
  return proofs.filter((proof) => proof.station === station).reduce((sum, { units }) => sum + units, 0);
}
