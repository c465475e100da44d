import { type HidResult, refuse } from './fault.ts';
import { expandUsages, type ReportDescriptor, type ReportField } from './report-descriptor.ts';

/** Usages of the bar code scanner page (HID Point of Sale Usage Tables 1.02, 3) and the byte count (HID Usage Tables, page 1). */
const posUsage = {
  scanner: 0x8c0002,
  symbologyIdentifier: [0x8c00fb, 0x8c00fc, 0x8c00fd],
  decodedData: 0x8c00fe,
  dataContinued: 0x8c00ff,
  byteCount: 0x01003b,
} as const;

/** Bits of a report, counted from behind its id. */
interface Bits {
  readonly bitOffset: number;
  readonly bitSize: number;
}

/** Where a scanned data report has what; the order of its fields is up to the device. */
export interface PosReport {
  readonly reportId: number;
  /** Reports of one top-level collection belong to one scanner. */
  readonly application: number;
  /** Symbology identifier bytes 1 to 3; null where the report has not all of them. */
  readonly identifier: readonly Bits[] | null;
  readonly data: readonly Bits[];
  /** How many bytes of `data` are meant; null: unused ones are NUL. */
  readonly count: Bits | null;
  /** Any of these set: the scan goes on in the next report. */
  readonly continued: readonly Bits[];
  readonly bodyBytes: number;
}

export interface PosLayout {
  readonly usesReportIds: boolean;
  readonly reports: readonly PosReport[];
}

/**
 * Finds the scanned data reports of a HID POS scanner: the input reports that hold decoded data (0xFE), wherever their
 * fields stand.
 */
export function posLayout(descriptor: ReportDescriptor): HidResult<PosLayout> {
  const inputs = descriptor.fields.filter((field) => field.kind === 'input');
  const ids = [...new Set(inputs.map((field) => field.reportId))];
  const reports = ids
    .map((id) =>
      posReport(
        id,
        inputs.filter((field) => field.reportId === id),
      ),
    )
    .filter((report) => report.data.length > 0);
  if (reports.length === 0) {
    return refuse(
      'not_this_device',
      'byte',
      0,
      'decoded data',
      'an input report with usage 0xFE of page 0x8C',
    );
  }
  for (const { data } of reports) {
    const wide = data.find((bits) => bits.bitSize !== 8);
    if (wide) return refuse('descriptor', 'bit', wide.bitOffset, 'decoded data', 'elements of 8 bits');
  }
  return { ok: true, value: { usesReportIds: descriptor.usesReportIds, reports } };
}

function posReport(reportId: number, fields: readonly ReportField[]): PosReport {
  const places = placesByUsage(fields);
  const find = (usage: number) => places.get(usage) ?? [];
  const [first] = posUsage.symbologyIdentifier.map(find);
  // A device may name the first usage only: it then stands for all three bytes (HID 1.11, 6.2.2.8).
  const identifier =
    first?.length === 3 ? first : posUsage.symbologyIdentifier.flatMap((usage) => find(usage).slice(0, 1));
  const ends = fields.map((field) => field.bitOffset + field.bitSize * field.count);
  return {
    reportId,
    application: fields[0]?.application ?? 0,
    identifier: identifier.length === 3 ? identifier : null,
    data: find(posUsage.decodedData),
    count: find(posUsage.byteCount)[0] ?? null,
    continued: find(posUsage.dataContinued),
    bodyBytes: Math.ceil(Math.max(0, ...ends) / 8),
  };
}

const wanted: ReadonlySet<number> = new Set([
  ...posUsage.symbologyIdentifier,
  posUsage.decodedData,
  posUsage.dataContinued,
  posUsage.byteCount,
]);

function placesByUsage(fields: readonly ReportField[]): Map<number, Bits[]> {
  const places = new Map<number, Bits[]>([...wanted].map((usage) => [usage, []]));
  for (const field of fields.filter((candidate) => !candidate.constant)) {
    const alternatives = wantedAlternatives(field);
    for (const [index, usage] of expandUsages(field, field.count).entries()) {
      const bits = { bitOffset: field.bitOffset + index * field.bitSize, bitSize: field.bitSize };
      places.get(alternatives.get(usage) ?? usage)?.push(bits);
    }
  }
  return places;
}

/** Delimited usages that mean a wanted one by an alternative. */
function wantedAlternatives({ usages }: ReportField): Map<number, number> {
  const found = new Map<number, number>();
  for (const { minimum, alternatives } of usages) {
    const alternative = alternatives.find((candidate) => wanted.has(candidate));
    if (alternative !== undefined) found.set(minimum, alternative);
  }
  return found;
}
