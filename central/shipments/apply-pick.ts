import { lineOf } from './item-counts.ts';
import type { EvidenceSwap, Misfit, OrderLineRow, OrderProgress, Pick } from './order-progress.ts';
import { attribute, type FactOf, pickOf } from './proofs.ts';
import { takeWaiting, waitingUnits } from './waiting.ts';

export function applyPick(progress: OrderProgress, fact: FactOf<'pick.confirmed'>): readonly Misfit[] {
  const { data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  // Of picks whose undoing waits for what was picked in their place, the units are to be had again.
  const given = waitingUnits(progress, 'pick.undone', data.line);
  if (line.picked + data.units - given > line.units) {
    const message = `${line.picked} + ${data.units} picked of line ${line.line}, ${line.units} were ordered.`;
    return [{ code: 'PICKED_TOO_MANY', message, waits: true }];
  }
  const pick = pickOf(fact);
  line.picked += data.units;
  progress.changes.lines.add(line.line);
  progress.evidence.picks.push(pick);
  moveContents(progress, pick, -data.units);
  return [];
}

/** Takes back a pick that was not packed; if a packed or invoiced one has to stand in, it waits for that one. */
export function applyPickUndone(progress: OrderProgress, fact: FactOf<'pick.undone'>): readonly Misfit[] {
  const { station, data } = fact;
  const line = lineOf(progress, data);
  if ('code' in line) return [line];
  const { pickSeq, units } = data;
  if (takeWaiting(progress, 'pick.confirmed', station, pickSeq)) return [];
  const pick = progress.evidence.picks.find(
    (one) => one.station === station && one.pickSeq === pickSeq && one.line === data.line,
  );
  if (pick === undefined || pick.units < units) {
    const message = `Line ${data.line} has no pick ${pickSeq} of ${units} that can be undone.`;
    return [{ code: 'UNDO_UNKNOWN', message }];
  }
  return pick.spent > 0 ? replaceInvoiced(progress, line, pick) : takeBack(progress, line, pick, units);
}

function takeBack(progress: OrderProgress, line: OrderLineRow, pick: Pick, units: number): readonly Misfit[] {
  const before = uncovered(progress);
  pick.units -= units;
  if (line.picked - units < line.packed || uncovered(progress) > before) {
    pick.units += units;
    const message = `Pick ${pick.pickSeq} of line ${line.line} is packed: what was picked in its place is not known yet.`;
    return [{ code: 'UNDO_UNKNOWN', message, waits: true }];
  }
  subtract(progress, line, pick, units);
  return [];
}

/** Its units went on to an invoice before it was known that others were picked in their place. */
function replaceInvoiced(progress: OrderProgress, line: OrderLineRow, pick: Pick): readonly Misfit[] {
  const { proofs } = attribute(progress.evidence, progress.known.scans, () => false);
  const used = new Set(proofs.map((proof) => proof.pick));
  const other = progress.evidence.picks.find(
    (one) =>
      one !== pick &&
      one.line === pick.line &&
      one.spent === 0 &&
      one.units === pick.units &&
      one.sku === pick.sku &&
      !used.has(one),
  );
  if (other === undefined || pick.spent !== pick.units) {
    const message = `Pick ${pick.pickSeq} of line ${line.line} is invoiced: what was picked in its place is not known yet.`;
    return [{ code: 'UNDO_UNKNOWN', message, waits: true }];
  }
  const units = pick.units;
  other.spent = pick.spent;
  pick.units = 0;
  pick.spent = 0;
  progress.changes.swaps.push({ from: pick, to: other } satisfies EvidenceSwap);
  subtract(progress, line, pick, units);
  return [];
}

function subtract(progress: OrderProgress, line: OrderLineRow, pick: Pick, units: number): void {
  line.picked -= units;
  progress.changes.lines.add(line.line);
  moveContents(progress, pick, units);
}

export function moveContents(progress: OrderProgress, pick: Pick, units: number): void {
  const { site, location, sku, lot, expiry } = pick;
  if (location !== null) progress.changes.moves.push({ site, location, sku, lot, expiry, units });
}

/** Units from totes for which there is no pick. */
export function uncovered(progress: OrderProgress): number {
  return attribute(progress.evidence, progress.known.scans, isComplete(progress)).uncovered;
}

/** Whether nothing more of a line will be picked. */
export function isComplete({ lines }: OrderProgress): (line: number) => boolean {
  return (number) => {
    const line = lines.get(number);
    return line !== undefined && line.picked + line.shorted >= line.units;
  };
}
