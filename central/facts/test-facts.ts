import { type FactEvent, factEventOf } from '../../protocols/wire/event.ts';
import type { Fact, FactDraft } from '../../protocols/wire/fact.ts';
import { type ChainHead, genesis, seal } from '../../protocols/wire/fact-chain.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';

/** A station as the tests need it: it seals real facts, one after the other, and keeps them. */
export class TestStation {
  readonly facts: Fact[] = [];
  readonly #site;
  readonly #station;
  #head: ChainHead = genesis;
  #atMs = Date.parse('2026-03-02T08:00:00.000Z');
  #cursor = 0;
  #uploaded = 0;
  #sscc = 0;
  /** The SSCC that was given last. */
  lastSscc = '';

  constructor(site: string, station: string) {
    this.#site = siteId.parse(site);
    this.#station = stationId.parse(station);
  }

  get lastSeq(): number {
    return this.#head.upTo;
  }

  add(draft: FactDraft): Fact {
    this.#atMs += 1000;
    const at = new Date(this.#atMs).toISOString();
    const body = { v: 1 as const, site: this.#site, station: this.#station, at, operator: 'ada', ...draft };
    const fact = seal(this.#head, body);
    this.#head = { upTo: fact.seq, hash: fact.hash };
    this.facts.push(fact);
    return fact;
  }

  start(order: string): void {
    this.add({ type: 'order.started', data: { order, version: 1 } });
  }

  /** A scan that confirms units, with its pick and its pack. */
  confirm(
    order: string,
    line: number,
    sku: string,
    units = 1,
    parcel = 1,
  ): { pickSeq: number; packSeq: number } {
    const gtin = '04012345000009';
    const scanSeq = this.add({
      type: 'scan.recorded',
      data: {
        scan: { device: 'scanner-1', boot: 'b1', seq: this.lastSeq + 1 },
        raw: gtin,
        verdict: 'item_confirmed',
        message: 'ok',
        order,
        line,
        gs1: { gtin },
      },
    }).seq;
    const pick = this.add({ type: 'pick.confirmed', data: { order, line, sku, units, gtin, scanSeq } });
    const pack = this.add({ type: 'pack.confirmed', data: { order, line, sku, units, parcel, scanSeq } });
    return { pickSeq: pick.seq, packSeq: pack.seq };
  }

  sealParcel(
    order: string,
    items: readonly { line: number; sku: string; units: number }[],
    parcel = 1,
  ): string {
    this.#sscc += 1;
    // Each station has serial numbers of its own, as in the field: taken from its name here.
    const range = [...this.#station].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10_000, 0);
    const sscc = `34012345${String(range).padStart(4, '0')}${String(this.#sscc).padStart(5, '0')}0`;
    this.lastSscc = sscc;
    this.add({ type: 'parcel.sealed', data: { order, parcel, sscc, items: [...items] } });
    return sscc;
  }

  dispatch(
    order: string,
    parcels: readonly string[],
    lines: readonly { line: number; sku: string; units: number }[],
    nth = 1,
  ): Fact {
    const data = {
      order,
      shipment: `${order}/${nth}`,
      parcels: [...parcels],
      lines: [...lines],
      scanSeq: this.lastSeq,
    };
    return this.add({ type: 'shipment.dispatched', data });
  }

  /** The whole of an order, each unit scanned by itself. */
  fulfil(order: string, lines: readonly { line: number; sku: string; units: number }[]): void {
    this.start(order);
    for (const { line, sku, units } of lines) {
      for (let unit = 0; unit < units; unit += 1) this.confirm(order, line, sku);
    }
    this.dispatch(order, [this.sealParcel(order, lines)], lines);
  }

  /** The last facts count as not taken again. */
  rewind(count: number): void {
    this.#uploaded -= count;
  }

  /** Events of the facts that were not taken yet. */
  takeEvents(): FactEvent[] {
    const fresh = this.facts.slice(this.#uploaded);
    this.#uploaded = this.facts.length;
    return fresh.map((fact) => {
      this.#cursor += 1;
      return factEventOf(this.#cursor, fact);
    });
  }
}
