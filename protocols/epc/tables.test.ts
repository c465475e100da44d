import { describe, expect, test } from 'vitest';
import { applicationIdentifier } from '../gs1/application-identifiers.ts';
import { BitWriter } from './bit-writer.ts';
import { sequenceByValue } from './hostname-sequences.ts';
import { classicSchemeByHeader, plusSchemeByHeader } from './scheme.ts';
import { integerBits } from './text-method.ts';
import { aiLengths, type ValuePart, valueFormats } from './value-format.ts';
import { writeValue } from './value-writer.ts';

/** Round trips cannot see a wrong row, since both ways read it: these figures are those of the standard. */
describe('the tables of TDS 2.3', () => {
  test('14-1: 22 classic and 24 + headers, and none twice', () => {
    expect([classicSchemeByHeader.size, plusSchemeByHeader.size]).toEqual([22, 24]);
    expect([...classicSchemeByHeader.keys(), ...plusSchemeByHeader.keys()].sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 22 }, (_, index) => 0x2c + index),
      ...Array.from({ length: 24 }, (_, index) => 0xe6 + index),
    ]);
  });

  test.each([
    [0, 128, ['.ac', '.cz', '.de', '.jp', '.li'], [0, 54, 55, 112, 127]],
    [1, 117, ['.lk', '.nl', '.sy', '.us', '.zw'], [0, 35, 80, 100, 116]],
    [2, 32, ['.com.au', '.com.br', '.co.uk', '.org.cn', '.gov.cn'], [0, 6, 25, 29, 31]],
    [3, 1, ['.tech'], [0]],
  ])('14-12 to 14-15: domains behind the first 7 bits %i', (first, count, domains, seconds) => {
    const long = [...sequenceByValue.keys()].filter((key) => key.startsWith('14:'));
    expect(long.filter((key) => Math.floor(Number(key.slice(3)) / 128) === first)).toHaveLength(count);
    expect(seconds.map((second) => sequenceByValue.get(`14:${first * 128 + second}`))).toEqual(domains);
  });

  test('14-11: sequences of 7 bits', () => {
    const short = [...sequenceByValue].filter(([key]) => key.startsWith('7:'));
    expect(Object.fromEntries(short)).toEqual({
      '7:30': 'qr.',
      '7:31': 'www.',
      '7:32': 'id.',
      '7:91': '.com',
      '7:92': '.org',
      '7:93': '.net',
      '7:94': '.int',
      '7:96': '.edu',
      '7:123': '.gov',
      '7:124': '.mil',
      '7:125': '.biz',
      '7:126': '.eco',
      '7:127': '.med',
    });
  });

  test('B: bits of a number by its digits', () => {
    const lengths = [1, 2, 3, 6, 9, 12, 17, 20, 28, 40, 53, 65, 78, 90];
    expect(lengths.map(integerBits)).toEqual([4, 7, 10, 20, 30, 40, 57, 67, 94, 133, 177, 216, 260, 299]);
  });

  test.each([
    ['20', '12', 7],
    ['3103', '001250', 20],
    ['3942', '1234', 14],
    ['402', '00000000000000000', 57],
    ['4309', '0'.repeat(20), 67],
    ['7001', '0'.repeat(13), 44],
    ['7250', '0'.repeat(8), 27],
    ['7251', '0'.repeat(12), 40],
    ['7252', '0', 4],
    ['8001', '0'.repeat(14), 47],
    ['414', '9521141123454', 52],
    ['7241', '01', 8],
    ['8026', '095211411234540102', 72],
    ['17', '261231', 16],
    ['7003', '2612311200', 27],
    ['7007', '261231', 17],
    ['7007', '261201261231', 33],
    ['8008', '26123123', 23],
    ['8008', '2612312359', 29],
    ['8008', '261231235959', 35],
    ['7011', '261231', 18],
    ['4307', 'BR', 12],
    ['4321', '1', 1],
    ['4330', '001850-', 21],
    ['7258', '1/3', 8],
    // Encoding indicator, length indicator, digits or characters.
    ['10', '1', 3 + 5 + 4],
    ['235', 'z', 3 + 5 + 6],
    ['421', '528AB', 10 + 3 + 4 + 8],
    ['427', 'AB', 3 + 2 + 8],
    ['4300', 'z', 3 + 6 + 6],
    ['4302', 'z', 3 + 7 + 6],
    ['7005', 'z', 3 + 4 + 6],
    ['7030', '528z', 10 + 3 + 5 + 6],
    ['7040', '1ABC', 3 + 3 + 16],
    ['7253', 'z', 3 + 6 + 6],
    ['7254', 'z', 3 + 6 + 6],
    ['7254', 'z'.repeat(40), 3 + 6 + 40 * 6],
    ['8030', 'z', 3 + 7 + 6],
    ['90', 'z', 3 + 5 + 6],
    ['91', 'z', 3 + 7 + 6],
    // Length indicator and digits only.
    ['242', '123', 3 + 10],
    ['30', '12', 4 + 7],
    ['3902', '1', 4 + 4],
    ['3912', '9781', 10 + 4 + 4],
    ['7004', '1', 3 + 4],
    ['8011', '12345', 4 + 17],
    ['8019', '1', 4 + 4],
    ['255', '9521141678909', 52 + 4],
    ['253', '9521141123454', 52 + 3 + 5],
    // Digits of 4 bits, terminator or delimiter, text.
    ['8004', '95211415678', 11 * 4 + 4],
    ['8004', '9521141A', 7 * 4 + 4 + 3 + 5 + 4],
  ])('F: (%s) %s takes %i bits', (ai, value, bits) => {
    const writer = new BitWriter();
    writeValue(writer, ai, value, false);
    expect([writer.fault, writer.position]).toEqual([null, bits]);
  });

  test('F: an AI has room for as many characters as a barcode has, but for the IBAN', () => {
    const room = (part: ValuePart) => ('max' in part ? part.max : 'digits' in part ? part.digits : null);
    for (const [ai, parts] of valueFormats) {
      const rooms = parts.map(room);
      if (rooms.includes(null)) continue;
      const most = rooms.reduce<number>((sum, each) => sum + (each ?? 0), 0);
      expect([ai, most]).toEqual([ai, ai === '8007' ? 24 : applicationIdentifier(ai)?.maxLength]);
    }
  });

  test('K: an AI has the same length wherever its first two digits are the same', () => {
    for (const ai of valueFormats.keys()) expect(ai).toHaveLength(aiLengths.get(ai.slice(0, 2)) ?? 0);
    expect([valueFormats.has('03'), valueFormats.has('8014')]).toEqual([false, false]);
  });
});
