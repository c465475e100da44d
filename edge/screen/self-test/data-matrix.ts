/** Data Matrix ECC 200 (ISO/IEC 16022), the square symbols of one region, in ASCII encodation. */
export interface Matrix {
  /** Modules on a side, finder pattern included. */
  readonly size: number;
  isDark(row: number, column: number): boolean;
}

/** Modules on a side without the finder, data and error correction codewords (ISO/IEC 16022, table 7). */
const symbols: readonly { readonly inner: number; readonly data: number; readonly correction: number }[] = [
  { inner: 10, data: 5, correction: 7 },
  { inner: 12, data: 8, correction: 10 },
  { inner: 14, data: 12, correction: 12 },
  { inner: 16, data: 18, correction: 14 },
  { inner: 18, data: 22, correction: 18 },
  { inner: 20, data: 30, correction: 20 },
  { inner: 22, data: 36, correction: 24 },
  { inner: 24, data: 44, correction: 28 },
];

const fnc1 = 232;
const pad = 129;

/**
 * A GS1 Data Matrix: FNC1 first, and each GS within the text as FNC1 too.
 *
 * @returns null if the text holds more than 44 codewords, or what is not ASCII.
 */
export function gs1DataMatrix(text: string): Matrix | null {
  const codewords = encoded(text);
  const symbol = symbols.find(({ data }) => codewords !== null && data >= codewords.length);
  if (codewords === null || symbol === undefined) return null;
  const data = padded(codewords, symbol.data);
  const modules = placed([...data, ...correctionOf(data, symbol.correction)], symbol.inner);
  const last = symbol.inner + 1;
  return {
    size: symbol.inner + 2,
    isDark: (row, column) => {
      if (column === 0 || row === last) return true;
      if (row === 0) return column % 2 === 0;
      if (column === last) return row % 2 === 1;
      return modules[row - 1]?.[column - 1] === true;
    },
  };
}

function encoded(text: string): number[] | null {
  const codewords = [fnc1];
  for (let at = 0; at < text.length; ) {
    const pair = /^\d\d/.exec(text.slice(at, at + 2))?.[0];
    const character = text.charCodeAt(at);
    if (character > 127) return null;
    codewords.push(pair === undefined ? (character === 0x1d ? fnc1 : character + 1) : 130 + Number(pair));
    at += pair === undefined ? 1 : 2;
  }
  return codewords;
}

/** The first pad is plain, the others are made irregular (5.2.3). */
function padded(codewords: readonly number[], length: number): number[] {
  const data = [...codewords];
  if (data.length < length) data.push(pad);
  while (data.length < length) {
    const irregular = pad + ((149 * (data.length + 1)) % 253) + 1;
    data.push(irregular > 254 ? irregular - 254 : irregular);
  }
  return data;
}

/** In the field of 256 elements with the polynomial 0x12d (5.7.1). */
function product(one: number, other: number): number {
  let result = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    result = (result << 1) ^ (result & 0x80 ? 0x12d : 0);
    if ((other >> bit) & 1) result ^= one;
  }
  return result & 0xff;
}

/** Reed-Solomon: the remainder of the data by the polynomial whose roots are 2, 4, 8 ... */
function correctionOf(data: readonly number[], length: number): number[] {
  let divisor = [1];
  for (let power = 1, root = 2; power <= length; power += 1, root = product(root, 2)) {
    const shifted = [...divisor, 0];
    divisor = shifted.map((term, index) => term ^ product(divisor[index - 1] ?? 0, root));
  }
  const remainder = new Array<number>(length).fill(0);
  for (const codeword of data) {
    const factor = codeword ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (let index = 0; index < length; index += 1) {
      remainder[index] = (remainder[index] ?? 0) ^ product(divisor[index + 1] ?? 0, factor);
    }
  }
  return remainder;
}

/** Where the eight bits of a codeword lie around its last module, most significant first: rows up, columns to the left. */
const shape: readonly (readonly [number, number])[] = [
  [-2, -2],
  [-2, -1],
  [-1, -2],
  [-1, -1],
  [-1, 0],
  [0, -2],
  [0, -1],
  [0, 0],
];

/** Lays the codewords in diagonals over a square (annex F); its sides are of a size that needs no other corner than the first two. */
function placed(codewords: readonly number[], side: number): boolean[][] {
  const modules: (boolean | undefined)[][] = Array.from({ length: side }, () => []);
  let next = 0;
  const put = (places: readonly (readonly [number, number])[]) => {
    const codeword = codewords[next] ?? 0;
    next += 1;
    for (const [bit, [row, column]] of places.entries()) {
      const line = modules[row];
      if (line !== undefined) line[column] = ((codeword >> (7 - bit)) & 1) === 1;
    }
  };
  const lay = (row: number, column: number) => {
    if (row < 0 || row >= side || column < 0 || column >= side || modules[row]?.[column] !== undefined)
      return;
    put(shape.map(([down, right]) => around(row + down, column + right, side)));
  };
  let [row, column] = [4, 0];
  while (row < side || column < side) {
    if (row === side && column === 0) put(firstCorner(side));
    if (row === side - 2 && column === 0 && side % 4 !== 0) put(secondCorner(side));
    do {
      lay(row, column);
      [row, column] = [row - 2, column + 2];
    } while (row >= 0 && column < side);
    [row, column] = [row + 1, column + 3];
    do {
      lay(row, column);
      [row, column] = [row + 2, column - 2];
    } while (row < side && column >= 0);
    [row, column] = [row + 3, column + 1];
  }
  return modules.map((line, y) =>
    Array.from({ length: side }, (_, x) => line[x] ?? (y === x && (y === side - 1 || y === side - 2))),
  );
}

/** What lies beyond an edge is continued at the opposite one. */
function around(row: number, column: number, side: number): readonly [number, number] {
  const shift = 4 - ((side + 4) % 8);
  if (row < 0) return around(row + side, column + shift, side);
  return column < 0 ? [row + shift, column + side] : [row, column];
}

function firstCorner(side: number): readonly (readonly [number, number])[] {
  const end = side - 1;
  return [
    [end, 0],
    [end, 1],
    [end, 2],
    [0, end - 1],
    [0, end],
    [1, end],
    [2, end],
    [3, end],
  ];
}

function secondCorner(side: number): readonly (readonly [number, number])[] {
  const end = side - 1;
  return [
    [end - 2, 0],
    [end - 1, 0],
    [end, 0],
    [0, end - 3],
    [0, end - 2],
    [0, end - 1],
    [0, end],
    [1, end],
  ];
}
