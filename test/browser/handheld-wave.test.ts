import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gtins } from '../../edge/testing-edge.ts';
import { type Fact, type FactData, type FactType, knownFact } from '../../protocols/wire/fact.ts';
import { TcpProxy } from '../harness/tcp-proxy.ts';
import { chromiumIsThere, shownText } from './chromium.ts';
import type { BackOffice } from './handheld/back-office.ts';
import { Device } from './handheld/device.ts';
import { HandheldSite, scan } from './handheld/handheld-site.ts';
import { storedFacts } from './handheld/stored-facts.ts';

const slow = { timeout: 40_000 };
const leases = { claims: { mode: 'lease' }, pack: { from: 'picked' } };
/** Two walks of two orders each, and one that nobody has begun when the network goes. */
const wanted = {
  'SO-1': { TEA: 2, CUP: 1 },
  'SO-2': { TEA: 2, CUP: 1 },
  'SO-3': { TEA: 2, CUP: 1 },
  'SO-4': { TEA: 2, CUP: 1 },
  'SO-5': { TEA: 2, CUP: 1 },
} as const;
const orders = Object.keys(wanted) as (keyof typeof wanted)[];
/** What has to come around from the other handheld first. */
const mayWait: ReadonlySet<string> = new Set([
  'refused_not_picked',
  'refused_order_unknown',
  'refused_task_unknown',
  'refused_order_not_held_offline',
]);

type Answer = FactData<'scan.recorded'>;

/** A person with a handheld. */
class Picker {
  readonly station: string;
  private readonly page: Page;

  constructor(station: string, page: Page) {
    this.station = station;
    this.page = page;
  }

  screen = () => shownText(this.page.locator('body'));

  /** Scans, and gives what the handheld has stored of it, which it did before it showed anything. */
  async scan(code: string): Promise<Answer> {
    const before = (await this.answers()).length;
    await scan(this.page, code);
    await expect.poll(async () => (await this.answers()).length).toBe(before + 1);
    const answer = (await this.answers()).at(-1);
    if (answer === undefined) throw new Error(`${code} was not answered`);
    return answer;
  }

  async scans(codes: readonly string[]): Promise<string[]> {
    const verdicts: string[] = [];
    for (const code of codes) verdicts.push((await this.scan(code)).verdict);
    return verdicts;
  }

  /** Scans until what the other one did has come around. */
  async scanUntil(code: string, verdict: string): Promise<void> {
    await expect
      .poll(async () => {
        const answer = await this.scan(code);
        if (answer.verdict !== verdict && !mayWait.has(answer.verdict))
          throw new Error(`${this.station} answered ${code} with ${answer.verdict}: ${answer.message}`);
        return answer.verdict;
      }, slow)
      .toBe(verdict);
  }

  private answers(): Promise<Answer[]> {
    return this.stored('scan.recorded');
  }

  /** What is on its disk, of one type. */
  async stored<Type extends FactType>(type: Type): Promise<FactData<Type>[]> {
    return ofType(await storedFacts(this.page, this.station), type);
  }
}

/** Both totes of a walk of two orders, and all of its units: tea in packs of two, then the cups. */
function walkScans(totes: readonly [string, string]): string[] {
  return [...totes, ...[gtins.pack, gtins.other].flatMap((item) => totes.flatMap((tote) => [item, tote]))];
}

describe.skipIf(!chromiumIsThere)('two handhelds on one wave', () => {
  const site = new HandheldSite();
  const devices = [new Device(), new Device()] as const;
  let office: BackOffice;
  let wifi: TcpProxy;

  beforeAll(async () => {
    await site.start();
    office = await site.startBackOffice();
    await office.enterRules(leases);
    await office.enterGoods();
    for (const order of orders) await office.enterOrder(order, wanted[order]);
    wifi = new TcpProxy(Number(new URL(site.url).port));
    await wifi.listen();
    await Promise.all(devices.map((device) => device.switchOn()));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(devices.map((device) => device.dispose()));
    wifi?.close();
    await site.stop();
  });

  test('each claims its part, one goes on without a network, and every unit is picked once', async () => {
    const behindWifi = `http://127.0.0.1:${wifi.port}`;
    const pages = [
      await devices[0].open(await site.invite('H1')),
      await devices[1].open(await site.invite('H2', behindWifi)),
    ] as const;
    const [one, two] = [new Picker('H1', pages[0]), new Picker('H2', pages[1])];
    for (const { screen } of [one, two]) await expect.poll(screen, slow).toContain('SO-5');
    await office.enterRules({ ...leases, waves: { mode: 'cluster', ordersPerTask: 2 } });
    const [first, second, third] = await site.planWave(orders.length);
    for (const { screen } of [one, two]) {
      for (const task of [first, second, third]) await expect.poll(screen, slow).toContain(task);
    }

    expect((await one.scan(first)).verdict).toBe('task_started');
    await expect.poll(() => site.holderOf(first), slow).toBe('H1');
    await expect.poll(two.screen, slow).not.toContain(first);
    const refused = await two.scan(first);
    expect([refused.verdict, refused.message]).toEqual([
      'refused_task_elsewhere',
      `H1 works on ${first}. Scan another task, or have it handed over there.`,
    ]);
    expect((await two.scan(second)).verdict).toBe('task_started');
    await expect.poll(() => site.holderOf(second), slow).toBe('H2');

    wifi.hush(true);
    wifi.cut();
    await expect.poll(two.screen, slow).toMatch(/offline/i);
    const [firstWalk, secondWalk] = [walkScans(['T-1', 'T-2']), walkScans(['T-3', 'T-4'])];
    expect(await two.scans(secondWalk)).toEqual(allPut);
    expect(await one.scans(firstWalk)).toEqual(allPut);
    // Whoever cannot ask begins nothing that another may have begun.
    expect((await two.scan(third)).verdict).toBe('refused_order_not_held_offline');
    expect((await site.factsOf('H2')).some(({ type }) => type === 'pick.confirmed')).toBe(false);

    wifi.behave();
    await expect.poll(async () => pickedUnits(await site.factsOf('H2')), slow).toBe(6);
    await two.scanUntil(third, 'task_started');
    // A walk for one order puts what is scanned into its only tote.
    expect(await two.scans(['T-5', gtins.pack, gtins.other])).toEqual([
      'tote_assigned',
      'item_put',
      'task_closed',
    ]);
    await expect.poll(async () => pickedUnits(await site.factsOf('H2')), slow).toBe(9);
    const picks = [
      ...ofType(await site.factsOf('H1'), 'pick.confirmed'),
      ...ofType(await site.factsOf('H2'), 'pick.confirmed'),
    ].map(({ order, sku, units }) => `${order} ${sku} ${units}`);
    expect(picks.toSorted()).toEqual(orders.flatMap((order) => [`${order} CUP 1`, `${order} TEA 2`]));

    // Each packs what the other one picked.
    for (const [picker, totes] of [
      [one, ['T-3', 'T-4', 'T-5']],
      [two, ['T-1', 'T-2']],
    ] as const) {
      for (const tote of totes) {
        await picker.scanUntil(tote, 'tote_opened');
        expect(await picker.scans([gtins.pack, gtins.other])).toEqual(['item_confirmed', 'parcel_sealed']);
        const label = (await picker.stored('parcel.sealed')).at(-1);
        expect((await picker.scan(`00${label?.sscc}`)).verdict).toBe('shipment_dispatched');
      }
    }
    const ofOne = new Set(
      ofType(await site.factsOf('H1'), 'pick.confirmed').map((pick): string => pick.order),
    );
    for (const order of orders) {
      const [picker, packer] = ofOne.has(order) ? ['H1', 'H2'] : ['H2', 'H1'];
      const lines = [2, 1].map((units) => ({
        units,
        picked: { [picker]: units },
        packed: { [packer]: units },
      }));
      expect([order, await office.billed(order)]).toEqual([order, lines]);
    }
    for (const station of ['H1', 'H2']) expect(await office.received(station)).toMatchObject({ setAside: 0 });
    expect(await office.exceptions()).toBe(0);
    expect([...devices[0].complaints]).toEqual([]);
  }, 240_000);
});

const allPut = [
  'tote_assigned',
  'tote_assigned',
  ...Array.from({ length: 3 }, () => ['item_confirmed', 'item_put']).flat(),
  'item_confirmed',
  'task_closed',
];

/** The data of the facts of one type, in their order. */
function ofType<Type extends FactType>(facts: readonly Fact[], type: Type): FactData<Type>[] {
  return facts.flatMap((fact) => {
    const known = fact.type === type ? knownFact(fact) : null;
    return known === null ? [] : [known.data as FactData<Type>];
  });
}

function pickedUnits(facts: readonly Fact[]): number {
  return ofType(facts, 'pick.confirmed').reduce((sum, { units }) => sum + units, 0);
}
