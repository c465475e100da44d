import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBarcode } from './barcode.ts';
import { buildGtin } from './gtin.ts';
import { buildSscc } from './sscc.ts';

const today = '2026-03-01';
const read = (raw: string) => readBarcode(raw, today);
const caseGtin = buildGtin('9521234', 7, 1);
const sscc = buildSscc(0, '9521234', 42) ?? '';

describe('what a reading is', () => {
  test('plain retail and case numbers are a GTIN', () => {
    expect(read('4006381333931')).toMatchObject({ kind: 'gs1', content: { gtin: '04006381333931' } });
    expect(read(']E04006381333931')).toMatchObject({ kind: 'gs1', text: '4006381333931' });
    expect(read(']E496385074')).toMatchObject({ kind: 'gs1', content: { gtin: '00000096385074' } });
    expect(read('416000336108')).toMatchObject({ kind: 'gs1', content: { gtin: '00416000336108' } });
    expect(read(` ${caseGtin}\r`)).toMatchObject({ kind: 'gs1', content: { gtin: caseGtin } });
  });

  test('a wrong check digit is a refusal that keeps the text, as it may be an order number', () => {
    expect(read('4006381333932')).toMatchObject({
      kind: 'refused',
      text: '4006381333932',
      refusal: { code: 'check_digit' },
    });
  });

  test('an SSCC with its AI is one with and without symbology identifier', () => {
    expect(read(`00${sscc}`)).toMatchObject({ kind: 'gs1', content: { sscc } });
    expect(read(`]C100${sscc}`)).toMatchObject({ kind: 'gs1', content: { sscc } });
  });

  test('commands carry a name and the rest', () => {
    expect(read('PP:SEAL')).toMatchObject({ kind: 'command', name: 'SEAL', argument: '' });
    expect(read(']C0PP:BADGE:Anna: B')).toMatchObject({
      kind: 'command',
      name: 'BADGE',
      argument: 'Anna: B',
    });
  });

  test('order numbers are text, even if they begin like an element string', () => {
    for (const text of ['SO-10248', '10248', '10ABC', '21/2026', '0112'])
      expect(read(text)).toEqual({ kind: 'text', text });
    expect(read(']Q1SO-10248')).toEqual({ kind: 'text', text: 'SO-10248' });
  });

  test('marked as GS1, the same text is read by the rules of GS1', () => {
    expect(read(']C110ABC')).toMatchObject({ kind: 'gs1', content: { lot: 'ABC' } });
    expect(read(']C1SO-10248')).toMatchObject({ kind: 'refused', refusal: { code: 'unknown_ai' } });
  });

  test('whatever arrives, it answers', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => void read(raw)));
  });
});
