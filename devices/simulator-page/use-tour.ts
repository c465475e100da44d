import { useEffect, useState } from 'react';
import type { Invoice, Screen } from './simulator-api.ts';

/** The steps from badge to closing, in order. */
export const tourSteps = [
  { key: 'badge', title: 'Scan a badge', hint: 'Who works is part of each fact.' },
  { key: 'order', title: 'Scan an order sheet', hint: 'It opens the order at the station.' },
  { key: 'items', title: 'Scan every item', hint: 'The last unit seals the parcel.' },
  { key: 'label', title: 'Scan the parcel label', hint: 'The last label dispatches the order.' },
  { key: 'invoice', title: 'See the invoice', hint: 'It appears at the bank by itself.' },
  { key: 'pay', title: 'Pay it', hint: 'A bank statement goes to central.' },
  { key: 'closed', title: 'Order closed', hint: 'Open its journey and see the proof.' },
] as const;

type TourStep = (typeof tourSteps)[number]['key'];

export interface Tour {
  readonly reached: ReadonlySet<TourStep>;
  /** The order that is followed: the last one opened. */
  readonly order: string | null;
  readonly notePaid: (invoice: Invoice) => void;
  readonly restart: () => void;
}

interface Progress {
  readonly order: string | null;
  readonly reached: ReadonlySet<TourStep>;
  readonly paid: string | null;
}

const start: Progress = { order: null, reached: new Set(), paid: null };

/** Follows one order along the chain by what the station and the bank show; a step once reached stays reached. */
export function useTour(screen: Screen | undefined, invoices: readonly Invoice[] | undefined): Tour {
  const [progress, setProgress] = useState(start);
  useEffect(() => setProgress((before) => advance(before, screen, invoices)), [screen, invoices]);
  return {
    reached: progress.reached,
    order: progress.order,
    notePaid: (invoice) => setProgress((before) => afterPayment(before, invoice)),
    restart: () => setProgress(start),
  };
}

function advance(
  before: Progress,
  screen: Screen | undefined,
  invoices: readonly Invoice[] | undefined,
): Progress {
  const opened = screen?.order?.number;
  const isNext = opened !== undefined && before.order !== null && opened !== before.order;
  const base = isNext ? { ...start, order: opened } : { ...before, order: before.order ?? opened ?? null };
  const steps: TourStep[] = [];
  if (screen !== undefined && screen.operator !== null) steps.push('badge');
  if (opened !== undefined) steps.push('order');
  if (screen?.phase === 'sealed') steps.push('items');
  if (base.order !== null && screen?.last?.verdict === 'shipment_dispatched')
    steps.push('order', 'items', 'label');
  if (invoices?.some(({ order }) => order === base.order)) steps.push('invoice');
  if (base.paid !== null && invoices !== undefined && !invoices.some(({ number }) => number === base.paid)) {
    steps.push('closed');
  }
  return reach(base, steps);
}

/** Paying for another order than the one that is followed is no step of it. */
function afterPayment(before: Progress, { order, number }: Invoice): Progress {
  if (before.order !== null && before.order !== order) return before;
  return reach({ ...before, order, paid: number }, ['invoice', 'pay']);
}

function reach(progress: Progress, steps: readonly TourStep[]): Progress {
  return { ...progress, reached: new Set([...progress.reached, ...steps]) };
}
