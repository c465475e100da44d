import fc from 'fast-check';
import type { FactDraft, KnownFact } from '../wire/fact.ts';
import type { ProductDocument } from '../wire/work/product-document.ts';

/** Two products: one is scanned by unit or by case of 12, with serials or lots or neither. */
export const products: readonly ProductDocument[] = [
  {
    sku: 'TEA',
    name: 'Tea',
    packagings: [
      { gtin: '04012345000016', level: 'each', units: 1 },
      { gtin: '14012345000013', level: 'case', units: 12 },
    ],
  },
  { sku: 'CUP', name: 'Cup', packagings: [{ gtin: '04012345000023', level: 'each', units: 1 }] },
];

export type Deed =
  | {
      readonly do: 'pick';
      readonly packaging: 0 | 1 | 2;
      readonly mark: 'none' | 'lot' | 'serial';
      readonly split: boolean;
    }
  | { readonly do: 'undo' }
  | { readonly do: 'seal' }
  | { readonly do: 'dispatch' };

/** What a person at a station might do, in any order. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('pick' as const),
        packaging: fc.constantFrom(0 as const, 1 as const, 2 as const),
        mark: fc.constantFrom('none' as const, 'lot' as const, 'serial' as const),
        split: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.constant({ do: 'undo' as const }) },
    { weight: 2, arbitrary: fc.constant({ do: 'seal' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'dispatch' as const }) },
  ),
  { maxLength: 40 },
);

/** A parcel as the person sees it when it is sealed. */
interface SeenParcel {
  readonly sscc: string;
  readonly serials: readonly string[];
  /** `gtin lot` -> packagings. */
  readonly counts: Readonly<Record<string, number>>;
}

interface Scanned {
  readonly key: string;
  readonly serial: string | null;
  readonly parts: readonly { line: number; sku: string; units: number; pickSeq: number; packSeq: number }[];
}

interface Day {
  readonly facts: KnownFact[];
  readonly parcels: SeenParcel[];
  readonly dispatched: string[][];
}

/** The facts of a station where these deeds were done, and what was really in each parcel. */
export function dayOf(what: readonly Deed[], station = 'pack-1'): Day {
  const day: Day = { facts: [], parcels: [], dispatched: [] };
  let order = 1;
  let parcel = 1;
  let open: Scanned[] = [];
  let sealed: string[] = [];
  let shipped = new Map<string, { line: number; sku: string; units: number }>();

  const add = (draft: FactDraft): number => {
    const seq = day.facts.length + 1;
    const at = new Date(Date.UTC(2026, 2, 1, 8) + seq * 1000).toISOString();
    const chain = { prev: '0'.repeat(64), hash: '0'.repeat(64) };
    day.facts.push({
      v: 1,
      site: 'north',
      station,
      seq,
      at,
      operator: 'ada',
      ...chain,
      ...draft,
    } as KnownFact);
    return seq;
  };
  const name = () => `SO/${order}`;

  const pick = (deed: Extract<Deed, { do: 'pick' }>) => {
    const [sku, gtin, units] = (
      [
        ['TEA', '04012345000016', 1],
        ['TEA', '14012345000013', 12],
        ['CUP', '04012345000023', 1],
      ] as const
    )[deed.packaging];
    const serial = deed.mark === 'serial' ? `S${day.facts.length}/&` : null;
    const lot = deed.mark === 'lot' ? 'L%1' : null;
    const scanSeq = day.facts.length + 1;
    add({
      type: 'scan.recorded',
      data: {
        scan: { device: 'scanner-1', boot: 'b1', seq: scanSeq },
        raw: gtin,
        verdict: 'item_confirmed',
        message: 'ok',
      },
    });
    const shares = deed.split && units > 1 ? [5, units - 5] : [units];
    const parts = shares.map((share, index) => {
      const item = { order: name(), line: sku === 'TEA' ? index + 1 : 3, sku, units: share };
      const traced = { ...(serial === null ? {} : { serial }), ...(lot === null ? {} : { lot }) };
      const pickSeq = add({ type: 'pick.confirmed', data: { ...item, gtin, ...traced, scanSeq } });
      const packSeq = add({ type: 'pack.confirmed', data: { ...item, parcel, scanSeq } });
      return { line: item.line, sku, units: share, pickSeq, packSeq };
    });
    open.push({ key: `${gtin} ${lot ?? ''}`, serial: serial === null ? null : `${gtin} ${serial}`, parts });
  };

  const undo = () => {
    const last = open.pop();
    for (const part of last?.parts ?? []) {
      add({ type: 'item.undone', data: { order: name(), parcel, ...part } });
    }
  };

  const seal = () => {
    if (open.length === 0) return;
    const items = new Map<string, { line: number; sku: string; units: number }>();
    for (const { line, sku, units } of open.flatMap(({ parts }) => parts)) {
      for (const sums of [items, shipped]) {
        const sum = sums.get(`${line} ${sku}`)?.units ?? 0;
        sums.set(`${line} ${sku}`, { line, sku, units: sum + units });
      }
    }
    const sscc = `34012345${String(day.parcels.length).padStart(10, '0')}`;
    add({ type: 'parcel.sealed', data: { order: name(), parcel, sscc, items: [...items.values()] } });
    const counts: Record<string, number> = {};
    for (const { key, serial } of open) if (serial === null) counts[key] = (counts[key] ?? 0) + 1;
    day.parcels.push({ sscc, serials: open.flatMap(({ serial }) => serial ?? []), counts });
    sealed.push(sscc);
    open = [];
    parcel += 1;
  };

  const dispatch = () => {
    seal();
    if (sealed.length === 0) return;
    const data = { order: name(), shipment: `${name()}/1`, parcels: sealed, lines: [...shipped.values()] };
    add({ type: 'shipment.dispatched', data: { ...data, scanSeq: day.facts.length + 1 } });
    day.dispatched.push(sealed);
    [order, parcel, sealed, shipped] = [order + 1, 1, [], new Map()];
  };

  for (const deed of what) {
    if (deed.do === 'pick') pick(deed);
    else if (deed.do === 'undo') undo();
    else if (deed.do === 'seal') seal();
    else dispatch();
  }
  return day;
}
