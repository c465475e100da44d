import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { goodsRefusals } from '../goods/goods-refusals.ts';
import { itemOf, type ScannedItem } from '../goods/scanned-item.ts';
import { shareOut } from '../goods/share-out.ts';
import { stopOfOrder } from '../order-stop.ts';
import { pickRefusals } from '../pick/pick-refusals.ts';
import { refusals } from '../refusals.ts';
import { maxRecentPicks, type StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { wallMessages, wallRefusals } from './wall-messages.ts';
import {
  addPut,
  isSlotComplete,
  isSorted,
  missingOf,
  openOf,
  startWall,
  type WallHand,
  type WallLine,
  type WallSession,
} from './wall-session.ts';

/** So many totes of one batch are remembered. */
const maxTotes = 200;

/** A tote of a batch opens the wall where the batch is sorted. */
export function openWall(state: StationState, { text }: Code, context: StepContext): Decision | null {
  const { floor } = context.work;
  const tote = floor.tote(text);
  if (tote === undefined || tote.order !== null || tote.task === undefined) return null;
  const task = floor.task(tote.task);
  const session = task === undefined ? null : startWall(task, text, context.work);
  if (task === undefined || session === null) return null;
  if (state.recentPicks.includes(sortedName(task.task))) return refuse(state, wallRefusals.sorted(task.task));
  const isPicked = task.status === 'closed' || state.recentPicks.includes(task.task);
  if (!isPicked) return refuse(state, wallRefusals.notPicked(text, task.task));
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  if (isSorted(session, context.work)) return refuse(state, wallRefusals.sorted(task.task));
  return opened({ ...left, activity: session }, session);
}

function opened(state: StationState, session: WallSession): Decision {
  const units = session.lines.reduce((sum, line) => sum + missingOf(line), 0);
  const message = wallMessages.opened(session.tote, session.task, units);
  return { verdict: 'tote_opened', message, state: { ...state, activity: session }, facts: [] };
}

/** Another tote of the same batch is emptied from now on. */
export function scanBatchTote(
  state: StationState,
  session: WallSession,
  tote: string,
  { work }: StepContext,
): Decision {
  if (session.hand !== null) return refuse(state, slotFirst(session, session.hand));
  if (work.floor.tote(tote)?.task !== session.task && !session.totes.includes(tote)) {
    return refuse(state, wallRefusals.otherBatch(tote, session.task));
  }
  const totes = session.totes.includes(tote) ? session.totes : [...session.totes, tote].slice(-maxTotes);
  return opened(state, { ...session, tote, totes });
}

/** An item of the batch was scanned: the person is told its slot. */
export function sortItem(
  state: StationState,
  session: WallSession,
  { content, product }: { readonly content: Gs1Content; readonly product: ProductDocument },
  { work, scanSeq }: StepContext,
): Decision {
  const item = itemOf(content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  if (session.hand !== null) return refuse(state, slotFirst(session, session.hand));
  if (content.count !== undefined) return refuse(state, refusals.variableCount);
  const lines = linesFor(session, item, work);
  if (lines.length === 0) return refuse(state, wallRefusals.notInBatch(product.name, session.task));
  const stopped = lines.find(
    ({ line }) => missingOf(line) > 0 && stopOfOrder(line.order, work) !== undefined,
  );
  const stop = stopped === undefined ? undefined : stopOfOrder(stopped.line.order, work);
  if (stopped !== undefined && stop !== undefined && lines.every(({ line }) => openOf(line, work) === 0)) {
    return refuse(state, pickRefusals.stopped(stopped.line.order, stop));
  }
  const ofLot = sameLot(item, lines);
  if (ofLot === null) return refuse(state, goodsRefusals.lotMissing(product.name));
  const wants = ofLot.map(({ line, index }) => ({
    index,
    ...{ order: line.order, line: line.line, remaining: openOf(line, work) },
  }));
  const shares = shareOut(item, wants);
  if ('verdict' in shares) return refuse(state, shares);
  const hand: WallHand = { name: product.name, gtin: item.gtin, shares, scanSeq };
  return asked(state, { ...session, hand }, hand);
}

interface Indexed {
  readonly line: WallLine;
  readonly index: number;
}

/** Lines of the product; else those in whose place it may have been picked. */
function linesFor({ lines }: WallSession, { product }: ScannedItem, work: WorkView): Indexed[] {
  const all = lines.map((line, index) => ({ line, index }));
  const own = all.filter(({ line }) => line.sku === product.sku);
  if (own.some(({ line }) => missingOf(line) > 0)) return own;
  const replaced = all.filter(({ line }) => work.productBySku(line.sku)?.substitutes?.includes(product.sku));
  return replaced.length > 0 ? replaced : own;
}

/** Where lines differ by their lot the barcode has to tell it: null if it does not. */
function sameLot({ content }: ScannedItem, lines: readonly Indexed[]): readonly Indexed[] | null {
  const open = lines.filter(({ line }) => missingOf(line) > 0);
  if (new Set(open.map(({ line }) => line.lot)).size < 2) return lines;
  if (content.lot === undefined) return null;
  const asking = lines.filter(({ line }) => line.lot === content.lot);
  const free = lines.filter(({ line }) => line.lot === undefined);
  // A lot that was picked in place of another serves whoever is left.
  return asking.length + free.length > 0 ? [...asking, ...free] : lines;
}

function asked(state: StationState, session: WallSession, hand: WallHand): Decision {
  const { slot, order, line, units } = nextOf(session, hand);
  const message = wallMessages.intoSlot(units, hand.name, slot);
  return {
    verdict: 'item_confirmed',
    message,
    order,
    line,
    state: { ...state, activity: session },
    facts: [],
  };
}

/** Where the next units of the hand go. */
export function nextOf({ lines }: WallSession, hand: WallHand) {
  const [share] = hand.shares;
  const line = lines[share?.index ?? 0];
  const { order, line: number, sku, slot } = line ?? { order: '', line: 1, sku: '', slot: '' };
  return { order, line: number, sku, slot, units: share?.units ?? 0 };
}

function slotFirst(session: WallSession, hand: WallHand) {
  return wallRefusals.slotFirst(hand.name, nextOf(session, hand).slot);
}

/** The code of a slot: what is in the hand goes there; without anything in the hand it only tells how far it is. */
export function scanSlot(
  state: StationState,
  session: WallSession,
  slot: string,
  context: StepContext,
): Decision {
  const { hand } = session;
  if (hand === null) return told(state, session, slot);
  const at = hand.shares.findIndex(({ index }) => session.lines[index]?.slot === slot);
  const share = hand.shares[at];
  const line = share === undefined ? undefined : session.lines[share.index];
  if (share === undefined || line === undefined) {
    return refuse(state, wallRefusals.wrongSlot(slot, nextOf(session, hand).slot));
  }
  const stop = stopOfOrder(line.order, context.work);
  if (stop !== undefined) return refuse(state, pickRefusals.stopped(line.order, stop));
  const { order, sku } = line;
  const { units, index } = share;
  const fact: FactDraft = {
    type: 'wall.put',
    data: {
      ...{ order, line: line.line, sku, units, gtin: hand.gtin, scanSeq: hand.scanSeq },
      ...{ wall: session.wall, slot, tote: session.tote },
    },
  };
  const put = { index, units, name: hand.name, tote: session.tote, putSeq: context.scanSeq + 1 };
  const shares = hand.shares.filter((_, position) => position !== at);
  const next = { ...addPut(session, put), hand: shares.length === 0 ? null : { ...hand, shares } };
  return { ...concluded(state, next, line, [fact], context), order, line: line.line };
}

function told(state: StationState, session: WallSession, slot: string): Decision {
  const of = session.lines.filter((line) => line.slot === slot);
  const units = of.reduce((sum, line) => sum + missingOf(line), 0);
  const message =
    units === 0 ? wallMessages.slotComplete(slot, of[0]?.order ?? '') : wallMessages.put(slot, units);
  return { verdict: 'tote_confirmed', message, state: { ...state, activity: session }, facts: [] };
}

function concluded(
  state: StationState,
  session: WallSession,
  { slot, order }: WallLine,
  facts: readonly FactDraft[],
  { work }: StepContext,
): Decision {
  if (session.hand === null && isSorted(session, work)) return sorted(state, session, facts, work);
  const verdict = 'item_put';
  if (session.hand !== null) return { ...asked(state, session, session.hand), verdict, facts };
  const decision = { ...told(state, session, slot), verdict, facts } as const;
  return isSlotComplete(session, slot)
    ? { ...decision, done: true, message: wallMessages.slotComplete(slot, order) }
    : decision;
}

/** Everything lies in its slot: the totes of the batch are free. */
function sorted(
  state: StationState,
  session: WallSession,
  facts: readonly FactDraft[],
  work: WorkView,
): Decision {
  const ofTask = work.floor.task(session.task)?.totes.map(({ tote }) => tote) ?? [];
  const released = [...new Set([...session.totes, ...ofTask])].map(
    (tote): FactDraft => ({ type: 'tote.released', data: { tote } }),
  );
  // What waits for its release still lies in a tote.
  const isEmpty = session.lines.every((line) => missingOf(line) === 0);
  return {
    verdict: 'item_put',
    done: true,
    message: wallMessages.sorted(session.task),
    state: {
      ...state,
      activity: null,
      recentPicks: [...state.recentPicks, ...(isEmpty ? [sortedName(session.task)] : [])].slice(
        -maxRecentPicks,
      ),
    },
    facts: isEmpty ? [...facts, ...released] : facts,
  };
}

/** A batch that was picked here is not yet one that was sorted here. */
function sortedName(task: string): string {
  return `wall:${task}`;
}
