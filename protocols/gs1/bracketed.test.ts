import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBracketed, printBracketed } from './bracketed.ts';

const today = '2026-03-01';

function refusalOf(text: string, options = {}) {
  const reading = parseBracketed(text, today, options);
  if (reading.ok) return 'none';
  return [reading.refusal.code, reading.refusal.offset, reading.refusal.length];
}

describe('element strings written for people', () => {
  test('are read, an escaped bracket as data', () => {
    expect(parseBracketed('(01)09521234543213(10)A\\(11\\(B(17)261231', today)).toMatchObject({
      ok: true,
      content: { gtin: '09521234543213', lot: 'A(11(B', expiry: '2026-12-31' },
    });
    expect(printBracketed([{ ai: '10', value: 'A(1' }])).toBe('(10)A\\(1');
  });

  test('each fault has its place', () => {
    expect(refusalOf('')).toEqual(['empty', 0, 0]);
    expect(refusalOf('01')).toEqual(['brackets', 0, 1]);
    expect(refusalOf('(10)A(11')).toEqual(['brackets', 5, 1]);
    expect(refusalOf('(10)')).toEqual(['truncated', 4, 0]);
    expect(refusalOf('(10)A(1)B')).toEqual(['unknown_ai', 6, 1]);
    expect(refusalOf('(89)A')).toEqual(['unknown_ai', 1, 2]);
    expect(refusalOf('(10)A\\(B^')).toEqual(['characters', 8, 1]);
    expect(refusalOf('(01)095212345432130')).toEqual(['too_long', 18, 1]);
    expect(refusalOf('(01)09521234543214')).toEqual(['check_digit', 17, 1]);
  });

  test('AIs in no table only where they are allowed', () => {
    const allowUnknownAis = true;
    expect(refusalOf('(89)A(419)1234567890123', { allowUnknownAis })).toBe('none');
    expect(refusalOf('(419)1', { allowUnknownAis })).toEqual(['truncated', 6, 0]);
    for (const text of ['(8)A', '(80)A', '(800)A', '(011)A', '(12345)A', '(8A)A']) {
      expect(refusalOf(text, { allowUnknownAis })).toEqual(['unknown_ai', 1, text.indexOf(')') - 1]);
    }
  });

  test('whatever is written, it answers', () => {
    const pieces = fc.constantFrom('(', ')', '\\', '01', '10', '09521234543213', 'A', '422', '8013');
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        const reading = parseBracketed(text, today);
        if (!reading.ok) expect(reading.refusal.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });
});
