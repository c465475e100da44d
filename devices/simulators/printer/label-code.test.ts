import { expect, test } from 'vitest';
import { buildLabel } from '../../../protocols/zpl/label.ts';
import { codeOfLabel } from './label-code.ts';

function zplOf(kind: 'code128' | 'gs1-128', data: string): Uint8Array {
  const element = { kind, data, x: 10, y: 10, moduleDots: 2, heightDots: 100 } as const;
  const built = buildLabel({ widthDots: 840, heightDots: 1184, elements: [element] });
  return new TextEncoder().encode(built.ok ? built.zpl : '');
}

test('a label is read as a scanner reads it', () => {
  expect(codeOfLabel(zplOf('gs1-128', '00395200010000000011'))).toBe(']C100395200010000000011');
  expect(codeOfLabel(zplOf('gs1-128', '10A-7\x1d21X'))).toBe(']C110A-7\x1d21X');
  for (const name of ['SO-1001', 'A>B^C~D_E', '12345678']) {
    expect(codeOfLabel(zplOf('code128', name))).toBe(name);
  }
});

test('a label without bars has no code', () => {
  expect(codeOfLabel(new TextEncoder().encode('^XA^FDnothing^FS^XZ'))).toBeNull();
});
