import { expect, test } from 'vitest';
import { pinMatches } from './pin.ts';

/** The first vector of RFC 7914 section 11 for PBKDF2-HMAC-SHA-256 with 80,000 iterations, cut to its first 32 bytes. */
const person = {
  badge: 'B1',
  name: 'Ada',
  role: 'operator' as const,
  pin: {
    iterations: 80_000,
    salt: Buffer.from('NaCl').toString('base64url'),
    hash: Buffer.from('4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56', 'hex').toString(
      'base64url',
    ),
  },
};

test('a PIN is known by its slow hash', () => {
  expect(pinMatches(person, 'Password')).toBe(true);
  expect(pinMatches(person, 'password')).toBe(false);
});

test('a person without a PIN has none that is right', () => {
  expect(pinMatches({ badge: 'B1', name: 'Ada', role: 'operator' }, '')).toBe(false);
});
