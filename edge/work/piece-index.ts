import type { ProgressDocument } from '../../protocols/wire/floor.ts';

/** Which orders have a piece with a serial, as the documents of their progress say: as large as these are. */
export class PieceIndex {
  private readonly orders = new Map<string, readonly string[]>();
  private readonly pieces = new Map<string, readonly string[]>();

  /** @param json the progress of the order, or null where it is gone. */
  note(order: string, json: string | null): void {
    for (const serial of this.pieces.get(order) ?? []) this.remove(serial, order);
    this.pieces.delete(order);
    // Most orders have no serials, and their documents need not be read for that.
    if (json === null || json.includes('"serials":[]')) return;
    const { serials, serialsBack = [] } = JSON.parse(json) as ProgressDocument;
    const back = new Set(serialsBack);
    const kept = serials.filter((serial) => !back.has(serial));
    if (kept.length > 0) this.pieces.set(order, kept);
    for (const serial of kept) this.orders.set(serial, [...this.ordersOf(serial), order]);
  }

  ordersOf(serial: string): readonly string[] {
    return this.orders.get(serial) ?? [];
  }

  clear(): void {
    this.orders.clear();
    this.pieces.clear();
  }

  private remove(serial: string, order: string): void {
    const others = this.ordersOf(serial).filter((other) => other !== order);
    if (others.length === 0) this.orders.delete(serial);
    else this.orders.set(serial, others);
  }
}
