import type { PosLayout, PosReport } from './pos-layout.ts';
import { writeBits } from './report-bits.ts';

/**
 * The input reports that a scanner with this layout sends for a scan: what a simulator writes. Uses the first scanned data
 * report, or the one with `reportId`.
 *
 * @param data without NUL at the end where the layout has no count: there NUL means unused.
 * @returns null where the scan does not fit into one report and the layout cannot continue it.
 */
export function encodePosScan(
  layout: PosLayout,
  aim: string | null,
  data: Uint8Array,
  reportId?: number,
): Uint8Array[] | null {
  const place = layout.reports.find((report) => reportId === undefined || report.reportId === reportId);
  if (place === undefined) return null;
  const room = place.data.length;
  if (data.length > room && place.continued.length === 0) return null;
  const reports: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < data.length; start += room) {
    const piece = data.subarray(start, start + room);
    reports.push(encodeReport(layout, place, aim, piece, start + room < data.length));
  }
  return reports;
}

function encodeReport(
  layout: PosLayout,
  place: PosReport,
  aim: string | null,
  piece: Uint8Array,
  continues: boolean,
): Uint8Array {
  const body = new Uint8Array(place.bodyBytes);
  for (const [index, bits] of (place.identifier ?? []).entries()) {
    writeBits(body, bits.bitOffset, bits.bitSize, aim?.charCodeAt(index) ?? 0);
  }
  for (const [index, bits] of place.data.entries()) writeBits(body, bits.bitOffset, 8, piece[index] ?? 0);
  if (place.count !== null) writeBits(body, place.count.bitOffset, place.count.bitSize, piece.length);
  const [flag] = place.continued;
  if (flag && continues) writeBits(body, flag.bitOffset, flag.bitSize, 1);
  return layout.usesReportIds ? Uint8Array.of(place.reportId, ...body) : body;
}
