import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeEpc } from '../../../protocols/epc/epc-encode.ts';
import { buildSscc } from '../../../protocols/gs1/sscc.ts';
import { factData } from '../../../protocols/wire/fact.ts';
import type { ParcelDocument, ProgressDocument } from '../../../protocols/wire/floor.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { screenOf } from '../screen.ts';
import type { StationState } from '../state.ts';
import { milk, order, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';
import { finishedOrders } from './finished-orders.ts';

const sscc = (serial: number) => buildSscc(3, '9521234', serial) ?? '';
const label = (serial: number) => `00${sscc(serial)}`;
const epcOf = (serial: number) => {
  const digits = sscc(serial);
  const encoded = encodeEpc({
    kind: 'classic',
    scheme: 'SSCC-96',
    filter: 2,
    components: ['9521234', digits.slice(0, 1) + digits.slice(8, 17)],
  });
  if (!encoded.ok) throw new Error(JSON.stringify(encoded));
  return encoded.value.hex;
};

/** Parcel `serial` of an order, with units of its first line. */
function parcel(serial: number, of: string, number: number, units: number, more = {}): ParcelDocument {
  return {
    ...{ sscc: sscc(serial), order: of, parcel: number, station: 'pack-1' as ParcelDocument['station'] },
    ...{ status: 'sealed', items: [{ line: 1, sku: 'TEA', units }] },
    ...more,
  };
}

class Dock extends TestStation {
  readonly parcels = new Map<string, ParcelDocument>();
  readonly progress = new Map<string, ProgressDocument>();

  constructor() {
    super();
    this.rules = siteRules.parse({
      ship: {
        by: 'load',
        carriers: [
          { carrier: 'DHL', name: 'DHL' },
          { carrier: 'UPS', name: 'UPS' },
        ],
      },
    });
    this.floor = {
      ...unknownFloor,
      parcel: (label) => this.parcels.get(label),
      progress: (number) => this.progress.get(number),
    };
  }

  put(...documents: readonly ParcelDocument[]): this {
    for (const document of documents) this.parcels.set(document.sscc, document);
    return this;
  }

  packed(number: string, packed: number, shipped = 0): this {
    const line = { line: 1, picked: packed, packed, shipped, shorted: 0 };
    this.progress.set(number, {
      ...{ order: number, stations: [], lines: [line], serials: [], nextParcel: 1 },
    });
    return this;
  }
}

describe('a load', () => {
  test('is opened by its carrier, filled by scans, and closed with a manifest and a shipment for each order', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2), parcel(2, 'SO-1', 2, 3), parcel(3, 'SO-2', 1, 4));
    expect(at.verdicts('PP:LOAD:dhl', label(1), label(3), label(2), 'PP:CLOSE_LOAD')).toEqual([
      'load_opened',
      'parcel_loaded',
      'parcel_loaded',
      'parcel_loaded',
      'load_closed',
    ]);
    expect(at.facts('load.opened')).toEqual([{ load: 'pack-1-20260301-1', carrier: 'DHL' }]);
    expect(at.facts('load.closed')).toEqual([
      { load: 'pack-1-20260301-1', carrier: 'DHL', manifest: 'M-pack-1-20260301-1', parcels: 3 },
    ]);
    const head = { scanSeq: 9, load: 'pack-1-20260301-1', carrier: 'DHL' };
    expect(at.facts('shipment.dispatched')).toEqual([
      {
        ...{ order: 'SO-1', shipment: 'SO-1/1', parcels: [sscc(1), sscc(2)], ...head },
        lines: [{ line: 1, sku: 'TEA', units: 5 }],
      },
      {
        ...{ order: 'SO-2', shipment: 'SO-2/1', parcels: [sscc(3)], ...head },
        lines: [{ line: 1, sku: 'TEA', units: 4 }],
      },
    ]);
    expect(at.log[8]?.type).toBe('scan.recorded');
    expect(at.state.activity).toBeNull();
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('names the parcels that undo takes off, the newest first', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2), parcel(2, 'SO-2', 3, 1));
    const undo = () =>
      screenOf(at.state, at.work, {
        ...{ revision: 1, site: 'north', station: 'pack-1', queue: { total: 0, next: [] }, devices: [] },
        link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
      }).undo;
    at.verdicts('PP:LOAD:DHL', label(1), label(2));
    expect(undo()).toEqual([`Order SO-2, parcel 3 (${sscc(2)})`, `Order SO-1, parcel 1 (${sscc(1)})`]);
    at.scan('PP:UNDO');
    expect(at.facts('parcel.unloaded')).toMatchObject([{ sscc: sscc(2) }]);
    expect(undo()).toHaveLength(1);
  });

  test('complaint 15: whatever is scanned twice happens once', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2));
    expect(
      at.verdicts('PP:LOAD:DHL', 'PP:LOAD:DHL', label(1), label(1), 'PP:CLOSE_LOAD', 'PP:CLOSE_LOAD'),
    ).toEqual([
      'load_opened',
      'load_opened',
      'parcel_loaded',
      'refused_parcel_loaded',
      'load_closed',
      'refused_no_order_open',
    ]);
    const once = ['load.opened', 'parcel.loaded', 'load.closed', 'shipment.dispatched'] as const;
    expect(once.map((type) => at.facts(type).length)).toEqual([1, 1, 1, 1]);
    // The gateway's document of the parcel is old still; it does not leave again.
    expect(at.verdicts('PP:LOAD:DHL', label(1), 'PP:CLOSE_LOAD')).toEqual([
      'load_opened',
      'refused_parcel_loaded',
      'refused_load_empty',
    ]);
  });

  test('complaint 18: a parcel that may not go says why: other carrier, unknown, void, gone, elsewhere', () => {
    const at = new Dock().put(
      parcel(1, 'SO-1', 1, 2, { carrier: 'UPS' }),
      parcel(2, 'SO-2', 1, 2, { status: 'reopened' }),
      parcel(3, 'SO-3', 1, 2, { status: 'dispatched' }),
      parcel(4, 'SO-4', 1, 2, { status: 'loaded', load: 'dock-9-20260301-1' }),
    );
    at.release({ ...order('SO-5', [tea, 1]), carrier: 'UPS' }).put(parcel(5, 'SO-5', 1, 1));
    at.scan('PP:LOAD:DHL');
    const expected = [
      [label(1), 'refused_wrong_load', 'goes with UPS'],
      [label(5), 'refused_wrong_load', 'goes with UPS'],
      [label(2), 'refused_parcel_unknown', 'this label is void'],
      [label(3), 'refused_parcel_loaded', 'left already'],
      [label(4), 'refused_parcel_loaded', 'dock-9-20260301-1'],
      [label(9), 'refused_parcel_unknown', 'Nobody has sealed'],
    ] as const;
    for (const [raw, verdict, words] of expected) {
      expect(at.scan(raw).reply).toMatchObject({ verdict, message: expect.stringContaining(words) });
    }
    at.online = false;
    expect(at.scan(label(9)).reply.message).toContain('the gateway cannot be asked');
    expect(at.facts('parcel.loaded')).toEqual([]);
    expect(at.verdicts('PP:LOAD:GLS', 'PP:LOAD')).toEqual(['refused_load_unknown', 'refused_load_unknown']);
  });

  test('a parcel whose order was stopped stays, and the person says that it was put aside', () => {
    const at = new Dock().put(
      parcel(1, 'SO-1', 1, 2, { stop: 'cancelled by customer' }),
      parcel(2, 'SO-2', 1, 1),
    );
    expect(at.verdicts('PP:LOAD:DHL', 'PP:STOP', label(1), 'PP:STOP', 'PP:STOP', label(2))).toEqual([
      'load_opened',
      'refused_parcel_unknown',
      'refused_parcel_stopped',
      'parcel_stopped',
      'refused_parcel_unknown',
      'parcel_loaded',
    ]);
    expect(at.facts('parcel.stopped')).toEqual([
      { order: 'SO-1', sscc: sscc(1), reason: 'cancelled by customer' },
    ]);
    // Held after it was loaded: the vehicle does not leave with it.
    at.release({ ...order('SO-2', [tea, 1]), status: 'on_hold', holdReason: 'credit' });
    expect(at.verdicts('PP:CLOSE_LOAD', 'PP:UNLOAD', label(2), 'PP:CLOSE_LOAD')).toEqual([
      'refused_parcel_stopped',
      'load_opened',
      'parcel_unloaded',
      'refused_load_empty',
    ]);
    expect(at.facts('shipment.dispatched')).toEqual([]);
  });

  test('an order of which a part is missing is refused by name, or leaves in two shipments of which each is its own', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2), parcel(2, 'SO-1', 2, 3)).packed('SO-1', 5);
    expect(at.verdicts('PP:LOAD:DHL', label(1), 'PP:CLOSE_LOAD', 'PP:CLOSE_LOAD:PARTIAL')).toEqual([
      'load_opened',
      'parcel_loaded',
      'refused_load_incomplete',
      'load_closed',
    ]);
    expect(finishedOrders({ state: at.state, facts: at.log, reply: null }, at.work)).toEqual([]);
    at.packed('SO-1', 5, 2);
    expect(at.verdicts('PP:LOAD:DHL', label(2), 'PP:CLOSE_LOAD')).toEqual([
      'load_opened',
      'parcel_loaded',
      'load_closed',
    ]);
    expect(at.facts('shipment.dispatched').map(({ shipment, lines }) => [shipment, lines[0]?.units])).toEqual(
      [
        ['SO-1/1', 2],
        ['SO-1/2', 3],
      ],
    );
    expect(at.facts('load.opened').map(({ load }) => load)).toEqual([
      'pack-1-20260301-1',
      'pack-1-20260301-2',
    ]);
  });

  test('several are open at once: each is taken up by its code or its carrier', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2), parcel(2, 'SO-2', 1, 1));
    at.verdicts('PP:LOAD:DHL', label(1), 'PP:LOAD:UPS', label(2));
    expect(at.verdicts(label(1), 'pack-1-20260301-1', 'PP:UNDO', 'PP:UNDO', label(2))).toEqual([
      'refused_parcel_loaded',
      'load_opened',
      'parcel_unloaded',
      'refused_nothing_to_undo',
      'refused_parcel_loaded',
    ]);
    expect(at.verdicts('PP:LOAD:UPS', 'PP:CLOSE_LOAD')).toEqual(['load_opened', 'load_closed']);
    expect(at.facts('shipment.dispatched').map(({ order }) => order)).toEqual(['SO-2']);
  });

  test('the portal loads by tags, says each refusal once, and only counts what is no parcel', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2), parcel(2, 'SO-2', 1, 1, { stop: 'held' }));
    at.equipment = { printer: false, scale: false, tagReader: true };
    at.scan('PP:LOAD:DHL');
    const tags = {
      kind: 'tags' as const,
      device: 'portal',
      epcs: [epcOf(1), epcOf(2), '30'.repeat(12), 'E280'],
    };
    expect(at.sense(tags).reply?.verdict).toBe('refused_parcel_stopped');
    expect(at.facts('parcel.loaded')).toMatchObject([{ sscc: sscc(1), tag: { epc: epcOf(1) } }]);
    expect(at.facts('load.tags_read')).toEqual([
      {
        ...{ load: 'pack-1-20260301-1', device: 'portal', loaded: 1, foreign: 2 },
        refused: [{ sscc: sscc(2), verdict: 'refused_parcel_stopped' }],
      },
    ]);
    expect(at.sense(tags)).toMatchObject({ facts: [], reply: null });
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('complaint 16: a closed load asks the printer for its manifest, which stays until it is printed', () => {
    const at = new Dock().put(parcel(1, 'SO-1', 1, 2));
    at.equipment = { printer: true, scale: false, tagReader: false };
    at.verdicts('PP:LOAD:DHL', label(1), 'PP:CLOSE_LOAD');
    expect(at.state.prints).toMatchObject([
      { document: 'manifest', subject: 'pack-1-20260301-1', manifest: { parcels: [{ sscc: sscc(1) }] } },
    ]);
    const job = at.state.prints[0]?.job ?? 0;
    const outcome = (of: 'printed' | 'failed') =>
      at.sense({ kind: 'printed', job, printer: 'zebra', outcome: of, detail: 'no paper' }).reply;
    expect(outcome('failed')?.verdict).toBe('refused_not_printed');
    expect(at.state.prints).toMatchObject([{ job, failed: 'no paper' }]);
    expect(at.verdicts('PP:REPRINT')).toEqual(['document_asked']);
    expect(at.state.prints).toMatchObject([{ job, retries: 1 }]);
    outcome('printed');
    expect(at.state.prints).toEqual([]);
  });

  test('is nothing for a site that ships at its stations', () => {
    const at = new TestStation();
    expect(at.verdicts('PP:LOAD:DHL')).toEqual(['refused_load_unknown']);
  });
});

test('any sequence of scans at the door: what is shipped was packed, every parcel leaves at most once', () => {
  const serials = [1, 2, 3, 4, 5, 6];
  const raws = fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...serials.map(label), label(9)) },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        'PP:LOAD:DHL',
        'PP:LOAD:UPS',
        'PP:CLOSE_LOAD',
        'PP:CLOSE_LOAD:PARTIAL',
        'PP:UNLOAD',
      ),
    },
    { weight: 2, arbitrary: fc.constantFrom('PP:UNDO', 'PP:STOP', 'pack-1-20260301-1', 'hold', 'tags') },
  );
  let shipments = 0;
  fc.assert(
    fc.property(fc.array(raws, { maxLength: 60, size: 'max' }), (sequence) => {
      const at = new Dock()
        .packed('SO-1', 6)
        .packed('SO-2', 9)
        .release(order('SO-1', [tea, 6], [milk, 1]));
      for (const serial of serials)
        at.put(parcel(serial, serial < 4 ? 'SO-1' : 'SO-2', serial, serial < 4 ? 2 : 3));
      let held = false;
      for (const raw of sequence) {
        if (raw === 'hold') {
          held = !held;
          at.release({ ...order('SO-1', [tea, 6]), status: held ? 'on_hold' : 'released' });
        } else if (raw === 'tags') {
          at.sense({ kind: 'tags', device: 'portal', epcs: serials.map(epcOf) });
        } else {
          at.scan(raw);
        }
        const restored = JSON.parse(JSON.stringify(at.state)) as StationState;
        expect(restored).toEqual(at.state);
      }
      const dispatched = at.facts('shipment.dispatched');
      shipments += dispatched.length;
      const gone = dispatched.flatMap(({ parcels }) => parcels);
      expect(new Set(gone).size).toBe(gone.length);
      expect(new Set(dispatched.map(({ shipment }) => shipment)).size).toBe(dispatched.length);
      for (const { order: number, parcels, lines } of dispatched) {
        const held = parcels.map((one) => at.parcels.get(one));
        expect(held.every((one) => one?.order === number)).toBe(true);
        const units = held.reduce((sum, one) => sum + (one?.items[0]?.units ?? 0), 0);
        expect(lines).toEqual([{ line: 1, sku: 'TEA', units }]);
      }
      const loaded = at.facts('parcel.loaded').length - at.facts('parcel.unloaded').length;
      expect(gone.length).toBeLessThanOrEqual(loaded);
      for (const { type, data } of at.log) factData[type].parse(data);
    }),
    { numRuns: 150 },
  );
  expect(shipments).toBeGreaterThan(50);
});

describe('a dock door', () => {
  test('that is scanned first is the door of the next load, and of that one alone', () => {
    const at = new Dock();
    expect(at.verdicts('D-4', 'PP:LOAD:DHL', 'PP:LOAD:UPS')).toEqual([
      ...['door_scanned', 'load_opened', 'load_opened'],
    ]);
    expect(at.facts('load.opened').map(({ carrier, door }) => [carrier, door])).toEqual([
      ['DHL', 'D-4'],
      ['UPS', undefined],
    ]);
    expect(at.state.door).toBeNull();
  });

  test('is given to the load in hand, takes up the load that stands there, and is refused for another', () => {
    const at = new Dock();
    at.verdicts('PP:LOAD:DHL', 'D-4');
    expect(at.facts('load.opened').at(-1)).toMatchObject({ carrier: 'DHL', door: 'D-4' });
    expect(at.verdicts('PP:LOAD:UPS', 'D-5', 'D-4')).toEqual(['load_opened', 'door_scanned', 'load_opened']);
    expect(at.state.activity).toMatchObject({ kind: 'ship', carrier: 'DHL', door: 'D-4' });
    const opened = at.facts('load.opened').length;
    const refused = at.scan('D-6').reply;
    expect(refused).toMatchObject({ verdict: 'refused_wrong_door', message: expect.stringContaining('D-4') });
    expect(at.facts('load.opened')).toHaveLength(opened);
  });

  test('means nothing where parcels leave at the station', () => {
    const at = new Dock();
    at.rules = siteRules.parse({});
    expect(at.verdicts('D-4')).toEqual(['refused_order_unknown']);
  });
});
