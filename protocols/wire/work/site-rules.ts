import { z } from 'zod';
import { floorName, grams } from '../facts/fact-members.ts';

/** The languages in which a station speaks. */
export const language = z.enum(['en', 'de', 'fr', 'es']);
export type Language = z.output<typeof language>;

const percent = z.number().min(0).max(100);
const millimetres = z.number().int().positive().max(10_000);
const stance = z.enum(['refuse', 'approve', 'allow']);
const strictness = z.enum(['off', 'warn', 'require']);

const people = z.strictObject({
  /** Whether somebody must be signed in before anything is confirmed. */
  signIn: z.enum(['optional', 'required']).default('optional'),
  /** Whether only the badges of the site's people sign in, or any. */
  badges: z.enum(['any', 'known']).default('any'),
  /** Who has to enter a PIN. */
  pin: z.enum(['nobody', 'supervisors', 'everybody']).default('nobody'),
  /** Signed out by itself after so long without a scan; 0 is never. */
  idleMinutes: z.number().int().min(0).max(1_440).default(0),
});

const claims = z.strictObject({
  /** lease: an order is worked by one station at a time, and the gateway says by which. */
  mode: z.enum(['off', 'lease']).default('off'),
  minutes: z.number().int().min(1).max(1_440).default(30),
  /**
   * Two stations picked the same units, whether claims are kept or not. Who had a claim goes on; else first: who began first;
   * most: who picked more; the others are stopped until they have undone. show: nobody is stopped, a person settles it.
   */
  conflict: z.enum(['first', 'most', 'show']).default('first'),
});

const pick = z.strictObject({
  /** What has to be scanned at a location of a pick task. */
  confirm: z.enum(['item', 'location', 'location_and_item']).default('item'),
  /** First expired, first out: may a lot be taken while an older one is known to lie there? */
  fefo: z.enum(['off', 'warn', 'enforce']).default('off'),
  minRemainingDays: z.number().int().min(0).max(3_650).default(0),
  substitution: z
    .strictObject({
      lot: stance.default('refuse'),
      item: stance.default('refuse'),
    })
    .prefault({}),
  short: z
    .strictObject({
      /** What becomes of the rest of the order. */
      rest: z.enum(['back_order', 'cancel']).default('back_order'),
      /** A count of the location follows. */
      count: z.boolean().default(true),
      approval: z.boolean().default(false),
    })
    .prefault({}),
});

const waves = z.strictObject({
  mode: z.enum(['off', 'cluster', 'zone', 'put_to_wall']).default('off'),
  /** How many orders one walk serves at most. */
  ordersPerTask: z.number().int().min(1).max(60).default(12),
  ordersPerWave: z.number().int().min(1).max(2_000).default(200),
});

const packaging = z.strictObject({
  packaging: floorName,
  name: z.string().min(1).max(100),
  tareGrams: grams,
  /** Inside. */
  lengthMm: millimetres,
  widthMm: millimetres,
  heightMm: millimetres,
  maxGrams: grams,
});

const pack = z.strictObject({
  /** direct: an order is picked into its parcels at the station. picked: what is packed comes from totes or the wall. */
  from: z.enum(['direct', 'picked']).default('direct'),
  /**
   * A tote without network. refuse: one that was still being filled when the gateway was last heard is not opened. told: only
   * what was told of it is packed. ordered: all that its order asks for, also out of one of which nothing was told.
   */
  totesOffline: z.enum(['refuse', 'told', 'ordered']).default('told'),
  /** The scan that completes an order seals its parcel. */
  sealWhenComplete: z.boolean().default(true),
  packagings: z.array(packaging).max(100).default([]),
  weight: strictness.default('off'),
  /** The deviation that is always tolerated; what an item's own weighings have shown may be narrower or wider. */
  weightTolerance: z.strictObject({ percent: percent.default(5), grams: grams.default(30) }).prefault({}),
  tags: strictness.default('off'),
  photo: z.enum(['off', 'offer', 'require']).default('off'),
  /** A site without label printers says off, and sticks on labels that were printed before. */
  label: z.enum(['off', 'print']).default('off'),
  slip: z.enum(['off', 'print']).default('off'),
});

const carrier = z.strictObject({
  carrier: floorName,
  name: z.string().min(1).max(100),
  /** When its vehicle leaves, local time of the site. */
  cutOff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 17:30')
    .optional(),
});

const ship = z.strictObject({
  /** station: scanning the label of the last parcel dispatches an order. load: parcels are scanned onto a carrier's load. */
  by: z.enum(['station', 'load']).default('station'),
  carriers: z.array(carrier).max(50).default([]),
});

const returns = z.strictObject({
  /** A label with the name of the return, for what came back without one of its own. */
  label: z.enum(['off', 'print']).default('off'),
  /** What is done with goods of a condition, unless a person says otherwise. */
  dispositions: z
    .strictObject({
      as_new: z.enum(['restock', 'quarantine']).default('restock'),
      opened: z.enum(['restock', 'quarantine', 'refurbish']).default('quarantine'),
      damaged: z.enum(['quarantine', 'refurbish', 'scrap', 'back_to_supplier']).default('quarantine'),
      expired: z.enum(['scrap', 'back_to_supplier']).default('scrap'),
      wrong_item: z.enum(['restock', 'quarantine', 'back_to_supplier']).default('quarantine'),
    })
    .prefault({}),
});

const count = z.strictObject({
  /** Whether the person sees what the books say. */
  blind: z.boolean().default(true),
});

/** How a site works. A document of the work feed: a change needs no program and no restart. */
export const siteRules = z.strictObject({
  language: language.default('en'),
  people: people.prefault({}),
  claims: claims.prefault({}),
  pick: pick.prefault({}),
  waves: waves.prefault({}),
  pack: pack.prefault({}),
  ship: ship.prefault({}),
  returns: returns.prefault({}),
  count: count.prefault({}),
});
export type SiteRules = z.output<typeof siteRules>;

export const defaultRules: SiteRules = siteRules.parse({});
