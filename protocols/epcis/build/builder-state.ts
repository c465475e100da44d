import type { Pick } from './parcel-contents.ts';

/** What is known of an order at a station until it is dispatched. */
export interface OpenOrder {
  /** Picks that lie in no sealed parcel. */
  readonly picks: readonly Pick[];
  readonly sealed: readonly SealedParcel[];
}

export interface SealedParcel {
  readonly sscc: string;
  readonly picks: readonly Pick[];
}

/** Between two facts. Begin with `emptyState`; it can be kept as JSON by turning the maps into arrays. */
export interface BuilderState {
  /** `site station order` -> what is open, those longest untouched first. */
  readonly orders: ReadonlyMap<string, OpenOrder>;
  /** `site station` -> the last fact that was taken. */
  readonly heads: ReadonlyMap<string, number>;
}

export const emptyState: BuilderState = { orders: new Map(), heads: new Map() };

/** Orders that are begun and never dispatched do not pile up beyond this. */
const maxOpenOrders = 2000;

/** The order as it is now goes to the end; where there are too many, the one that rested longest is forgotten. */
export function withOrder(state: BuilderState, key: string, order: OpenOrder): BuilderState {
  const orders = new Map(state.orders);
  orders.delete(key);
  orders.set(key, order);
  if (orders.size > maxOpenOrders) {
    const [oldest] = orders.keys();
    if (oldest !== undefined) orders.delete(oldest);
  }
  return { ...state, orders };
}

export function withoutOrder(state: BuilderState, key: string): BuilderState {
  const orders = new Map(state.orders);
  orders.delete(key);
  return { ...state, orders };
}
