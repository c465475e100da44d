import { describe, expect, test } from 'vitest';
import { siteRules } from '../../protocols/wire/work/site-rules.ts';
import { demoOrders, demoProducts, demoStock, demoTaggedGtins } from './demo-data.ts';
import { demoCarriers, demoLocations, demoWays } from './demo-floor.ts';

describe('the floor of the demo', () => {
  test('each way in which it works is one of a site', () => {
    for (const { rules } of demoWays) expect(siteRules.safeParse(rules).success).toBe(true);
    expect(demoWays.map(({ rules }) => siteRules.parse(rules).waves.mode)).toEqual([
      ...['off', 'off', 'cluster', 'zone', 'put_to_wall'],
    ]);
  });

  test('all that is in stock lies somewhere, once', () => {
    const places = demoLocations(2026);
    const lying = (sku: string) =>
      places
        .flatMap(({ contents }) => contents)
        .reduce((sum, held) => sum + (held.sku === sku ? held.units : 0), 0);
    for (const { sku, units } of demoStock) expect(lying(sku)).toBe(units);
    expect(new Set(places.map(({ location }) => location)).size).toBe(places.length);
    expect(new Set(places.map(({ zone }) => zone))).toEqual(new Set(['A', 'B', 'C']));
  });

  test('has an order whose parcel can be weighed and whose tags can be read', () => {
    const product = (sku: string) => demoProducts.find((one) => one.sku === sku);
    const isTagged = (sku: string) => demoTaggedGtins.includes(product(sku)?.packagings[0]?.gtin ?? '');
    const checked = demoOrders.filter(
      ({ lines }) =>
        lines.every(([sku]) => product(sku)?.packagings[0]?.grams) && lines.some(([sku]) => isTagged(sku)),
    );
    expect(checked.map(({ number }) => number)).toContain('SO-1014');
    expect(demoWays.filter(({ rules }) => siteRules.parse(rules).pack.tags === 'require')).toHaveLength(1);
  });

  test('its orders name products and carriers that there are', () => {
    const skus = new Set(demoProducts.map(({ sku }) => sku));
    const carriers = new Set<unknown>([undefined, ...demoCarriers.map(({ carrier }) => carrier)]);
    for (const { lines, more } of demoOrders) {
      expect(lines.every(([sku]) => skus.has(sku))).toBe(true);
      expect(carriers.has((more as { carrier?: string } | undefined)?.carrier)).toBe(true);
    }
  });
});
