/** Resolutions of print heads, as they are called. */
export type Dpi = 203 | 300 | 600;

/** A head of 203 dpi has 8 dots per millimetre exactly; the others are taken at their name, which is not more than they have. */
const dotsPerMm: Readonly<Record<Dpi, number>> = { 203: 8, 300: 300 / 25.4, 600: 600 / 25.4 };

/** Whole dots within a length in millimetres. */
export function dotsOf(mm: number, dpi: Dpi): number {
  return Math.floor(mm * dotsPerMm[dpi]);
}
