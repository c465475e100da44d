import type { ProductDocument } from '../../protocols/wire/work.ts';
import type { Phase, ScreenLine, ScreenOrder, ScreenView } from './screen-view.ts';
import { holdOf, isComplete, openItems, remainingOf } from './session.ts';
import type { LineProgress, Session, StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** The parts of the screen that the agent knows and the core does not. */
export type ScreenSurroundings = Pick<
  ScreenView,
  'revision' | 'site' | 'station' | 'queue' | 'link' | 'devices'
>;

/** What the screen needs beyond the work of the core: the barcodes of a line's product. */
export interface ScreenWork extends WorkView {
  productBySku(sku: string): ProductDocument | undefined;
}

/** The whole screen of a station. Pure. */
export function screenOf(state: StationState, work: ScreenWork, around: ScreenSurroundings): ScreenView {
  const { session } = state;
  return {
    v: 1,
    ...around,
    operator: state.operator,
    phase: phaseOf(session),
    prompt: promptOf(session, work),
    order: session === null ? null : orderOf(session, work),
    last: state.last,
  };
}

function phaseOf(session: Session | null): Phase {
  if (session === null) return 'idle';
  return isComplete(session) ? 'sealed' : 'picking';
}

function promptOf(session: Session | null, work: WorkView): string {
  if (session === null) return 'Scan an order';
  const hold = holdOf(session, work);
  if (hold !== undefined) return `On hold: ${hold}. Scan another order`;
  const next = session.order.lines.findIndex((_, index) => remainingOf(session, index) > 0);
  const line = session.order.lines[next];
  if (line !== undefined) return `Scan ${remainingOf(session, next)} x ${line.name}`;
  const parcel = session.sealed.find(({ scanned }) => !scanned);
  return parcel === undefined ? 'Scan an order' : `Scan the label of parcel ${parcel.parcel}`;
}

function orderOf(session: Session, work: ScreenWork): ScreenOrder {
  const { order, customer, shipTo, lines } = session.order;
  return {
    number: order,
    customer: customer.name,
    shipTo: `${shipTo.name}, ${shipTo.street}, ${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`,
    unitsDone: sumOf(session.lines.map(({ done }) => done)),
    unitsTotal: sumOf(lines.map(({ units }) => units)),
    lines: session.lines.flatMap((progress, index) => lineOf(session, index, progress, work)),
    openParcelUnits: sumOf(openItems(session).map(({ units }) => units)),
    parcels: session.sealed.map(({ sscc, items, scanned }) => ({
      sscc,
      units: sumOf(items.map(({ units }) => units)),
      scanned,
    })),
  };
}

function lineOf(session: Session, index: number, progress: LineProgress, work: ScreenWork): ScreenLine[] {
  const line = session.order.lines[index];
  if (line === undefined) return [];
  const { sku, name, units } = line;
  const { done, shorted } = progress;
  const barcodes = work.productBySku(sku)?.packagings ?? [];
  return [{ line: line.line, sku, name, units, done, shorted, state: stateOf(units, progress), barcodes }];
}

function stateOf(units: number, { done, shorted }: LineProgress): ScreenLine['state'] {
  if (shorted > 0) return 'short';
  if (done === units) return 'done';
  return done > 0 ? 'partial' : 'todo';
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
