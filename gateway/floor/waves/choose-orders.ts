import { textOrder } from '../../../kernel/text-order.ts';
import type { SiteDocument } from '../../../protocols/wire/work/site-document.ts';
import { groupBy } from './group-by.ts';
import { nextLocalTime } from './local-time.ts';

/** What decides when an order is picked. */
export interface Candidate {
  readonly order: string;
  readonly carrier: string | undefined;
  readonly priority: number;
  readonly promised: string | null;
}

/** Orders that leave with the same vehicle. */
export interface Departure {
  readonly carrier: string | undefined;
  /** When its vehicle leaves; null where the site does not say. */
  readonly cutOffMs: number | null;
  /** The most urgent first. */
  readonly orders: readonly Candidate[];
}

/** The candidates by the carrier that takes them: the vehicle that leaves first comes first. */
export function departures(
  candidates: readonly Candidate[],
  site: SiteDocument | undefined,
  nowMs: number,
): readonly Departure[] {
  const groups = groupBy(candidates, ({ carrier }) => carrier);
  return [...groups]
    .map(([carrier, orders]) => ({
      carrier,
      cutOffMs: cutOffOf(carrier, site, nowMs),
      orders: [...orders].sort(byUrgency),
    }))
    .sort(byDeparture);
}

function cutOffOf(carrier: string | undefined, site: SiteDocument | undefined, nowMs: number): number | null {
  const rule = site?.rules?.ship.carriers.find((known) => known.carrier === carrier);
  return rule?.cutOff === undefined ? null : nextLocalTime(nowMs, rule.cutOff, site?.timeZone ?? 'UTC');
}

function byDeparture(a: Departure, b: Departure): number {
  const due = (a.cutOffMs ?? Number.MAX_SAFE_INTEGER) - (b.cutOffMs ?? Number.MAX_SAFE_INTEGER);
  const [first, second] = [a.orders[0], b.orders[0]];
  if (due !== 0 || first === undefined || second === undefined) return due;
  return byUrgency(first, second);
}

const lastDay = '9999-12-31';

function byUrgency(a: Candidate, b: Candidate): number {
  return (
    a.priority - b.priority ||
    textOrder(a.promised ?? lastDay, b.promised ?? lastDay) ||
    textOrder(a.order, b.order)
  );
}
