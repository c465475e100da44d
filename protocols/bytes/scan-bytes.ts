/** The longest scan in bytes, whatever brings it; a fact holds no more. */
export const maxScanBytes = 4096;

/**
 * True for a byte that no reading holds: a control character other than FS, GS, RS, US and EOT, which GS1 and ISO/IEC 15434
 * (6.4) use.
 */
export function isForeignControl(byte: number): boolean {
  return (byte < 0x1c && byte !== 0x04) || byte === 0x7f;
}
