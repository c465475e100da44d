import { type HidFault, type HidResult, refuse } from './fault.ts';
import { isModifier } from './keyboard-keys.ts';
import { readBits, splitReport, writeBits } from './report-bits.ts';
import { arrayUsages, expandUsages, type ReportDescriptor, type ReportField } from './report-descriptor.ts';

/** The boot keyboard: modifiers, a reserved byte, six keys (HID 1.11, appendix B.1). */
export const bootKeyboardDescriptor: Uint8Array = Uint8Array.from([
  0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01,
  0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x26, 0xff,
  0x00, 0x05, 0x07, 0x19, 0x00, 0x2a, 0xff, 0x00, 0x81, 0x00, 0xc0,
]);

interface KeyElement {
  readonly bitOffset: number;
  readonly bitSize: number;
  /** Of a bit: the key that it stands for. Of an array element: null, its value tells the key. */
  readonly usage: number | null;
  /** The keys of an array, by value from `firstValue`. */
  readonly array: readonly number[];
  readonly firstValue: number;
}

interface KeyReport {
  readonly reportId: number;
  readonly elements: readonly KeyElement[];
  readonly bodyBytes: number;
}

export interface KeyboardReader {
  readonly usesReportIds: boolean;
  readonly reports: readonly KeyReport[];
}

/** The keys that are down, by report: a keyboard may tell some in one report and some in another. */
export interface KeyboardState {
  readonly down: ReadonlyMap<number, readonly number[]>;
}

export interface KeyChange {
  readonly usage: number;
  readonly down: boolean;
}

export const keyboardAtRest: KeyboardState = { down: new Map() };

const keyboardPage = 0x07;
/** The keyboard page ends below. */
const maxArrayValues = 256;

/** Finds the keys in a keyboard's input reports: six at a time (boot), a bit for each (NKRO), or both, in any places. */
export function keyboardReader(descriptor: ReportDescriptor): HidResult<KeyboardReader> {
  const inputs = descriptor.fields.filter((field) => field.kind === 'input');
  const reports = [...new Set(inputs.map((field) => field.reportId))]
    .map((reportId) => keyReport(reportId, inputs))
    .filter((report) => report.elements.length > 0);
  if (reports.length === 0) {
    return refuse('not_this_device', 'byte', 0, 'keys', 'an input report with usages of page 0x07');
  }
  return { ok: true, value: { usesReportIds: descriptor.usesReportIds, reports } };
}

function keyReport(reportId: number, inputs: readonly ReportField[]): KeyReport {
  const fields = inputs.filter((field) => field.reportId === reportId);
  const ends = fields.map((field) => field.bitOffset + field.bitSize * field.count);
  const elements = fields.filter((field) => !field.constant).flatMap(keyElements);
  return { reportId, elements, bodyBytes: Math.ceil(Math.max(0, ...ends) / 8) };
}

function keyElements(field: ReportField): KeyElement[] {
  const usages = (field.variable ? expandUsages(field, field.count) : arrayUsages(field, maxArrayValues)).map(
    keyOf,
  );
  if (!usages.some((usage) => usage > 0)) return [];
  const places = Array.from({ length: field.count }, (_, index) => ({
    bitOffset: field.bitOffset + index * field.bitSize,
    bitSize: field.bitSize,
  }));
  const firstValue = field.logicalMinimum;
  if (!field.variable) return places.map((place) => ({ ...place, usage: null, array: usages, firstValue }));
  return places.map((place, index) => ({ ...place, usage: usages[index] ?? 0, array: [], firstValue }));
}

function keyOf(usage: number): number {
  return usage >>> 16 === keyboardPage ? usage & 0xffff : 0;
}

export interface KeyboardReportStep {
  readonly state: KeyboardState;
  /** Keys that went up, then modifiers, then keys that went down in the order of the report. */
  readonly changes: readonly KeyChange[];
  readonly fault: HidFault | null;
}

/**
 * Compares an input report (with its id, where the device uses ids) with the one before. A report in which the keyboard
 * says that it cannot tell its keys (HID Usage Tables 10, usages 1 to 3) is a fault and changes nothing.
 */
export function keyboardReportStep(
  reader: KeyboardReader,
  state: KeyboardState,
  report: Uint8Array,
): KeyboardReportStep {
  const unchanged = (fault: HidFault | null) => ({ state, changes: [], fault });
  const split = splitReport(reader.usesReportIds, report);
  if (split === null) return unchanged(refuse('report', 'byte', 0, 'report id', 'a byte').fault);
  const place = reader.reports.find((candidate) => candidate.reportId === split.reportId);
  if (place === undefined) return unchanged(null);
  const { body } = split;
  if (body.length < place.bodyBytes) {
    const expected = `${place.bodyBytes} bytes, ${body.length} are there`;
    return unchanged(refuse('report', 'byte', body.length, `report ${split.reportId}`, expected).fault);
  }
  const keys = keysOf(place, body);
  return typeof keys === 'number' ? unchanged(rollover(keys)) : difference(state, place.reportId, keys);
}

function rollover(bitOffset: number): HidFault {
  return refuse('rollover', 'bit', bitOffset, 'keys', 'no more keys down than the keyboard can tell').fault;
}

/** The keys that a report names as down, or the place where it says that it cannot tell. */
function keysOf(place: KeyReport, body: Uint8Array): number[] | number {
  const keys = new Set<number>();
  for (const { bitOffset, bitSize, usage, array, firstValue } of place.elements) {
    const value = readBits(body, bitOffset, Math.min(bitSize, 32));
    const key = usage ?? array[value - firstValue] ?? 0;
    const down = usage === null || value !== 0;
    if (!down || key === 0) continue;
    if (key <= 3) return bitOffset;
    keys.add(key);
  }
  return [...keys];
}

function difference(state: KeyboardState, reportId: number, keys: readonly number[]): KeyboardReportStep {
  const before = allDown(state);
  const next: KeyboardState = { down: new Map([...state.down, [reportId, keys]]) };
  const after = allDown(next);
  const up = [...before].filter((usage) => !after.has(usage)).sort((a, b) => rank(a) - rank(b));
  const down = [...after].filter((usage) => !before.has(usage)).sort((a, b) => rank(b) - rank(a));
  const changes = [
    ...up.map((usage) => ({ usage, down: false })),
    ...down.map((usage) => ({ usage, down: true })),
  ];
  return { state: next, changes, fault: null };
}

function allDown(state: KeyboardState): Set<number> {
  return new Set([...state.down.values()].flat());
}

/** Keys go up before the modifiers that changed them, and down after; otherwise they keep the order of the report. */
function rank(usage: number): number {
  return isModifier(usage) ? 1 : 0;
}

/**
 * The input report in which these keys are down, as a simulator sends it. Keys that the report has no place for are left
 * out; where its array is too small, it says so as a keyboard does (rollover).
 */
export function encodeKeyboardReport(
  reader: KeyboardReader,
  down: readonly number[],
  reportId?: number,
): Uint8Array {
  const place = reader.reports.find((report) => reportId === undefined || report.reportId === reportId);
  const body = new Uint8Array(place?.bodyBytes ?? 0);
  const bits = new Set(place?.elements.map((element) => element.usage));
  const rest = down.filter((usage) => !bits.has(usage));
  const elements = place?.elements.filter((element) => element.usage === null) ?? [];
  const told = rest.length > elements.length ? elements.map(() => 1) : rest;
  for (const { usage, bitOffset, bitSize } of place?.elements ?? []) {
    if (usage !== null && down.includes(usage)) writeBits(body, bitOffset, bitSize, 1);
  }
  for (const [index, { bitOffset, bitSize, array, firstValue }] of elements.entries()) {
    const value = array.indexOf(told[index] ?? 0);
    writeBits(body, bitOffset, bitSize, Math.max(value, 0) + firstValue);
  }
  return reader.usesReportIds ? Uint8Array.of(place?.reportId ?? 0, ...body) : body;
}
