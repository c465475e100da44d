import { stopOfOrder } from '../order-stop.ts';
import type { WorkView } from '../work-view.ts';
import { nextOf } from './wall-scan.ts';
import type { WallSession } from './wall-session.ts';

/** What the screen shows of a batch that is sorted. */
export interface WallView {
  readonly kind: 'wall';
  readonly task: string;
  readonly wall: string;
  /** The tote that is emptied now. */
  readonly tote: string;
  readonly unitsDone: number;
  readonly unitsTotal: number;
  /** What was scanned, and the slot that it waits for. */
  readonly hand: { readonly product: string; readonly units: number; readonly slot: string } | null;
  /** In the sequence of the wall. */
  readonly slots: readonly SlotView[];
  /** What was put last (at most 10), newest first; the first is what undo takes back. */
  readonly last: readonly { readonly product: string; readonly units: number; readonly slot: string }[];
}

interface SlotView {
  readonly slot: string;
  readonly order: string;
  readonly unitsDone: number;
  readonly unitsTotal: number;
  readonly state: 'empty' | 'partial' | 'complete' | 'stopped';
  /** What is missing in it, by the barcodes that a scan may have. */
  readonly missing: readonly {
    readonly sku: string;
    readonly product: string;
    readonly units: number;
    readonly gtins: readonly string[];
  }[];
}

const maxLast = 10;

export function wallView(session: WallSession, work: WorkView): WallView {
  const { task, wall, tote, lines, hand, undoable } = session;
  const slots = [...new Set(lines.map(({ slot }) => slot))].sort();
  const next = hand === null ? null : nextOf(session, hand);
  return {
    ...{ kind: 'wall', task, wall, tote },
    unitsDone: sum(lines.map(({ put }) => put)),
    unitsTotal: sum(lines.map(({ units }) => units)),
    hand: hand === null || next === null ? null : { product: hand.name, units: next.units, slot: next.slot },
    slots: slots.map((slot) => slotView(session, slot, work)),
    last: undoable
      .slice(-maxLast)
      .reverse()
      .map(({ name, units, index }) => ({ product: name, units, slot: lines[index]?.slot ?? '' })),
  };
}

function slotView(session: WallSession, slot: string, work: WorkView): SlotView {
  const lines = session.lines.filter((line) => line.slot === slot);
  const order = lines[0]?.order ?? '';
  const unitsDone = sum(lines.map(({ put }) => put));
  const unitsTotal = sum(lines.map(({ units }) => units));
  return {
    ...{ slot, order, unitsDone, unitsTotal },
    state: stateOf(unitsDone, unitsTotal, stopOfOrder(order, work) !== undefined),
    missing: lines.flatMap(({ sku, name, units, put }) => {
      const gtins = (work.productBySku(sku)?.packagings ?? []).map(({ gtin }) => gtin);
      return units === put ? [] : [{ sku, product: name, units: units - put, gtins }];
    }),
  };
}

function stateOf(done: number, total: number, isStopped: boolean): SlotView['state'] {
  if (done === total) return 'complete';
  if (isStopped) return 'stopped';
  return done === 0 ? 'empty' : 'partial';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
