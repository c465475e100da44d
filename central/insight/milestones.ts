import { displayMinor } from '../money.ts';
import type { JourneyView, MilestoneKey } from './journey-view.ts';

type Parts = Omit<JourneyView, 'v' | 'history' | 'milestones'>;
type Milestone = JourneyView['milestones'][number];

/** A line of the order's history. */
export interface HistoryLine {
  readonly type: string;
  readonly at: string;
  readonly summary: string;
}

const titles: Readonly<Record<MilestoneKey, string>> = {
  received: 'Order received',
  credit: 'Credit decided',
  released: 'Released to the warehouse',
  picking: 'Picking and packing',
  packed: 'Packed and proven',
  dispatched: 'Dispatched',
  invoiced: 'Invoiced',
  paid: 'Paid',
  closed: 'Closed',
};

/** The way of an order in nine steps, each with when it was reached, if it was, and what there is to say about it. */
export function milestonesOf(parts: Parts, history: readonly HistoryLine[]): Milestone[] {
  const reached: Readonly<Record<MilestoneKey, Omit<Milestone, 'key' | 'title'>>> = {
    received: {
      at: parts.order.receivedAt,
      detail: `By ${parts.order.channel}, for ${parts.order.customer.name}.`,
    },
    credit: creditStep(parts),
    released: fromHistory(history, 'order.released', 'Waits for credit and stock.'),
    picking: fromHistory(history, 'order.started', 'No station has started it.'),
    packed: packedStep(parts),
    dispatched: dispatchedStep(parts),
    invoiced: invoicedStep(parts),
    paid: paidStep(parts),
    closed: closedStep(parts, history),
  };
  return (Object.keys(titles) as MilestoneKey[]).map((key) => ({ key, title: titles[key], ...reached[key] }));
}

function fromHistory(history: readonly HistoryLine[], type: string, otherwise: string, holds = true) {
  const line = holds ? history.findLast((event) => event.type === type) : undefined;
  return { at: line?.at ?? null, detail: line?.summary ?? otherwise };
}

function closedStep({ order }: Parts, history: readonly HistoryLine[]) {
  const cancelled = history.findLast(({ type }) => type === 'order.cancelled');
  const otherwise = order.status === 'cancelled' ? cancelled?.summary : undefined;
  const closes = 'Closes when it is delivered and paid.';
  return fromHistory(history, 'order.closed', otherwise ?? closes, order.status === 'closed');
}

function creditStep({ credit }: Parts) {
  const last = credit.at(-1);
  if (last === undefined) return { at: null, detail: 'Not decided yet.' };
  return { at: last.decision === 'approved' ? last.at : null, detail: last.reason };
}

function packedStep({ lines, parcels }: Parts) {
  const ordered = sum(lines.map(({ units }) => units));
  const packed = sum(lines.map((line) => line.packed));
  const last = parcels.at(-1);
  const parts = parcels.length === 1 ? '1 parcel' : `${parcels.length} parcels`;
  const detail = `${packed} of ${ordered} units packed, ${parts} sealed.`;
  return { at: packed > 0 && last !== undefined ? last.sealedAt : null, detail };
}

function dispatchedStep({ shipments, parcels }: Parts) {
  const last = shipments.at(-1);
  if (last === undefined) return { at: null, detail: 'Nothing has left yet.' };
  const left = parcels.filter(({ dispatchedAt, voidedAt }) => dispatchedAt !== null && voidedAt === null);
  const there = left.filter(({ status }) => status === 'delivered').length;
  const delivered = there === 0 ? '' : ` ${there} of ${left.length} parcels delivered.`;
  const late = shipments.some((one) => one.late) ? ' Late.' : '';
  const units = sum(shipments.map((one) => one.units));
  return { at: last.at, detail: `${units} units left.${delivered}${late}` };
}

function invoicedStep({ invoices, order }: Parts) {
  const last = invoices.at(-1);
  if (last === undefined) return { at: null, detail: 'Is invoiced as soon as it leaves.' };
  const gross = displayMinor(sum(invoices.map(({ grossMinor }) => grossMinor)), order.currency);
  return { at: last.issuedAt, detail: `${invoices.map(({ number }) => number).join(', ')} over ${gross}.` };
}

function paidStep({ invoices, payments, order }: Parts) {
  const open = sum(invoices.map(({ grossMinor, paidMinor }) => grossMinor - paidMinor));
  if (invoices.length === 0) return { at: null, detail: 'There is no invoice yet.' };
  if (open > 0) return { at: null, detail: `${displayMinor(open, order.currency)} is open.` };
  // An invoice over nothing needs no payment: it is settled as it is issued.
  return { at: payments.at(-1)?.at ?? invoices.at(-1)?.issuedAt ?? null, detail: 'Every invoice is paid.' };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
