import type { FactDraft, KnownFact } from '../../wire/fact.ts';
import { products } from '../testing-day.ts';
import { siteSettings } from './site-settings.ts';
import { zoneOffsets } from './zone-offset.ts';

export const offsetAt = zoneOffsets('Europe/Berlin') ?? (() => '');
export const settings = siteSettings({ gln: '4012345000115', stationReadPoints: true, offsetAt, products });
export const bare = siteSettings({ stationReadPoints: false, offsetAt: () => '+00:00', products: [] });
export const sscc = '340123450000000001';

/** Facts of one station from these drafts. */
export function factsOf(...drafts: FactDraft[]): KnownFact[] {
  const chain = { prev: '0'.repeat(64), hash: '0'.repeat(64) };
  return drafts.map(
    (draft, index) =>
      ({
        v: 1,
        site: 'north',
        station: 'pack-1',
        seq: index + 1,
        at: '2026-03-01T08:00:00.000Z',
        operator: null,
        ...chain,
        ...draft,
      }) as KnownFact,
  );
}

export const pick = (
  units: number,
  gtin: string,
  more: { lot?: string; serial?: string; tote?: string } = {},
): FactDraft => ({
  type: 'pick.confirmed',
  data: { order: 'SO-1', line: 1, sku: 'TEA', units, gtin, scanSeq: 1, ...more },
});
export const pack = (units: number): FactDraft => ({
  type: 'pack.confirmed',
  data: { order: 'SO-1', line: 1, sku: 'TEA', units, parcel: 1, scanSeq: 1 },
});
export const seal = (units: number): FactDraft => ({
  type: 'parcel.sealed',
  data: { order: 'SO-1', parcel: 1, sscc, items: [{ line: 1, sku: 'TEA', units }] },
});
