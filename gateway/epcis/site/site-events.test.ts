import { describe, expect, test, vi } from 'vitest';
import { dayOf, products } from '../../../protocols/epcis/testing-day.ts';
import { startRepositories } from '../testing-repository.ts';

const start = startRepositories();
/** A thread is begun from its sources, which takes a while on a busy machine. */
const patience = { timeout: 30_000, interval: 100 };

describe('the facts of the site', () => {
  const day = dayOf([
    { do: 'pick', packaging: 0, mark: 'serial', split: false },
    { do: 'pick', packaging: 1, mark: 'lot', split: false },
    { do: 'seal' },
    { do: 'dispatch' },
  ]);

  test('are told as events, and a parcel is found by either form of its number', async () => {
    const { events, url } = await start({ facts: day.facts, products, config: { siteGln: '4012345000115' } });
    await vi.waitFor(async () => expect(await events('/events')).toHaveLength(4), patience);
    const all = await events('/events');
    expect(all.map(({ type, bizStep }) => [type, bizStep])).toEqual([
      ['ObjectEvent', 'commissioning'],
      ['AggregationEvent', 'packing'],
      ['ObjectEvent', 'shipping'],
      ['TransactionEvent', 'shipping'],
    ]);
    const sscc = day.parcels[0]?.sscc ?? '';
    const link = `https://id.gs1.org/00/${sscc}`;
    const urn = `urn:epc:id:sscc:4012345.${sscc[0]}${sscc.slice(8, 17)}`;
    for (const epc of [link, urn]) {
      expect(await events(`/events?MATCH_anyEPC=${encodeURIComponent(epc)}`)).toEqual(all);
      expect(await events(`/epcs/${encodeURIComponent(epc)}/events`)).toEqual(all);
    }
    expect(url).toContain('/epcis');
  });

  test('are told once, over restarts and after the database was lost', async () => {
    const first = await start({ facts: day.facts.slice(0, 3), products });
    await vi.waitFor(async () => expect((await first.get('/events')).status).toBe(200), patience);
    await first.stop();
    const second = await start({ facts: day.facts, products, dataDir: first.dataDir });
    await vi.waitFor(async () => expect(await second.events('/events')).toHaveLength(4), patience);
    const ids = (await second.events('/events')).map(({ eventID }) => eventID);
    const anew = await start({ facts: day.facts, products });
    await vi.waitFor(async () => expect(await anew.events('/events')).toHaveLength(4), patience);
    expect((await anew.events('/events')).map(({ eventID }) => eventID)).toEqual(ids);
  });
});
