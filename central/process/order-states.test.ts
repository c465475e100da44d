import { describe, expect, test } from 'vitest';
import { firstOrderStatus, isOrderStatus, mayBecome, type OrderStatus, orderStates } from './order-states.ts';

function reachableFrom(start: OrderStatus): Set<OrderStatus> {
  const seen = new Set<OrderStatus>([start]);
  for (const status of seen) for (const next of orderStates[status]) seen.add(next);
  return seen;
}

const statuses = Object.keys(orderStates).filter(isOrderStatus);

describe('the life of an order', () => {
  test('every status can be reached from the first', () => {
    expect([...reachableFrom(firstOrderStatus)].sort()).toEqual([...statuses].sort());
  });

  test('from every status an order can still come to an end', () => {
    for (const status of statuses) {
      const ends = reachableFrom(status);
      expect([status, ends.has('closed') || ends.has('cancelled')]).toEqual([status, true]);
    }
  });

  test('what left the building can be neither cancelled nor released again', () => {
    expect(mayBecome('dispatched', 'cancelled')).toBe(false);
    expect(mayBecome('dispatched', 'released')).toBe(false);
    expect(mayBecome('in_fulfilment', 'released')).toBe(false);
  });

  test('an order closes only after it was dispatched', () => {
    expect(statuses.filter((status) => mayBecome(status, 'closed'))).toEqual(['dispatched']);
  });

  test('a status that nobody knows leads nowhere', () => {
    expect(statuses.some((to) => mayBecome('lost', to))).toBe(false);
  });
});
