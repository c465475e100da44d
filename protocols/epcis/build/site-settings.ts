import type { ProductDocument } from '../../wire/work/product-document.ts';
import { glnLink } from '../digital-link.ts';
import type { EpcisSettings, Packaging, StationPlace } from './settings.ts';

/** What a site knows of itself. */
export interface Site {
  /** GLN (13 digits) of the site, which is also the party that ships; without one events name no place. */
  readonly gln?: string | undefined;
  /** Names each station as a part of the site, by its id as GLN extension component. */
  readonly stationReadPoints: boolean;
  readonly offsetAt: (instant: string) => string;
  readonly products: Iterable<ProductDocument>;
}

/** A GLN extension component has at most 20 characters (GS1 General Specifications 3.5.2). */
const maxExtension = 20;

/** The settings of a builder for the facts of one site. */
export function siteSettings({ gln, stationReadPoints, offsetAt, products }: Site): EpcisSettings {
  const packagings = new Map<string, Packaging>();
  const singles = new Map<string, string>();
  for (const product of products) {
    const single = product.packagings[0]?.gtin;
    if (single === undefined) continue;
    singles.set(product.sku, single);
    for (const { gtin, units } of product.packagings) packagings.set(gtin, { units, single });
  }
  return {
    placeOf: (_site, station) => placeOf(gln, stationReadPoints ? station : undefined, offsetAt),
    packagingOf: (gtin) => packagings.get(gtin),
    singleOf: (sku) => singles.get(sku),
  };
}

function placeOf(
  gln: string | undefined,
  station: string | undefined,
  offsetAt: (instant: string) => string,
): StationPlace {
  if (gln === undefined) return { offsetAt };
  const fits = station !== undefined && station.length <= maxExtension;
  return {
    readPoint: glnLink(gln, fits ? station : undefined),
    bizLocation: glnLink(gln),
    party: gln,
    offsetAt,
  };
}
