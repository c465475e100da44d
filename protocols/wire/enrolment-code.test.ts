import fc from 'fast-check';
import { expect, test } from 'vitest';
import { enrolmentCodeBytes, enrolmentCodeOf, parseEnrolmentCode } from './enrolment-code.ts';

const code = fc
  .uint8Array({ minLength: enrolmentCodeBytes, maxLength: enrolmentCodeBytes })
  .map(enrolmentCodeOf)
  .filter((made) => made !== null);

test('a code reads back, however a person types it', () => {
  fc.assert(
    fc.property(code, fc.boolean(), (made, spoken) => {
      expect(made).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
      const typed = spoken
        ? made.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
        : made.replaceAll('-', '');
      expect(parseEnrolmentCode(typed)).toBe(made);
    }),
  );
});

test('one wrong character, and two that changed places, are found before anything is sent', () => {
  fc.assert(
    fc.property(code, fc.nat(18), fc.nat(30), (made, at, by) => {
      const bare = made.replaceAll('-', '');
      const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
      const other = letters[(letters.indexOf(bare[at] ?? '') + 1 + by) % 32] ?? '';
      expect(parseEnrolmentCode(bare.slice(0, at) + other + bare.slice(at + 1))).toBeNull();
      const [a, b] = [bare[at] ?? '', bare[at + 1] ?? ''];
      if (a !== b && at < 18) {
        expect(parseEnrolmentCode(bare.slice(0, at) + b + a + bare.slice(at + 2))).toBeNull();
      }
    }),
  );
});

test('the check symbol is the one of the definition: 1234 has S', () => {
  // 1234 in base 32 is 34916, which leaves 25 when divided by 37; worked out by hand.
  expect(34_916 % 37).toBe(25);
  expect(parseEnrolmentCode('00000-00000-00000-1234S')).toBe('00000-00000-00000-1234S');
  for (const wrong of ['', 'U', '00000-00000-00000-1234T', '0'.repeat(65), '00000-00000-00000-1234']) {
    expect(parseEnrolmentCode(wrong)).toBeNull();
  }
});
