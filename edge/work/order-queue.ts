import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { QueueItem, ScreenView } from '../fulfilment/screen-view.ts';

const shown = 50;

interface Entry {
  readonly item: QueueItem;
  /** What comes first: the promised day, then the number; orders without a day come last. */
  readonly rank: string;
}

/**
 * The open orders in the sequence in which they are to be worked, for the screen. Cheap where it is read at each scan:
 * it sorts only after the work changed.
 */
export class OrderQueue {
  private readonly entries = new Map<string, Entry>();
  private sorted: Entry[] | null = null;
  private cached: ScreenView['queue'] | null = null;

  put(document: OrderDocument): void {
    if (document.status === 'cancelled') {
      this.remove(document.order);
      return;
    }
    this.entries.set(document.order, { item: itemOf(document), rank: rankOf(document) });
    this.sorted = null;
    this.cached = null;
  }

  remove(order: string): void {
    const entry = this.entries.get(order);
    if (entry === undefined) return;
    this.entries.delete(order);
    this.sorted?.splice(this.sorted.indexOf(entry), 1);
    this.cached = null;
  }

  clear(): void {
    this.entries.clear();
    this.sorted = null;
    this.cached = null;
  }

  view(): ScreenView['queue'] {
    this.sorted ??= [...this.entries.values()].sort((a, b) => (a.rank < b.rank ? -1 : 1));
    this.cached ??= {
      total: this.sorted.length,
      next: this.sorted.slice(0, shown).map((entry) => entry.item),
    };
    return this.cached;
  }
}

function rankOf({ promised, order }: OrderDocument): string {
  return `${promised ?? '9999-12-31'} ${order}`;
}

function itemOf({ order, customer, lines, status }: OrderDocument): QueueItem {
  const units = lines.reduce((sum, line) => sum + line.units, 0);
  return {
    order,
    customer: customer.name,
    units,
    lines: lines.length,
    status: status === 'on_hold' ? 'on_hold' : 'released',
  };
}
