import { concat } from '../bytes/concat.ts';
import { maxScanBytes } from '../bytes/scan-bytes.ts';
import { type HidFault, refuse } from './fault.ts';
import type { PosLayout, PosReport } from './pos-layout.ts';
import { readBits, splitReport } from './report-bits.ts';
import { scanText } from './scan-text.ts';

export type PosEvent =
  | {
      readonly kind: 'scan';
      /** `]C1` and the like; null where the device sends none. */
      readonly aim: string | null;
      readonly data: Uint8Array;
      /** AIM identifier and data, as a serial scanner sends them. */
      readonly text: string;
    }
  /** `data`: what was read of a scan that is lost by it. */
  | { readonly kind: 'fault'; readonly fault: HidFault; readonly data: Uint8Array };

interface PendingScan {
  readonly application: number;
  readonly aim: string | null;
  readonly data: Uint8Array;
  /** It grew too long and is told already: its rest is passed over. */
  readonly dropped: boolean;
}

/** What a scanner has begun and not ended; at most one scan of 4096 bytes for each top-level collection. */
export interface PosState {
  readonly pending: readonly PendingScan[];
}

export interface PosStep {
  readonly state: PosState;
  readonly events: readonly PosEvent[];
}

export const idlePosScanner: PosState = { pending: [] };

const nothing = new Uint8Array(0);

/**
 * Takes one input report as the system hands it over (with its id, where the device uses ids) and gives the scans that it
 * completes (HID Point of Sale Usage Tables 1.02, 3.12). Reports without scanned data are passed over. Bytes behind the
 * end of a report are too: some systems pad to the longest report.
 */
export function posStep(layout: PosLayout, state: PosState, report: Uint8Array): PosStep {
  const split = splitReport(layout.usesReportIds, report);
  if (split === null) return faulted(state, refuse('report', 'byte', 0, 'report id', 'a byte').fault);
  const place = layout.reports.find((candidate) => candidate.reportId === split.reportId);
  if (place === undefined) return { state, events: [] };
  if (split.body.length < place.bodyBytes) {
    const expected = `${place.bodyBytes} bytes, ${split.body.length} are there`;
    return faulted(
      state,
      refuse('report', 'byte', split.body.length, `report ${split.reportId}`, expected).fault,
    );
  }
  return takeReport(place, state, split.body);
}

/** The device is gone, or was silent for too long: what has begun will not be completed. */
export function posCut(state: PosState): PosStep {
  const events = state.pending.filter((scan) => !scan.dropped).map(unfinished);
  return { state: idlePosScanner, events };
}

function faulted(state: PosState, fault: HidFault): PosStep {
  return { state, events: [{ kind: 'fault', fault, data: nothing }] };
}

function unfinished(scan: PendingScan): PosEvent {
  const { fault } = refuse(
    'unfinished',
    'byte',
    scan.data.length,
    'decoded data',
    'the reports that continue the scan',
  );
  return { kind: 'fault', fault, data: scan.data };
}

function takeReport(place: PosReport, state: PosState, body: Uint8Array): PosStep {
  const others = state.pending.filter((scan) => scan.application !== place.application);
  const before = state.pending.find((scan) => scan.application === place.application) ?? null;
  const aim = readIdentifier(place, body);
  const data = readData(place, body);
  if (data === null) {
    const { bitOffset } = place.count ?? { bitOffset: 0 };
    return faulted(
      state,
      refuse('value', 'bit', bitOffset, 'byte count', `at most ${place.data.length}`).fault,
    );
  }
  // Later reports repeat the identifier or leave it empty; another one means that the end of the scan was lost.
  const breaks = before !== null && aim !== null && before.aim !== null && aim !== before.aim;
  const lost = breaks && !before.dropped ? [unfinished(before)] : [];
  const continues = place.continued.some((bits) => readBits(body, bits.bitOffset, bits.bitSize) !== 0);
  const step = grow(place.application, breaks ? null : before, aim, data, continues);
  const pending = step.scan === null ? others : [...others, step.scan];
  return { state: { pending }, events: [...lost, ...step.events] };
}

function grow(
  application: number,
  before: PendingScan | null,
  aim: string | null,
  more: Uint8Array,
  continues: boolean,
): { scan: PendingScan | null; events: PosEvent[] } {
  if (before?.dropped) return { scan: continues ? before : null, events: [] };
  const data = before === null ? more : concat(before.data, more);
  const scan = { application, aim: before?.aim ?? aim, data, dropped: false };
  if (data.length > maxScanBytes) return tooLong(scan, continues);
  if (continues) return { scan, events: [] };
  return { scan: null, events: data.length === 0 ? [] : [finished(scan)] };
}

function tooLong(scan: PendingScan, continues: boolean): { scan: PendingScan | null; events: PosEvent[] } {
  const { fault } = refuse('too_long', 'byte', maxScanBytes, 'decoded data', `at most ${maxScanBytes} bytes`);
  const dropped = { ...scan, data: nothing, dropped: true };
  return { scan: continues ? dropped : null, events: [{ kind: 'fault', fault, data: scan.data }] };
}

function finished({ aim, data }: PendingScan): PosEvent {
  const text = scanText(aim, data);
  return text.ok ? { kind: 'scan', aim, data, text: text.value } : { kind: 'fault', fault: text.fault, data };
}

/** The identifier, if it is one of AIM (ISO/IEC 15424): `]`, a letter, a letter or digit. */
function readIdentifier({ identifier }: PosReport, body: Uint8Array): string | null {
  const bytes = (identifier ?? []).map((bits) => readBits(body, bits.bitOffset, bits.bitSize) & 0xff);
  const text = String.fromCharCode(...bytes);
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : null;
}

/** The data bytes that are meant; null where the count says more than there is room for. */
function readData({ data, count }: PosReport, body: Uint8Array): Uint8Array | null {
  const counted = count === null ? null : readBits(body, count.bitOffset, Math.min(count.bitSize, 32));
  if (counted !== null && counted > data.length) return null;
  const bytes = Uint8Array.from(data.slice(0, counted ?? data.length), ({ bitOffset }) =>
    readBits(body, bitOffset, 8),
  );
  return counted === null ? bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1) : bytes;
}
