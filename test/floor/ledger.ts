import type { FactData, KnownFact } from '../../protocols/wire/fact.ts';

/** Units of an order line over all stations: what the facts say, added up as plainly as can be. */
export interface LineSums {
  picked: number;
  packed: number;
  shipped: number;
  shorted: number;
  returned: number;
}

export interface KnownParcel {
  readonly sscc: string;
  readonly order: string;
  readonly station: string;
  readonly items: FactData<'parcel.sealed'>['items'];
  status: 'sealed' | 'left' | 'void';
}

/** What truly happened on the floor: all facts of all stations at the moment they were written, whoever knows of them. */
export class Ledger {
  readonly facts: KnownFact[] = [];
  readonly parcels = new Map<string, KnownParcel>();
  readonly totes = new Set<string>();
  readonly dispatched = new Set<string>();
  private readonly lines = new Map<string, LineSums>();
  /** Picks of pieces with a serial that were not taken back, by station and seq. */
  private readonly pieces = new Map<string, { readonly order: string; readonly serial: string }>();

  note(fact: KnownFact): void {
    this.facts.push(fact);
    const { station, seq } = fact;
    switch (fact.type) {
      case 'pick.confirmed': {
        const { order, serial, units } = fact.data;
        this.of(fact.data).picked += units;
        if (serial !== undefined) this.pieces.set(`${station} ${seq}`, { order, serial });
        break;
      }
      case 'pick.undone':
        this.of(fact.data).picked -= fact.data.units;
        this.pieces.delete(`${station} ${fact.data.pickSeq}`);
        break;
      case 'item.undone':
        this.of(fact.data).picked -= fact.data.units;
        this.of(fact.data).packed -= fact.data.units;
        this.pieces.delete(`${station} ${fact.data.pickSeq}`);
        break;
      case 'pack.confirmed':
        this.of(fact.data).packed += fact.data.units;
        break;
      case 'pack.undone':
        this.of(fact.data).packed -= fact.data.units;
        break;
      case 'pick.shorted':
        this.of(fact.data).shorted += fact.data.units;
        break;
      case 'pick.short_undone':
        this.of(fact.data).shorted -= fact.data.units;
        break;
      case 'return.received':
        this.of(fact.data).returned += fact.data.units;
        this.cameBack(fact.data);
        break;
      case 'return.undone':
        this.of(fact.data).returned -= fact.data.units;
        break;
      case 'tote.assigned':
        this.totes.add(fact.data.tote);
        break;
      case 'tote.released':
        this.totes.delete(fact.data.tote);
        break;
      case 'parcel.sealed': {
        const { sscc, order, items } = fact.data;
        this.parcels.set(sscc, { sscc, order, station, items, status: 'sealed' });
        break;
      }
      case 'parcel.reopened':
        this.become(fact.data.sscc, 'void');
        break;
      case 'shipment.dispatched': {
        for (const sscc of fact.data.parcels) this.leave(sscc);
        this.dispatched.add(fact.data.order);
        break;
      }
      default:
    }
  }

  sums(order: string, line: number): LineSums {
    return this.of({ order, line });
  }

  serialsOf(order: string): string[] {
    return [...this.pieces.values()].filter((one) => one.order === order).map(({ serial }) => serial);
  }

  /** Orders that have the piece, as the picks say that were not taken back. */
  ordersWith(serial: string): string[] {
    const found = [...this.pieces.values()].filter((one) => one.serial === serial);
    return [...new Set(found.map(({ order }) => order))];
  }

  /** Pieces with a serial that somebody has. */
  get taken(): ReadonlySet<string> {
    return new Set([...this.pieces.values()].map(({ serial }) => serial));
  }

  /** Whether the piece lies on its shelf: nobody took it, or it came back. */
  isOnShelf(serial: string): boolean {
    return [...this.pieces.values()].every((one) => one.serial !== serial);
  }

  /** A parcel leaves once, whoever says so how often. */
  private leave(sscc: string): void {
    const parcel = this.parcels.get(sscc);
    if (parcel === undefined || parcel.status === 'left') return;
    for (const item of parcel.items) this.of({ order: parcel.order, ...item }).shipped += item.units;
    parcel.status = 'left';
  }

  private cameBack({ serial }: { readonly serial?: string | undefined }): void {
    for (const [key, piece] of this.pieces) if (piece.serial === serial) this.pieces.delete(key);
  }

  private become(sscc: string, status: KnownParcel['status']): void {
    const parcel = this.parcels.get(sscc);
    if (parcel !== undefined) parcel.status = status;
  }

  private of({ order, line }: { readonly order: string; readonly line: number }): LineSums {
    const key = `${order} ${line}`;
    const known = this.lines.get(key);
    if (known !== undefined) return known;
    const fresh = { picked: 0, packed: 0, shipped: 0, shorted: 0, returned: 0 };
    this.lines.set(key, fresh);
    return fresh;
  }
}
