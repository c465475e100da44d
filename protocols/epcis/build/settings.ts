/** A packaging of a product: how many units one code stands for, and the GTIN of a single unit. */
export interface Packaging {
  readonly units: number;
  readonly single: string;
}

/** Where a station stands, as its events say it. What is not known is left out of them. */
export interface StationPlace {
  /** Where it was read: `https://id.gs1.org/414/{GLN}` or with `/254/{extension}`. */
  readonly readPoint?: string;
  /** Where the things are afterwards. */
  readonly bizLocation?: string;
  /** GLN (13 digits) of the party that ships, and that numbers the orders and shipments. */
  readonly party?: string;
  /** Offset of the local time from UTC at an instant, such as `+01:00`. */
  readonly offsetAt: (instant: string) => string;
}

/** What facts do not say and events need. */
export interface EpcisSettings {
  readonly placeOf: (site: string, station: string) => StationPlace;
  /** Undefined for a GTIN that nobody knows: it is counted as single units. */
  readonly packagingOf: (gtin: string) => Packaging | undefined;
  /** The GTIN of a single unit of a product, for units without a pick of their own. */
  readonly singleOf: (sku: string) => string | undefined;
  /** When the events are recorded, if that is to be told. */
  readonly recordTime?: string;
}
