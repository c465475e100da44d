import { money } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';
import type { Words } from './words.ts';

type Text = Words['text'];
type Milestone = JourneyView['milestones'][number];

/** What there is to say about a milestone, reached or not, from the figures of the journey. */
export function milestoneDetail({ key, at }: Milestone, journey: JourneyView, text: Text): string {
  const { order, scans, parcels, invoices } = journey;
  switch (key) {
    case 'received':
      return text('saidReceived', { channel: order.channel, customer: order.customer.name });
    case 'credit':
      return credit(journey, text);
    case 'released':
      return at === null ? text('saidNotReleased') : text('saidReleased', { site: order.site });
    case 'picking': {
      const operators = [...new Set(scans.flatMap(({ operator }) => operator ?? []))].join(', ');
      if (at === null) return text('saidNotPicking');
      return operators === '' ? '' : text('saidPicking', { operators });
    }
    case 'packed': {
      const sealed = parcels.filter(({ voidedAt }) => voidedAt === null).length;
      return text('saidPacked', { ...unitsOf(journey), n: sealed });
    }
    case 'dispatched':
      return dispatched(journey, text);
    case 'invoiced': {
      const gross = sum(invoices.map(({ grossMinor }) => grossMinor));
      const numbers = invoices.map(({ number }) => number).join(', ');
      if (at === null) return text('saidNotInvoiced');
      return text('saidInvoiced', { invoices: numbers, gross: money(gross, order.currency) });
    }
    case 'paid':
      return paid(journey, text);
    case 'closed':
      if (order.status === 'cancelled') return text('saidCancelled');
      return text(at === null ? 'saidNotClosed' : 'saidClosed');
  }
}

function credit({ credit: decisions, order: { currency } }: JourneyView, text: Text): string {
  const last = decisions.at(-1);
  if (last === undefined) return text('saidNoCredit');
  return text('saidCredit', {
    order: money(last.orderMinor, currency),
    open: money(last.exposureMinor, currency),
    limit: money(last.limitMinor, currency),
  });
}

function unitsOf({ lines }: JourneyView) {
  return { packed: sum(lines.map(({ packed }) => packed)), ordered: sum(lines.map(({ units }) => units)) };
}

function dispatched({ shipments, parcels }: JourneyView, text: Text): string {
  if (shipments.length === 0) return text('saidNotDispatched');
  const left = parcels.filter(({ dispatchedAt, voidedAt }) => dispatchedAt !== null && voidedAt === null);
  const delivered = left.filter(({ status }) => status === 'delivered').length;
  return [
    text('saidDispatched', { n: sum(shipments.map(({ units }) => units)) }),
    ...(delivered === 0 ? [] : [text('saidDelivered', { delivered, n: left.length })]),
    ...(shipments.some(({ late }) => late) ? [text('saidLate')] : []),
  ].join(' ');
}

function paid({ invoices, order: { currency } }: JourneyView, text: Text): string {
  if (invoices.length === 0) return text('saidNoInvoice');
  const open = sum(invoices.map(({ grossMinor, paidMinor }) => grossMinor - paidMinor));
  return open > 0 ? text('saidOpen', { open: money(open, currency) }) : text('saidPaid');
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
