import type { ActivityView, ScreenOrder, ScreenView } from '../fulfilment/screen-view.ts';
import { walkTitle } from './panels/pick-panel.tsx';
import type { Words } from './words.ts';

/** How far the work in hand is; a total of 0 means that its end is not known before it is there. */
export interface Progress {
  readonly title: string;
  readonly detail: string;
  readonly done: number;
  readonly total: number;
}

export function progressOf({ order, activity }: ScreenView, words: Words): Progress | null {
  if (order !== null) {
    const { number, customer, unitsDone, unitsTotal } = order;
    return {
      title: number,
      detail: `${customer} · ${withoutName(order)}`,
      done: unitsDone,
      total: unitsTotal,
    };
  }
  return activity === null ? null : ofActivity(activity, words);
}

function ofActivity(activity: ActivityView, { text }: Words): Progress | null {
  switch (activity.kind) {
    case 'pick': {
      const zone = activity.zone === null ? [] : [text('zone', { zone: activity.zone })];
      const detail = [text('walkOrders', { n: activity.orders }), ...zone].join(' · ');
      const done = activity.unitsDone + activity.unitsShorted;
      return { title: walkTitle(activity, text), detail, done, total: activity.unitsTotal };
    }
    case 'ship':
      return { title: activity.load, detail: activity.carrier, done: activity.parcels, total: 0 };
    case 'wall':
      return {
        title: activity.task,
        detail: activity.tote,
        done: activity.unitsDone,
        total: activity.unitsTotal,
      };
    case 'return': {
      const done = activity.lines.reduce((sum, { received }) => sum + received, 0);
      return { title: text('returnOf', { order: activity.order }), detail: activity.return, done, total: 0 };
    }
    case 'count': {
      const done = activity.rows.reduce((sum, { counted }) => sum + counted, 0);
      return { title: text('countOf', { count: activity.count }), detail: activity.location, done, total: 0 };
    }
    case 'service':
      return {
        title: activity.order,
        detail: `${activity.customer} · ${activity.address}`,
        done: 0,
        total: 0,
      };
    case 'pack':
    case 'asked':
      return null;
  }
}

/** The address, without the name of its first line where that is the customer's. */
function withoutName(order: ScreenOrder): string {
  const name = `${order.customer}, `;
  return order.shipTo.startsWith(name) ? order.shipTo.slice(name.length) : order.shipTo;
}
