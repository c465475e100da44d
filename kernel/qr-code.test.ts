import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { packageRoot } from './package-root.ts';
import { qrLines, qrSvg } from './qr-code.ts';

const text = 'PACKPROOF-ENROL-1 https://gateway.example:8081 7K3QF-9XMP2-0ABCD-EFGHJ ab12';
const scale = 4;

beforeAll(() => {
  const wasm = readFileSync(join(packageRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

/** Reads a QR code back from its dark modules, with a reader that is not ours. */
async function read(
  side: number,
  isDark: (row: number, column: number) => boolean,
): Promise<string | undefined> {
  const width = side * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (isDark(Math.floor(y / scale), Math.floor(x / scale)))
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  const found = await readBarcodes({ data, width, height: width, colorSpace: 'srgb' } as Parameters<
    typeof readBarcodes
  >[0]);
  return found[0]?.text;
}

test('a code on a terminal and one as a picture read back as what they are of', async () => {
  const lines = qrLines(text);
  const side = lines[0]?.length ?? 0;
  const shown = (row: number, column: number) => {
    const block = lines[Math.floor(row / 2)]?.[column] ?? '█';
    return row % 2 === 0 ? ' ▄'.includes(block) : ' ▀'.includes(block);
  };
  expect(await read(side, shown)).toBe(text);
  const dark = new Set(qrSvg(text).match(/M\d+,\d+/g));
  expect(await read(side, (row, column) => dark.has(`M${column - 4},${row - 4}`))).toBe(text);
});
