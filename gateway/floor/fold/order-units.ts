import type { FactOf, FloorBooks } from './floor-books.ts';

/** Units by line. */
export type Units = Readonly<Record<number, number>>;

/**
 * What was ordered. It is remembered with the first work on the order: a station that was away for hours may tell of it when
 * central's document is gone. Null where it never was here.
 */
export function orderedUnits({ order: find, memory }: FloorBooks, order: string): Units | null {
  const document = find(order);
  if (document === undefined) return memory.get<Units>('ordered', order) ?? null;
  const units: Record<number, number> = {};
  for (const line of document.lines) units[line.line] = line.units;
  if (JSON.stringify(memory.get('ordered', order)) !== JSON.stringify(units))
    memory.put('ordered', order, order, units);
  return units;
}

/** What lies in sealed parcels, of whichever station. */
export function sealedUnits({ memory }: FloorBooks, order: string): Units {
  return memory.get<Units>('sealed_units', order) ?? {};
}

interface SealedParcel {
  readonly order: string;
  readonly units: Units;
}

export function noteSealed({ memory }: FloorBooks, { data }: FactOf<'parcel.sealed'>): void {
  const { sscc, order, items } = data;
  if (memory.get('sealed_parcel', sscc) !== undefined) return;
  const units: Record<number, number> = {};
  for (const item of items) units[item.line] = (units[item.line] ?? 0) + item.units;
  memory.put('sealed_parcel', sscc, order, { order, units });
  change(memory, order, units, 1);
}

export function noteReopened({ memory }: FloorBooks, sscc: string): void {
  const parcel = memory.get<SealedParcel>('sealed_parcel', sscc);
  if (parcel === undefined) return;
  memory.remove('sealed_parcel', sscc);
  change(memory, parcel.order, parcel.units, -1);
}

function change(memory: FloorBooks['memory'], order: string, by: Units, sign: 1 | -1): void {
  const sums: Record<number, number> = { ...memory.get<Units>('sealed_units', order) };
  for (const [line, units] of Object.entries(by))
    sums[Number(line)] = Math.max(0, (sums[Number(line)] ?? 0) + sign * units);
  memory.put('sealed_units', order, order, sums);
}
