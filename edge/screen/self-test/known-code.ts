/** Stands for FNC1 as a separator (GS1 General Specifications 7.8.3). */
const gs = '\x1d';

/**
 * What the codes of the test page hold: a GTIN, a lot and a serial, each of variable length and so with separators. The
 * letters and signs are those which lie elsewhere on German, French and Spanish keyboards, in both cases.
 */
export const knownParts: readonly string[] = ['010401234500001610aZy-q7', '21Wm/9', '240Kx'];

export const knownCode = knownParts.join(gs);
