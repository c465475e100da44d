import type { JourneyScan } from '../../central/insight/journey-view.ts';

/** The scans of a finished order as central would tell them: three goods lines, two parcels, one refusal on the way. */
export const dayOf = '2026-03-09';
export const at = (time: string) => `${dayOf}T${time}.000Z`;

interface Read {
  readonly time: string;
  readonly seq: number;
  readonly raw: string;
  readonly verdict: string;
  readonly message: string;
  readonly line?: number;
  readonly gtin?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly units?: number;
  readonly tag?: JourneyScan['tag'];
}

function scan(read: Read): JourneyScan {
  return {
    site: 'porto',
    station: 'pack-1',
    seq: read.seq,
    at: at(read.time),
    operator: 'Ana Reis',
    raw: read.raw,
    verdict: read.verdict,
    message: read.message,
    line: read.line ?? null,
    gtin: read.gtin ?? null,
    lot: read.lot ?? null,
    serial: read.serial ?? null,
    units: read.units ?? 0,
    tag: read.tag ?? null,
  };
}

const item = 'item_confirmed';
export const white = 'Stoneware cup 310 ml, white';
export const tea = 'Assam loose leaf, 250 g';
export const kettle = 'Gooseneck kettle 0.9 l, steel';

export const scans: JourneyScan[] = [
  scan({
    time: '06:02:11',
    seq: 4703,
    raw: 'SO-10417',
    verdict: 'order_opened',
    message: 'Order SO-10417 for Kontor Hansen.',
  }),
  scan({
    time: '06:02:24',
    seq: 4705,
    raw: '14012345000013',
    verdict: item,
    message: `${white}: 6 of 8`,
    line: 1,
    units: 6,
  }),
  scan({
    time: '06:02:31',
    seq: 4708,
    raw: '4012345000016',
    verdict: item,
    message: `${white}: 7 of 8`,
    line: 1,
    units: 1,
  }),
  scan({
    time: '06:02:33',
    seq: 4711,
    raw: '4012345000016',
    verdict: item,
    message: `${white}: 8 of 8`,
    line: 1,
    units: 1,
  }),
  scan({
    time: '06:02:40',
    seq: 4714,
    raw: '4012345000436',
    verdict: 'refused_not_on_order',
    message: 'Milk jug 500 ml does not belong to order SO-10417. Put it back.',
  }),
  scan({
    time: '06:02:58',
    seq: 4715,
    raw: 'PP:SEAL',
    verdict: 'parcel_sealed',
    message: 'Parcel 1 is sealed.',
  }),
  scan({
    time: '06:03:12',
    seq: 4717,
    raw: ']C1010401234500011510A24-117\x1d17270131',
    verdict: item,
    message: `${tea}: 1 of 2`,
    line: 2,
    lot: 'A24-117',
    units: 1,
  }),
  scan({
    time: '06:03:15',
    seq: 4720,
    raw: ']C1010401234500011510A24-117\x1d17270131',
    verdict: item,
    message: `${tea}: 2 of 2`,
    line: 2,
    lot: 'A24-117',
    units: 1,
  }),
  scan({
    time: '06:03:29',
    seq: 4723,
    raw: 'https://id.gs1.org/01/04012345000306/21/KT-000318',
    verdict: 'parcel_sealed',
    message: 'Order SO-10417 is complete.',
    line: 3,
    serial: 'KT-000318',
    units: 1,
    tag: { epc: '3674F4C0D4A0C4A5A96A6C0C60C58E00000000000000000000', reads: 14, maxRssiDbm: -46 },
  }),
  scan({
    time: '06:03:48',
    seq: 4727,
    raw: '00340123450000000018',
    verdict: 'parcel_checked',
    message: 'The label of parcel 1 is right.',
  }),
  scan({
    time: '06:03:52',
    seq: 4728,
    raw: '00340123450000000025',
    verdict: 'shipment_dispatched',
    message: 'Order SO-10417 is dispatched.',
  }),
];
