import { waitingWork, workCodes } from './floor-codes.ts';
import type { Line, Screen } from './simulator-api.ts';
import { type CodeGroup, printed, right, type VirtualCode, wrong } from './virtual-code.ts';

/** As many order sheets as lie on the table at once. */
const mostSheets = 16;

/** What lies on the table of a packer now: first what the station waits for, last what it should refuse. */
export function codesFor(screen: Screen, knownLines: readonly Line[], today: Date): CodeGroup[] {
  const groups = [
    badges(screen),
    sheets(screen),
    ...(screen.phase === 'idle' && screen.floor !== undefined ? [waitingWork(screen.floor)] : []),
    items(screen),
    labels(screen),
    ...(screen.activity === null ? [] : workCodes(screen.activity, knownLines, today)),
    mistakes(screen, knownLines),
  ];
  return groups.filter(({ codes }) => codes.length > 0);
}

function badges(screen: Screen): CodeGroup {
  if (screen.operator !== null && screen.phase !== 'idle') return { title: '', codes: [] };
  const codes = ['Ana', 'Jonas'].map((name) => right(`PP:BADGE:${name}`, name, 'staff badge'));
  return { title: 'Badges', codes: codes.filter(({ title }) => title !== screen.operator) };
}

function sheets(screen: Screen): CodeGroup {
  if (screen.phase !== 'idle') return { title: '', codes: [] };
  const codes = screen.queue.next
    .slice(0, mostSheets)
    .map(({ order, customer, units, status }) =>
      status === 'on_hold'
        ? wrong(order, customer, 'order on hold')
        : right(order, customer, `order sheet, ${unitsOf(units)}`),
    );
  return { title: 'Order sheets', codes };
}

function items({ order, phase }: Screen): CodeGroup {
  if (order === null || phase !== 'picking') return { title: '', codes: [] };
  const missing = order.lines.filter(isMissing);
  const codes = missing.flatMap((line) => line.barcodes.map((barcode) => itemCode(line, barcode)));
  return { title: 'Items on the shelf', codes };
}

function itemCode(line: Line, { gtin, level, units }: Line['barcodes'][number]): VirtualCode {
  const missing = line.units - line.done - line.shorted;
  const pack = units === 1 ? level : `${level} of ${units}`;
  return units > missing
    ? wrong(printed(gtin), line.name, `${pack}, only ${missing} missing`)
    : right(printed(gtin), line.name, `${pack}, ${missing} missing`);
}

function labels({ order, phase }: Screen): CodeGroup {
  if (order === null || phase !== 'sealed') return { title: '', codes: [] };
  const codes = order.parcels.map(({ parcel, sscc, units, scanned }) =>
    scanned
      ? wrong(`]C100${sscc}`, `Parcel ${parcel}`, 'label, scanned already')
      : right(`]C100${sscc}`, `Parcel ${parcel}`, `label, ${unitsOf(units)}`),
  );
  return { title: 'Parcel labels', codes };
}

/** Things that go wrong on a real table: the station must say which of them it is. */
function mistakes({ order }: Screen, knownLines: readonly Line[]): CodeGroup {
  const here = new Set(order?.lines.map(({ sku }) => sku));
  const other = knownLines.find(({ sku }) => !here.has(sku));
  const otherCode = other?.barcodes[0]?.gtin;
  const some = order?.lines.find(isMissing) ?? order?.lines[0];
  const someCode = some?.barcodes[0]?.gtin;
  const codes = [
    ...(other !== undefined && otherCode !== undefined
      ? [wrong(printed(otherCode), other.name, 'not on this order')]
      : []),
    ...(some !== undefined && someCode !== undefined
      ? [wrong(misprinted(printed(someCode)), some.name, 'wrong check digit')]
      : []),
    wrong('2099999000014', 'Somebody’s lunch', 'unknown product'),
  ];
  return { title: 'What should be refused', codes };
}

/** The same item as GS1-128: with all that a carton may tell, and out of date. */
export function withLot({ order, phase }: Screen, today: Date): VirtualCode[] {
  const line = phase === 'picking' ? order?.lines.find(isMissing) : undefined;
  const gtin = line?.barcodes[0]?.gtin;
  if (order == null || line === undefined || gtin === undefined) return [];
  const year = (more: number) => String(today.getFullYear() + more).slice(-2);
  const serial = `${order.number}-${line.done + 1}`;
  const tail = `10DEMO-7\x1d21${serial}`;
  return [
    right(`]C101${gtin}17${year(1)}0630${tail}`, line.name, 'with lot, expiry and serial'),
    wrong(`]C101${gtin}17${year(-1)}0630${tail}`, line.name, 'expired last year'),
  ];
}

function isMissing(line: Line): boolean {
  return line.done + line.shorted < line.units;
}

function misprinted(digits: string): string {
  return digits.slice(0, -1) + String((Number(digits.slice(-1)) + 3) % 10);
}

function unitsOf(n: number): string {
  return `${n} ${n === 1 ? 'unit' : 'units'}`;
}
