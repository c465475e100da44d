/** Something of an order changed: `change` is the type of the order event, such as `order.released`. */
export interface OrderChange {
  readonly order: string;
  readonly change: string;
}

type Listener = (change: OrderChange) => void;

/** A bounded publish/subscribe of order changes to the pages of this process. What is missed is read again by the page. */
export class Live {
  readonly #listeners = new Set<Listener>();
  readonly #maxListeners: number;

  constructor(maxListeners = 200) {
    this.#maxListeners = maxListeners;
  }

  publish(change: OrderChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** @returns the function that ends the subscription, or null if there are too many already. */
  subscribe(listener: Listener): (() => void) | null {
    if (this.#listeners.size >= this.#maxListeners) return null;
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
