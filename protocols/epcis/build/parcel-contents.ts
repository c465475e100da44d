import { gtinLink, sgtinLink } from '../digital-link.ts';
import type { QuantityElement } from '../event.ts';
import type { EpcisSettings } from './settings.ts';

/** A confirmed pick and, once packed, the parcel that it lies in. */
export interface Pick {
  readonly pickSeq: number;
  readonly scanSeq: number;
  readonly line: number;
  readonly sku: string;
  readonly units: number;
  readonly gtin: string;
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
  /** Into which it was picked, where it was not packed by the same scan. */
  readonly tote?: string | undefined;
  readonly packSeq: number | null;
  readonly parcel: number | null;
}

interface Item {
  readonly line: number;
  readonly sku: string;
  readonly units: number;
}

interface Contents {
  readonly childEPCs: readonly string[];
  readonly childQuantityList: readonly QuantityElement[];
}

/** What lies in a parcel: serialised packagings by their EPC, all others by class or lot and number. */
export function contentsOf(picks: readonly Pick[], settings: EpcisSettings): Contents {
  const epcs = new Set<string>();
  const units = new Map<string, { gtin: string; lot: string | undefined; units: number }>();
  for (const { gtin, lot, serial, units: count } of picks) {
    // One serialised case may serve several lines: it is one thing all the same.
    if (serial !== undefined) epcs.add(sgtinLink(gtin, serial));
    else {
      const key = gtinLink(gtin, lot);
      units.set(key, { gtin, lot, units: count + (units.get(key)?.units ?? 0) });
    }
  }
  const childQuantityList = inPackagings([...units.values()], settings);
  return { childEPCs: [...epcs], childQuantityList };
}

/** Counts packagings; what is no whole number of them is told in single units. */
function inPackagings(
  classes: readonly { gtin: string; lot: string | undefined; units: number }[],
  settings: EpcisSettings,
): QuantityElement[] {
  const quantities = new Map<string, number>();
  for (const { gtin, lot, units } of classes) {
    const { units: each, single } = settings.packagingOf(gtin) ?? { units: 1, single: gtin };
    const whole = units % each === 0;
    const epcClass = gtinLink(whole ? gtin : single, lot);
    quantities.set(epcClass, (quantities.get(epcClass) ?? 0) + (whole ? units / each : units));
  }
  return [...quantities].map(([epcClass, quantity]) => ({ epcClass, quantity }));
}

interface Settled {
  /** The picks that account for the items. */
  readonly picks: readonly Pick[];
  /** Why the items and the picks do not agree, in words. */
  readonly notes: readonly string[];
}

/**
 * Holds the picks of a parcel against the items that its seal names, which are what it really holds. Units without a
 * pick are taken as single units of their product; picks beyond the items are left out.
 */
export function settle(picks: readonly Pick[], items: readonly Item[], settings: EpcisSettings): Settled {
  const notes: string[] = [];
  const settled: Pick[] = [];
  const wanted = countItems(items);
  for (const [key, { line, sku, units }] of wanted) {
    const found = picks.filter((pick) => keyOf(pick) === key);
    const left = units - found.reduce((sum, pick) => sum + pick.units, 0);
    if (left < 0) notes.push(`line ${line}: ${-left} units more were packed than were sealed`);
    settled.push(...upTo(found, units));
    if (left > 0) settled.push(...withoutPick({ line, sku, units: left }, settings, notes));
  }
  const stray = picks.filter((pick) => !wanted.has(keyOf(pick)));
  if (stray.length > 0) notes.push(`${stray.length} packed items are on no line of the seal`);
  return { picks: settled, notes };
}

function keyOf({ line, sku }: Item | Pick): string {
  return `${line} ${sku}`;
}

function countItems(items: readonly Item[]): Map<string, Item> {
  const counts = new Map<string, Item>();
  for (const item of items) {
    const units = item.units + (counts.get(keyOf(item))?.units ?? 0);
    counts.set(keyOf(item), { ...item, units });
  }
  return counts;
}

/** The first picks that have so many units together. */
function upTo(picks: readonly Pick[], units: number): Pick[] {
  const taken: Pick[] = [];
  let left = units;
  for (const pick of picks) {
    if (left <= 0) break;
    taken.push(pick.units <= left ? pick : { ...pick, units: left });
    left -= pick.units;
  }
  return taken;
}

function withoutPick({ line, sku, units }: Item, settings: EpcisSettings, notes: string[]): Pick[] {
  const gtin = settings.singleOf(sku);
  const known = gtin === undefined ? 'and no GTIN: they are left out' : 'they are counted as single units';
  notes.push(`line ${line}: ${units} units of ${sku} have no pick, ${known}`);
  if (gtin === undefined) return [];
  return [{ pickSeq: 0, scanSeq: 0, line, sku, units, gtin, packSeq: null, parcel: null }];
}
