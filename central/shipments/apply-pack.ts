import { isComplete, moveContents, uncovered } from './apply-pick.ts';
import { lineOf } from './item-counts.ts';
import type { Misfit, OrderLineRow, OrderProgress, Pack, Pick } from './order-progress.ts';
import { attribute, type FactOf, isFromTote, packOf, placeOf } from './proofs.ts';
import { takeWaiting } from './waiting.ts';

export function applyPack(progress: OrderProgress, fact: FactOf<'pack.confirmed'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (line.packed + data.units > line.picked) {
    const message = `${line.packed} + ${data.units} packed of line ${line.line}, ${line.picked} were picked.`;
    return [{ code: 'PACKED_TOO_MANY', message, waits: true }];
  }
  const pack = packOf(fact);
  if (isFromTote(pack) && !isCovered(progress, pack)) {
    const message = `${data.units} of line ${line.line} were packed from ${data.tote ?? data.slot}; what was picked into it is not known yet.`;
    return [{ code: 'PACKED_TOO_MANY', message, waits: true }];
  }
  line.packed += data.units;
  progress.changes.lines.add(line.line);
  progress.evidence.packs.push(pack);
  return [];
}

function isCovered(progress: OrderProgress, pack: Pack): boolean {
  const { evidence, known } = progress;
  const packs = [...evidence.packs, pack];
  const after = attribute({ ...evidence, packs }, known.scans, isComplete(progress));
  return after.uncovered <= uncovered(progress);
}

/** The units are picked still, and may be packed again. */
export function applyPackUndone(progress: OrderProgress, fact: FactOf<'pack.undone'>): readonly Misfit[] {
  const { station, data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  if (takeWaiting(progress, 'pack.confirmed', station, data.packSeq)) return [];
  const pack = packNamed(progress, station, data);
  if (pack === undefined || line.packed - data.units < line.shipped) return [unknownUndo(data)];
  unpack(progress, line, pack);
  return [];
}

/** Takes back a pick and its pack. */
export function applyItemUndone(progress: OrderProgress, fact: FactOf<'item.undone'>): readonly Misfit[] {
  const { station, data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const { pickSeq, packSeq, units } = data;
  const packWaited = takeWaiting(progress, 'pack.confirmed', station, packSeq);
  if (takeWaiting(progress, 'pick.confirmed', station, pickSeq)) return [];
  const pack = packNamed(progress, station, data);
  const pick = progress.evidence.picks.find(
    (one) => one.station === station && one.pickSeq === pickSeq && one.line === data.line,
  );
  if (pick === undefined || pick.units - pick.spent < units) return [unknownUndo(data)];
  if (!packWaited && (pack === undefined || line.packed - units < line.shipped)) return [unknownUndo(data)];
  if (pack !== undefined) unpack(progress, line, pack);
  unpick(progress, line, pick, units);
  return [];
}

function packNamed(
  { evidence }: OrderProgress,
  station: string,
  { packSeq, line, units }: { readonly packSeq: number; readonly line: number; readonly units: number },
): Pack | undefined {
  return evidence.packs.find(
    (one) => one.station === station && one.packSeq === packSeq && one.line === line && one.units === units,
  );
}

function unpack(progress: OrderProgress, line: OrderLineRow, pack: Pack): void {
  line.packed -= pack.units;
  progress.changes.lines.add(line.line);
  progress.evidence.packs = progress.evidence.packs.filter((one) => one !== pack);
}

function unpick(progress: OrderProgress, line: OrderLineRow, pick: Pick, units: number): void {
  line.picked -= units;
  pick.units -= units;
  progress.changes.lines.add(line.line);
  moveContents(progress, pick, units);
}

function unknownUndo(data: {
  readonly line: number;
  readonly units: number;
  readonly packSeq: number;
}): Misfit {
  const pick = 'pickSeq' in data ? `no pick ${String(data.pickSeq)} with pack` : 'no pack';
  const message = `Line ${data.line} has ${pick} ${data.packSeq} of ${data.units} that can be undone.`;
  return { code: 'UNDO_UNKNOWN', message };
}

/** The label is void. What is in the parcel stays packed, in the open parcel of the station that opened it. */
export function applyReopened(progress: OrderProgress, fact: FactOf<'parcel.reopened'>): readonly Misfit[] {
  const { station, seq, at, data } = fact;
  const parcel = progress.parcels.get(data.sscc);
  if (parcel === undefined && progress.known.ssccs.get(data.sscc) === undefined) {
    const message = `Parcel ${data.sscc} of order ${data.order} was opened again; its sealing is not known yet.`;
    return [{ code: 'PARCEL_UNKNOWN', message, waits: true }];
  }
  if (parcel === undefined || parcel.shipment !== null || parcel.voided) {
    const why = parcel?.voided === true ? 'it is open already' : 'it has left, or is of another order';
    const message = `Parcel ${data.sscc} of order ${data.order} cannot be opened again: ${why}.`;
    return [{ code: 'PARCEL_UNKNOWN', message }];
  }
  parcel.voided = true;
  progress.changes.voided.push({ sscc: data.sscc, at });
  progress.evidence.reopenings.push({ sscc: data.sscc, place: { station, parcel: data.parcel, seq } });
  progress.changes.events.push({
    order: data.order,
    at,
    type: 'parcel.reopened',
    summary: `Parcel ${data.sscc} opened again at ${station}: ${data.reason}. Its label is void.`,
    data: { station, seq, sscc: data.sscc, reason: data.reason },
  });
  return [];
}

/** Packs whose units lie in one of these places. */
export function packsIn(progress: OrderProgress, places: ReadonlySet<string>): Set<Pack> {
  const { evidence } = progress;
  return new Set(evidence.packs.filter((pack) => places.has(placeOf(evidence, pack))));
}
