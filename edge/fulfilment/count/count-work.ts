import type { FactData } from '../../../protocols/wire/fact.ts';
import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import { maxUndoable } from '../state.ts';

/** One location is counted. */
export interface CountWork {
  readonly kind: 'count';
  readonly count: string;
  readonly location: string;
  readonly totals: readonly Counted[];
  /** What can be undone, newest last. */
  readonly undoable: readonly CountStep[];
  /** Keys `{gtin}/{serial}` that were counted: each piece once, by scan or by tag. */
  readonly keys: readonly string[];
  /** Of all RFID readings: tags of no product known here. */
  readonly unknownTags: readonly string[];
  /** A quantity of packs that is hard to believe, until it is entered once more or anything else is scanned. */
  readonly doubted?: number;
}

/** Units of a product, and of one lot of it where its barcode told. */
export interface Counted {
  readonly sku: string;
  readonly lot: string | null;
  readonly units: number;
}

/** What one scan, one entered quantity or one RFID reading counted. */
export interface CountStep {
  /** Of its fact. */
  readonly seq: number;
  readonly parts: readonly Counted[];
  readonly keys: readonly string[];
  /** Of a scan: its barcode, for a quantity that is entered behind it. */
  readonly scan: { readonly gtin: string; readonly unitsEach: number; readonly expiry?: string } | null;
}

type Results = FactData<'count.closed'>['results'];

/** Different products and lots at one location, and pieces with a serial. */
export const maxTotals = 1_000;
export const maxKeys = 5_000;
export const maxUnits = 10_000_000;

export function emptyCount(count: string, location: string): CountWork {
  return { kind: 'count', count, location, totals: [], undoable: [], keys: [], unknownTags: [] };
}

/** Nothing is counted, or not any more: it can be left without a trace. */
export function isUntouched({ totals, undoable }: CountWork): boolean {
  return totals.length === 0 && undoable.length === 0;
}

export function withStep({ doubted: _sure, ...work }: CountWork, step: CountStep): CountWork {
  return {
    ...work,
    totals: add(work.totals, step.parts, 1),
    undoable: [...work.undoable.slice(1 - maxUndoable), step],
    keys: [...work.keys, ...step.keys],
  };
}

/** Without the newest step. */
export function withoutStep(work: CountWork, step: CountStep): CountWork {
  const gone = new Set(step.keys);
  return {
    ...work,
    totals: add(work.totals, step.parts, -1),
    undoable: work.undoable.slice(0, -1),
    keys: work.keys.filter((key) => !gone.has(key)),
  };
}

function add(totals: readonly Counted[], parts: readonly Counted[], sign: 1 | -1): Counted[] {
  const changed = totals.slice();
  for (const { sku, lot, units } of parts) {
    const at = changed.findIndex((one) => one.sku === sku && one.lot === lot);
    const before = changed[at];
    if (before === undefined) changed.push({ sku, lot, units: sign * units });
    else changed[at] = { ...before, units: before.units + sign * units };
  }
  return changed.filter(({ units }) => units > 0);
}

export function totalOf({ totals }: CountWork): number {
  return totals.reduce((sum, { units }) => sum + units, 0);
}

/**
 * What lies there against what the books say, also what they say and nobody found. A product of which any unit was counted
 * without its lot is compared as a whole, as nobody can tell of which lot that unit is.
 */
export function resultsOf({ totals }: CountWork, books: LocationDocument | undefined): Results {
  const expected = (books?.contents ?? []).map(({ sku, lot, units }) => ({ sku, lot: lot ?? null, units }));
  const lotless = new Set([...totals, ...expected].filter(({ lot }) => lot === null).map(({ sku }) => sku));
  const rows = new Map<
    string,
    { sku: string; lot: string | null; counted: number; expected: number | null }
  >();
  const put = ({ sku, lot, units }: Counted, member: 'counted' | 'expected') => {
    const of = lotless.has(sku) ? null : lot;
    const key = JSON.stringify([sku, of]);
    const row = rows.get(key) ?? { sku, lot: of, counted: 0, expected: null };
    rows.set(key, { ...row, [member]: (row[member] ?? 0) + units });
  };
  for (const one of expected) put(one, 'expected');
  for (const one of totals) put(one, 'counted');
  return [...rows.values()].map(({ lot, ...row }) => ({ ...row, ...(lot === null ? {} : { lot }) }));
}
