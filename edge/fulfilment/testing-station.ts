import { buildGtin } from '../../protocols/gs1/gtin.ts';
import type { FactData, FactDraft, FactType } from '../../protocols/wire/fact.ts';
import type { VerdictCode } from '../../protocols/wire/facts/verdicts.ts';
import type { LocationDocument } from '../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { PersonDocument } from '../../protocols/wire/work/person-document.ts';
import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import { defaultRules, type SiteRules } from '../../protocols/wire/work/site-rules.ts';
import type { Sensed } from './input.ts';
import type { PackSession } from './pack/pack-session.ts';
import { initialState, type StationState } from './state.ts';
import { type ScanResult, type StepResult, step } from './step.ts';
import { type Equipment, type FloorView, type SsccRange, unknownFloor, type WorkView } from './work-view.ts';

/** A station for tests: the core with a replica in memory and a log in which seqs count up. */
export class TestStation {
  state: StationState = initialState;
  readonly log: FactDraft[] = [];
  readonly orders = new Map<string, { version: number; document: OrderDocument }>();
  readonly dispatched = new Set<string>();
  range: SsccRange = { extensionDigit: 3, firstSerial: 100, lastSerial: 999_999 };
  hasSite = true;
  rules: SiteRules = defaultRules;
  products: readonly ProductDocument[] = products;
  readonly people = new Map<string, PersonDocument>();
  /** PINs by badge. */
  readonly pins = new Map<string, string>();
  readonly locations = new Map<string, LocationDocument>();
  equipment: Equipment = { printer: false, scale: false, tagReader: false };
  online = true;
  /** What the gateway has told; a test replaces what it needs. */
  floor: FloorView = unknownFloor;
  /** ISO date and time of the next scan. */
  at = '2026-03-01T08:00:00.000Z';
  bounceMs = 0;
  #scans = 0;

  readonly work: WorkView = {
    order: (number) => this.orders.get(number),
    productByGtin: (gtin) =>
      this.products.find(({ packagings }) => packagings.some((one) => one.gtin === gtin)),
    productBySku: (sku) => this.products.find((product) => product.sku === sku),
    finished: (order) => this.dispatched.has(order),
    site: () => (this.hasSite ? { name: 'Test', gs1CompanyPrefix: prefix } : undefined),
    ssccRange: () => this.range,
    rules: () => this.rules,
    location: (name) => this.locations.get(name),
    person: (badge) => this.people.get(badge),
    pinMatches: ({ badge }, pin) => this.pins.get(badge) === pin,
    equipment: () => this.equipment,
    connected: () => this.online,
    station: 'pack-1',
    floor: {
      claim: (id) => this.floor.claim(id),
      task: (id) => this.floor.task(id),
      tote: (id) => this.floor.tote(id),
      progress: (order) => this.floor.progress(order),
      parcel: (sscc) => this.floor.parcel(sscc),
      load: (id) => this.floor.load(id),
      countTask: (location) => this.floor.countTask(location),
      parcelsOf: (order) => this.floor.parcelsOf(order),
      itemWeight: (sku) => this.floor.itemWeight(sku),
      ordersWithPiece: (serial) => this.floor.ordersWithPiece(serial),
    },
  };

  /** The order that is packed now. */
  get session(): PackSession | null {
    return this.state.activity?.kind === 'pack' ? this.state.activity : null;
  }

  release(order: OrderDocument): this {
    this.orders.set(order.order, {
      version: (this.orders.get(order.order)?.version ?? 0) + 1,
      document: order,
    });
    return this;
  }

  /** Scans and keeps what follows, as an agent does after its commit. */
  scan(raw: string, device = 'gun'): ScanResult {
    this.#scans += 1;
    const scan = { device, boot: 'boot-1', seq: this.#scans };
    const input = {
      kind: 'scan' as const,
      scan,
      raw,
      at: this.at,
      bounceMs: this.bounceMs,
      nextSeq: this.log.length + 1,
    };
    const result = step(this.state, input, this.work);
    this.state = result.state;
    this.log.push(...result.facts);
    if (result.finished !== undefined) this.dispatched.add(result.finished);
    for (const { order } of dataOf(result.facts, 'shipment.dispatched')) this.dispatched.add(order);
    return result;
  }

  /** What a device beside the scanners tells, kept like a scan. */
  sense(sensed: Sensed): StepResult {
    const result = step(this.state, { ...sensed, at: this.at, nextSeq: this.log.length + 1 }, this.work);
    this.state = result.state;
    this.log.push(...result.facts);
    if (result.finished !== undefined) this.dispatched.add(result.finished);
    return result;
  }

  /** The verdicts of several scans. */
  verdicts(...raws: readonly string[]): VerdictCode[] {
    return raws.map((raw) => this.scan(raw).reply.verdict);
  }

  facts<Type extends FactType>(type: Type): FactData<Type>[] {
    return dataOf(this.log, type);
  }

  /** Units confirmed for a line of any order: picks less what was undone. */
  picked(line: number): number {
    const of = (facts: readonly { readonly line: number; readonly units: number }[]) =>
      facts.filter((fact) => fact.line === line).reduce((sum, { units }) => sum + units, 0);
    return of(this.facts('pick.confirmed')) - of(this.facts('item.undone'));
  }
}

export function dataOf<Type extends FactType>(facts: readonly FactDraft[], type: Type): FactData<Type>[] {
  return facts.flatMap((fact) => (fact.type === type ? [fact.data as FactData<Type>] : []));
}

const prefix = '9521234';

function product(sku: string, name: string, reference: number): ProductDocument {
  return {
    sku,
    name,
    packagings: [
      { gtin: buildGtin(prefix, reference), level: 'each', units: 1 },
      { gtin: buildGtin(prefix, reference, 1), level: 'case', units: 6 },
    ],
  };
}

export const tea = product('TEA', 'Green tea', 1);
export const milk = product('MILK', 'Oat milk', 2);
export const salt = product('SALT', 'Sea salt', 3);
export const products = [tea, milk, salt];

export function eachOf({ packagings }: ProductDocument): string {
  return packagings[0]?.gtin ?? '';
}

export function caseOf({ packagings }: ProductDocument): string {
  return packagings[1]?.gtin ?? '';
}

type OrderedLine = readonly [product: ProductDocument, units: number, lot?: string];

export function order(number: string, ...lines: readonly OrderedLine[]): OrderDocument {
  return {
    order: number,
    status: 'released',
    customer: { id: 'C1', name: 'Corner shop' },
    shipTo: {
      name: 'Corner shop',
      street: '1 High Street',
      city: 'Town',
      postalCode: '12345',
      country: 'DE',
    },
    promised: null,
    lines: lines.map(([{ sku, name }, units, lot], index) => ({
      line: index + 1,
      sku,
      name,
      units,
      ...(lot === undefined ? {} : { lot }),
    })),
  };
}
