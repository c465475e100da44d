import { utf8Of } from './field-data.ts';

const groupSeparator = '\x1d';

/** Square ECC 200 symbols: their side in modules and the data codewords that they hold (ISO/IEC 16022, table 7). */
const dataMatrixSizes: readonly (readonly [side: number, codewords: number])[] = [
  [10, 3],
  [12, 5],
  [14, 8],
  [16, 12],
  [18, 18],
  [20, 22],
  [22, 30],
  [24, 36],
  [26, 44],
  [32, 62],
  [36, 86],
  [40, 114],
  [44, 144],
  [48, 174],
  [52, 204],
  [64, 280],
  [72, 368],
  [80, 456],
  [88, 576],
  [96, 696],
  [104, 816],
  [120, 1050],
  [132, 1304],
  [144, 1558],
];

/** The side of the Data Matrix that holds the text at the most; null if none does. A printer may find a smaller one. */
export function dataMatrixSide(text: string, gs1: boolean): number | null {
  const bytes = utf8Of(text);
  let codewords = gs1 ? 1 : 0;
  for (let at = 0; at < bytes.length; at++) {
    const pair = isDigit(bytes[at]) && isDigit(bytes[at + 1]);
    codewords += (bytes[at] ?? 0) < 0x80 ? 1 : 2;
    if (pair) at += 1;
  }
  return dataMatrixSizes.find(([, room]) => room >= codewords)?.[0] ?? null;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * Data for ^BX of quality 200 with `_` as its escape character: FNC1 is `_1`, and an underscore is doubled (ZPL II Programming
 * Guide, ^BX). A GS1 Data Matrix begins with FNC1 (GS1 General Specifications 5.6.2).
 */
export function dataMatrixData(text: string, gs1: boolean): string {
  const escaped = text.replaceAll('_', '__');
  return gs1 ? `_1${escaped.replaceAll(groupSeparator, '_1')}` : escaped;
}

export type QrCorrection = 'L' | 'M' | 'Q' | 'H';

/** Bytes that each version holds, from version 1 (ISO/IEC 18004, table 7). */
const qrBytes: Readonly<Record<QrCorrection, readonly number[]>> = {
  L: [
    17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858, 929, 1003,
    1091, 1171, 1273, 1367, 1465, 1528, 1628, 1732, 1840, 1952, 2068, 2188, 2303, 2431, 2563, 2699, 2809,
    2953,
  ],
  M: [
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779,
    857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
  ],
  Q: [
    11, 20, 32, 46, 60, 74, 86, 108, 130, 151, 177, 203, 241, 258, 292, 322, 364, 394, 442, 482, 509, 565,
    611, 661, 715, 751, 805, 868, 908, 982, 1030, 1112, 1168, 1228, 1283, 1351, 1423, 1499, 1579, 1663,
  ],
  H: [
    7, 14, 24, 34, 44, 58, 64, 84, 98, 119, 137, 155, 177, 194, 220, 250, 280, 310, 338, 382, 403, 439, 461,
    511, 535, 593, 625, 658, 698, 742, 790, 842, 898, 958, 983, 1051, 1093, 1139, 1219, 1273,
  ],
};

/** The side of the QR Code that holds the text at the most, in modules; null if none does. */
export function qrSide(text: string, correction: QrCorrection): number | null {
  const { length } = utf8Of(text);
  const version = qrBytes[correction].findIndex((room) => room >= length) + 1;
  return version === 0 ? null : 17 + 4 * version;
}

/**
 * Data for ^BQ: error correction and input mode before the text (ZPL II Programming Guide, ^BQ). Automatic input does not take
 * all bytes of UTF-8, so text that is not ASCII goes as counted bytes.
 */
export function qrData(text: string, correction: QrCorrection): string {
  const bytes = utf8Of(text);
  if (bytes.every((byte) => byte < 0x80)) return `${correction}A,${text}`;
  return `${correction}M,B${String(bytes.length).padStart(4, '0')}${text}`;
}
