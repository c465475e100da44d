import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { packageRoot } from '../../../kernel/package-root.ts';
import { gs1DataMatrix, type Matrix } from './data-matrix.ts';
import { knownCode } from './known-code.ts';

const scale = 6;
const quiet = 2;

beforeAll(() => {
  const wasm = readFileSync(join(packageRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

/** Reads it back with a reader that is not ours. */
async function read(matrix: Matrix | null) {
  if (matrix === null) return undefined;
  const width = (matrix.size + 2 * quiet) * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [row, column] = [Math.floor(y / scale) - quiet, Math.floor(x / scale) - quiet];
      const inside = row >= 0 && column >= 0 && row < matrix.size && column < matrix.size;
      if (inside && matrix.isDark(row, column)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  const image = { data, width, height: width, colorSpace: 'srgb' } as ImageData;
  const [found] = await readBarcodes(image, { formats: ['DataMatrix'], textMode: 'Plain' });
  return found;
}

test('the code of the test page is a GS1 Data Matrix with its separators', async () => {
  const found = await read(gs1DataMatrix(knownCode));
  expect(found?.text).toBe(knownCode);
  expect(found?.symbologyIdentifier).toBe(']d2');
});

test.each([8, 14, 22, 34, 42, 58, 70, 86])(
  'a text of %i digits comes back, whatever symbol holds it',
  async (length) => {
    const text = `21${'7319405826'.repeat(12)}`.slice(0, length);
    expect((await read(gs1DataMatrix(text)))?.text).toBe(text);
  },
);

test('what does not fit is refused, not cut', () => {
  expect(gs1DataMatrix('x'.repeat(44))).toBeNull();
  expect(gs1DataMatrix('é')).toBeNull();
});
