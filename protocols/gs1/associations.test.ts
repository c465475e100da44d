import { describe, expect, test } from 'vitest';
import { associationFault } from './associations.ts';
import { parseBracketed } from './bracketed.ts';
import { mergeCarriers } from './carriers.ts';
import type { Gs1Content } from './content.ts';
import { parseElementString } from './element-string.ts';

const today = '2026-03-01';

function content(bracketed: string): Gs1Content {
  const reading = parseBracketed(bracketed, today);
  if (!reading.ok) throw new Error(reading.refusal.message);
  return reading.content;
}

function faultOf(bracketed: string) {
  const fault = associationFault(content(bracketed).elements);
  return fault === null ? null : [fault.code, fault.ai];
}

const gtin = '(01)12345678901231';

describe('which AIs go together', () => {
  test('on one item', () => {
    expect(faultOf(`${gtin}(10)A(17)261231`)).toBeNull();
    expect(faultOf(`${gtin}(10)A(10)B`)).toEqual(['contradiction', '10']);
    expect(faultOf(`${gtin}(10)A(10)A`)).toBeNull();
    expect(faultOf(`${gtin}(02)12345678901231(37)5`)).toEqual(['excluded', '01']);
    expect(faultOf(`${gtin}(3100)000001(3101)000010`)).toEqual(['excluded', '3100']);
    expect(faultOf('(10)A')).toEqual(['required', '10']);
    expect(faultOf(`(8030)AAAA${gtin}`)).toEqual(['required', '8030']);
    expect(faultOf(`(8030)AAAA${gtin}(21)A`)).toBeNull();
    expect(faultOf('(8030)AAAA(253)1234567890128')).toEqual(['required', '253']);
    expect(faultOf('(8030)AAAA(253)1234567890128A')).toBeNull();
    expect(faultOf(`${gtin}(3920)500(3103)000195`)).toBeNull();
    expect(faultOf(`${gtin}(3920)500`)).toEqual(['required', '3920']);
    expect(faultOf(`${gtin}(7258)1/2`)).toEqual(['required', '7258']);
  });

  test('the message says what is missing', () => {
    expect(associationFault(content('(8040)123456789012345').elements)?.message).toBe(
      '(8040) needs (01) with (21) on the same item.',
    );
  });
});

describe('several carriers on one item', () => {
  test('complete each other', () => {
    const carriers = [content(gtin), content('(10)A(17)261231'), content(`${gtin}(21)7`)];
    const merged = mergeCarriers(carriers, today);
    expect(merged).toMatchObject({
      ok: true,
      content: { gtin: '12345678901231', lot: 'A', expiry: '2026-12-31', serial: '7' },
    });
    expect(merged.ok && merged.content.elements.map(({ ai }) => ai)).toEqual(['01', '10', '17', '21']);
  });

  test('must not contradict each other, and none may lack a partner in the end', () => {
    expect(mergeCarriers([content(gtin), content('(01)09521234543213')], today)).toMatchObject({
      ok: false,
      refusal: { code: 'contradiction', ai: '01' },
    });
    expect(mergeCarriers([content('(10)A')], today)).toMatchObject({ refusal: { code: 'required' } });
    expect(mergeCarriers([content(gtin), content('(37)5')], today)).toMatchObject({
      refusal: { code: 'excluded' },
    });
  });

  test('one carrier alone need not be complete', () => {
    expect(parseElementString(']C110A', today).ok).toBe(true);
  });
});
