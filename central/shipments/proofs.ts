import type { FactData, KnownFact } from '../../protocols/wire/fact.ts';
import type { Evidence, KnownNames, OrderProgress, Pack, Pick, Proof } from './order-progress.ts';

/** A known fact of one type. */
export type FactOf<Type extends KnownFact['type']> = Omit<KnownFact, 'type' | 'data'> & {
  readonly data: FactData<Type>;
};

export function pickOf(fact: FactOf<'pick.confirmed'>): Pick {
  const { site, station, seq, at, data } = fact;
  const { scanSeq, line, units, tote, location, lot, expiry, serial, substitute } = data;
  return {
    ...{ site, station, pickSeq: seq, scanSeq, at, line, units, spent: 0 },
    sku: substitute?.sku ?? data.sku,
    tote: tote ?? null,
    location: location ?? null,
    lot: lot ?? null,
    expiry: expiry ?? null,
    serial: serial ?? null,
  };
}

export function packOf(fact: FactOf<'pack.confirmed'>): Pack {
  const { site, station, seq, at, data } = fact;
  const { scanSeq, line, units, parcel, tote, slot } = data;
  return {
    ...{ site, station, packSeq: seq, scanSeq, at, line, units, parcel },
    tote: tote ?? null,
    slot: slot ?? null,
  };
}

/** Whether what it packed was picked before, by another scan and maybe at another station. */
export function isFromTote(pack: {
  readonly tote?: string | null | undefined;
  readonly slot?: string | null | undefined;
}): boolean {
  return (pack.tote ?? null) !== null || (pack.slot ?? null) !== null;
}

/** How an order's units are accounted for. */
export interface Attribution {
  readonly proofs: readonly Proof[];
  /** Units of packs from totes that no pick accounts for. */
  readonly uncovered: number;
}

/**
 * Says which pick every packed unit came from: the one of the same scan, or else one into the tote that it was packed from,
 * of the same serial and lot where both scans tell them, and the oldest of these. It depends on what is there, and not on
 * the order in which it came.
 *
 * @param complete lines of which nothing more will be picked: there a pick into another tote is as good.
 */
export function attribute(
  { picks, packs }: Evidence,
  scans: KnownNames['scans'],
  complete: (line: number) => boolean,
): Attribution {
  const free = new Map(picks.map((pick) => [pick, pick.units - pick.spent]));
  const proofs: Proof[] = [];
  const rest: Pack[] = [];
  for (const pack of byTime(packs)) {
    const pick = picks.find((candidate) => isSameScan(candidate, pack) && free.get(candidate) === pack.units);
    if (pick === undefined) rest.push(pack);
    else {
      free.set(pick, 0);
      proofs.push({ pick, pack, units: pack.units });
    }
  }
  let uncovered = 0;
  const oldest = byTime(picks);
  for (const pack of rest) {
    const taken = take(pack, oldest, free, scans, complete(pack.line));
    proofs.push(...taken);
    if (isFromTote(pack)) uncovered += pack.units - taken.reduce((sum, { units }) => sum + units, 0);
  }
  return { proofs, uncovered };
}

function take(
  pack: Pack,
  picks: readonly Pick[],
  free: Map<Pick, number>,
  scans: KnownNames['scans'],
  complete: boolean,
): Proof[] {
  const scanned = scans.get(`${pack.station} ${pack.scanSeq}`) ?? {};
  const ranked = picks
    .map((pick) => ({ pick, rank: rankOf(pick, pack, scanned, complete) }))
    .filter(({ rank }) => rank > 0)
    .sort((left, right) => right.rank - left.rank);
  const proofs: Proof[] = [];
  let left = pack.units;
  for (const { pick } of ranked) {
    const units = Math.min(left, free.get(pick) ?? 0);
    if (units === 0) continue;
    free.set(pick, (free.get(pick) ?? 0) - units);
    proofs.push({ pick, pack, units });
    left -= units;
  }
  return proofs;
}

/** 0 if the units cannot have come from this pick. */
function rankOf(
  pick: Pick,
  pack: Pack,
  { lot, serial }: { readonly lot?: string | undefined; readonly serial?: string | undefined },
  complete: boolean,
): number {
  if (pick.line !== pack.line || !isSourceOf(pick, pack, complete)) return 0;
  if (serial !== undefined && pick.serial !== null && serial !== pick.serial) return 0;
  if (lot !== undefined && pick.lot !== null && lot !== pick.lot) return 0;
  const sameSerial = serial !== undefined && serial === pick.serial;
  const sameLot = lot !== undefined && lot === pick.lot;
  const sameTote = pack.tote !== null && pack.tote === pick.tote;
  return 1 + (sameSerial ? 4 : 0) + (sameLot ? 2 : 0) + (sameTote ? 1 : 0);
}

function isSourceOf(pick: Pick, pack: Pack, complete: boolean): boolean {
  if (pack.tote === null || pack.slot !== null) return pick.tote !== null;
  return pick.tote === pack.tote || complete;
}

function isSameScan(pick: Pick, pack: Pack): boolean {
  return (
    pick.scanSeq === pack.scanSeq &&
    pick.line === pack.line &&
    pick.station === pack.station &&
    pick.site === pack.site
  );
}

function byTime<Item extends Pick | Pack>(items: readonly Item[]): Item[] {
  const seqOf = (item: Item) => ('pickSeq' in item ? item.pickSeq : item.packSeq);
  return [...items].sort(
    (left, right) =>
      left.at.localeCompare(right.at) ||
      left.station.localeCompare(right.station) ||
      seqOf(left) - seqOf(right),
  );
}

/**
 * Where the units of a pack lie now: what was in a parcel that was opened again goes on at the station that opened it, in the
 * parcel of the order that is sealed there next, as numbers of parcels are not used twice. As `{station} {parcel}`.
 */
export function placeOf({ seals, reopenings }: Evidence, { station, parcel, packSeq }: Pack): string {
  let place = { station, parcel, seq: packSeq };
  for (let moves = 0; moves <= reopenings.length; moves += 1) {
    const { sscc } =
      seals
        .filter(({ place: at }) => at.station === place.station && at.parcel === place.parcel)
        .sort((left, right) => left.place.seq - right.place.seq)
        .find(({ place: at }) => at.seq > place.seq) ?? {};
    const reopened = reopenings.find((candidate) => candidate.sscc === sscc);
    if (reopened === undefined) break;
    const into = nextSealed(seals, reopened.place)?.place ?? reopened.place;
    place = { ...reopened.place, parcel: into.parcel };
  }
  return placeName(place);
}

/** A station has one open parcel of an order: the seal that follows closes it. */
function nextSealed(seals: Evidence['seals'], from: Evidence['seals'][number]['place']) {
  return seals
    .filter(({ place }) => place.station === from.station && place.seq > from.seq)
    .sort((left, right) => left.place.seq - right.place.seq)[0];
}

export function placeName({
  station,
  parcel,
}: {
  readonly station: string;
  readonly parcel: number;
}): string {
  return `${station} ${parcel}`;
}

/** What left in a parcel is accounted for, and takes no part in what is attributed from now on. */
export function dropShipped({ evidence, parcels }: OrderProgress): void {
  const left = new Set(
    [...parcels.values()].filter(({ shipment }) => shipment !== null).map((parcel) => placeName(parcel)),
  );
  evidence.packs = evidence.packs.filter((pack) => !left.has(placeOf(evidence, pack)));
}

/**
 * What the shipment of a dispatch may be called. Each station counts by itself, so that two that share an order both
 * call theirs `{order}/1`: the later one is named after its station too.
 */
export function shipmentIdsOf({ station, data }: FactOf<'shipment.dispatched'>): readonly [string, string] {
  return [data.shipment, `${data.shipment}@${station}`];
}
