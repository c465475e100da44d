import type { FactDraft } from '../../../../protocols/wire/fact.ts';
import type { SimulatedStation, StationKind } from './warehouse-plan.ts';

/** A portal reads so many tags of a pallet at once. */
const tagsPerPallet = 40;

/**
 * The facts that follow from one thing that happens: an item scanned at a station or with a handheld, a pallet in a portal. Each works on
 * orders of its own. The lot of the goods is the time at which it happened, by which a subscriber can tell how long a fact was on its way.
 *
 * @param n how many happened before at this station.
 * @param firstSeq the seq that the first of them will have.
 */
export function happening(
  { station, kind }: Pick<SimulatedStation, 'station' | 'kind'>,
  n: number,
  firstSeq: number,
  at: string,
): FactDraft[] {
  return kind === 'portal' ? pallet(station, n, firstSeq, at) : item(station, n, firstSeq);
}

/** How many facts one happening makes. */
export const factsPerHappening: Record<StationKind, number> = {
  station: 3,
  handheld: 3,
  portal: 2 * tagsPerPallet,
};

function item(station: string, n: number, firstSeq: number): FactDraft[] {
  const order = `${station}-${Math.floor(n / 20)}`;
  const line = (n % 20) + 1;
  const lot = timeLot();
  const scan = { device: 'scanner-1', boot: 'simulated', seq: n + 1 };
  const goods = { order, line, sku: 'SIM-1', units: 1 };
  return [
    {
      type: 'scan.recorded',
      data: {
        scan,
        raw: `]C1010952000100001110${lot}`,
        verdict: 'item_confirmed',
        message: `Line ${line}: 1 of 1`,
        order,
        line,
        gs1: { gtin: '09520001000011', lot },
      },
    },
    { type: 'pick.confirmed', data: { ...goods, gtin: '09520001000011', lot, scanSeq: firstSeq } },
    { type: 'pack.confirmed', data: { ...goods, parcel: 1, scanSeq: firstSeq } },
  ];
}

function pallet(station: string, n: number, firstSeq: number, at: string): FactDraft[] {
  return Array.from({ length: tagsPerPallet }, (_, tag) =>
    tagRead(station, n * tagsPerPallet + tag, firstSeq + 2 * tag, at),
  ).flat();
}

function tagRead(station: string, serial: number, scanSeq: number, at: string): FactDraft[] {
  const order = `${station}-${Math.floor(serial / 1000)}`;
  const lot = timeLot();
  const epc = `3034F4A1A40${serial.toString(16).toUpperCase().padStart(13, '0')}`;
  return [
    {
      type: 'scan.recorded',
      data: {
        scan: { device: 'portal-1', boot: 'simulated', seq: serial + 1 },
        raw: `https://id.gs1.org/01/09520001000011/21/${serial}`,
        verdict: 'item_confirmed',
        message: 'Tag read',
        order,
        gs1: { gtin: '09520001000011', lot },
      },
    },
    {
      type: 'tag.read',
      data: {
        scanSeq,
        order,
        epc,
        reads: 7,
        maxRssiDbm: -54,
        antennas: [{ antenna: 1, reads: 7, maxRssiDbm: -54 }],
        firstSeenAt: at,
        lastSeenAt: at,
      },
    },
  ];
}

/** Microseconds of the machine's monotonic clock, which all its processes share. */
function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

function timeLot(): string {
  return `t${nowMicros().toString(36)}`;
}

/** How long ago the goods of a lot were scanned, in milliseconds; null if the lot is no time of ours. */
export function ageOfLotMs(lot: unknown): number | null {
  if (typeof lot !== 'string' || !/^t[0-9a-z]{6,12}$/.test(lot)) return null;
  return (nowMicros() - Number.parseInt(lot.slice(1), 36)) / 1000;
}
