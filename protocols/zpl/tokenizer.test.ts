import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createZplTokenizer, type ZplToken } from './tokenizer.ts';

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function tokensOf(
  text: string | Uint8Array,
  cuts: readonly number[] = [],
  maxDataBytes?: number,
): ZplToken[] {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const tokenizer = createZplTokenizer(maxDataBytes);
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  const tokens = places.slice(1).flatMap((end, index) => tokenizer.push(bytes.subarray(places[index], end)));
  return [...tokens, ...tokenizer.end()];
}

function shown(tokens: readonly ZplToken[]): string[] {
  return tokens.map((token) => {
    if (token.kind === 'command') return `${token.prefix}${token.code}|${latin1(token.data)}`;
    return token.kind === 'line' ? `line ${token.text}` : `fault ${token.field} ${token.offset}`;
  });
}

describe('commands', () => {
  test('codes, fonts and data', () => {
    expect(shown(tokensOf('^XA\r\n^fo20,30^A0N,40,40^FDa b_5E^FS\n^A@N,1^XZ'))).toEqual([
      '^XA|',
      '^FO|20,30',
      '^A0|N,40,40',
      '^FD|a b_5E',
      '^FS|',
      '^A@|N,1',
      '^XZ|',
    ]);
  });

  test('what waits for no further byte works at once', () => {
    const tokenizer = createZplTokenizer();
    const push = (text: string) => shown(tokenizer.push(bytesOf(text)));
    expect(push('~HS')).toEqual(['~HS|']);
    expect(push('~HI')).toEqual(['~HI|']);
    expect(push('~HQE')).toEqual([]);
    expect(push('S')).toEqual(['~HQ|ES']);
    expect(push('^XA^FDx~JA')).toEqual(['^XA|', '^FD|x', '~JA|']);
    expect(push('^XZ')).toEqual(['^XZ|']);
  });

  test('prefixes and delimiter change at once', () => {
    expect(shown(tokensOf('^XA^CC+a+FD^x~HS+FS+CT!+FDy~z!HS+CD;+GFB;3;3;1;^+!+XZ'))).toEqual([
      '^XA|',
      '^CC|+',
      '^FD|^x',
      '~HS|',
      '^FS|',
      '^CT|!',
      '^FD|y~z',
      '~HS|',
      '^CD|;',
      '^GF|B;3;3;1;^+!',
      '^XZ|',
    ]);
  });

  test('RS and DLE stand in for the prefixes', () => {
    expect(shown(tokensOf('\x1eXA\x10HS\x1eXZ'))).toEqual(['^XA|', '~HS|', '^XZ|']);
  });

  test('counted bytes hold no prefix', () => {
    expect(shown(tokensOf('^XA^GFB,4,4,1,^~^X^FS^GFA,4,4,1,FF^FS^XZ~DYR:A,B,G,4,,^XZ~~HS'))).toEqual([
      '^XA|',
      '^GF|B,4,4,1,^~^X',
      '^FS|',
      '^GF|A,4,4,1,FF',
      '^FS|',
      '^XZ|',
      '~DY|R:A,B,G,4,,^XZ~',
      '~HS|',
    ]);
  });

  test('Set-Get-Do stands on lines outside of formats', () => {
    const text =
      '! U1 getvar "device.unique_id"\r\n^XA! no\n^XZ\r\n! U1 setvar "a" "b"\r\n~SD10\n! U1 do "x" ""\n~DGR:A,2,1,\nFF\n';
    expect(shown(tokensOf(text))).toEqual([
      'line ! U1 getvar "device.unique_id"',
      '^XA|',
      '^XZ|',
      'line ! U1 setvar "a" "b"',
      '~SD|10\n',
      'line ! U1 do "x" ""',
      '~DG|R:A,2,1,\nFF\n',
    ]);
  });

  test('faults tell their place', () => {
    expect(shown(tokensOf('^XA^ ^F^FS'))).toEqual(['^XA|', 'fault code 3', 'fault code 5', '^FS|']);
    expect(shown(tokensOf('^XA^FD12345^FS^XZ', [], 4))).toEqual(['^XA|', 'fault FD 3', '^FS|', '^XZ|']);
    expect(shown(tokensOf('^GFB,9,9,1,123456789~HS', [], 12))).toEqual(['fault GF 0', '~HS|']);
  });
});

test('whatever arrives, it goes on, the same at every split', () => {
  const pieces = fc.constantFrom(
    '^',
    '~',
    'XA',
    'XZ',
    'FD',
    'FS',
    'CC',
    'CT',
    'CD',
    'GFB,3,3,1,',
    'HS',
    'HQ',
    'DY',
    ',',
    '9',
    '\n',
    '!',
    'é',
    'a',
    '\x10',
    '\x1e',
    '+',
  );
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => bytesOf(parts.join(''))),
  );
  fc.assert(
    fc.property(noise, fc.array(fc.nat(200), { maxLength: 5 }), (bytes, cuts) => {
      const tokens = tokensOf(bytes, [], 16);
      expect(tokensOf(bytes, cuts, 16)).toEqual(tokens);
      for (const token of tokens)
        if (token.kind === 'command') expect(token.data.length).toBeLessThanOrEqual(16);
    }),
    { numRuns: 1000 },
  );
});

test('many delimiters in long data cost no more than the data', () => {
  const tokens = tokensOf(`^GF${'x'.repeat(300_000)}${','.repeat(300_000)}^FS`);
  expect(tokens.length).toBe(2);
});
