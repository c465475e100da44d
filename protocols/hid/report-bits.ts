/**
 * The unsigned value of `bitSize` (at most 32) bits from `bitOffset`, least significant bit first (HID 1.11, 5.8). Bits
 * behind the end count as 0: the caller has looked at the length.
 */
export function readBits(bytes: Uint8Array, bitOffset: number, bitSize: number): number {
  let value = 0;
  for (let taken = 0; taken < bitSize; ) {
    const at = bitOffset + taken;
    const shift = at & 7;
    const width = Math.min(8 - shift, bitSize - taken);
    const piece = ((bytes[at >> 3] ?? 0) >> shift) & ((1 << width) - 1);
    value += piece * 2 ** taken;
    taken += width;
  }
  return value;
}

/** Writes the low `bitSize` bits of `value` at `bitOffset`; what falls behind the end is lost. */
export function writeBits(bytes: Uint8Array, bitOffset: number, bitSize: number, value: number): void {
  for (let written = 0; written < bitSize; ) {
    const at = bitOffset + written;
    const shift = at & 7;
    const width = Math.min(8 - shift, bitSize - written);
    const mask = (1 << width) - 1;
    const piece = Math.floor(value / 2 ** written) & mask;
    bytes[at >> 3] = ((bytes[at >> 3] ?? 0) & ~(mask << shift)) | (piece << shift);
    written += width;
  }
}

/** Splits what the system hands over into report id (0 where the device has none) and fields. */
export function splitReport(
  usesReportIds: boolean,
  report: Uint8Array,
): { readonly reportId: number; readonly body: Uint8Array } | null {
  if (!usesReportIds) return { reportId: 0, body: report };
  const reportId = report[0];
  return reportId === undefined ? null : { reportId, body: report.subarray(1) };
}
