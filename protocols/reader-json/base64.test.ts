import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Of, bytesOfBase64 } from './base64.ts';

test('both alphabets, padded or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = base64Of(bytes);
      expect(text).toBe(btoa(String.fromCharCode(...bytes)));
      expect(bytesOfBase64(text)).toEqual(bytes);
      const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
      expect(bytesOfBase64(urlSafe)).toEqual(bytes);
    }),
  );
});

test.each(['A', 'AAAAA', 'AA=A', 'A===', 'AAA==', 'AAAA=', 'AA AA', 'AAÄA', '===='])('%s is none', (text) => {
  expect(bytesOfBase64(text)).toBeNull();
});
