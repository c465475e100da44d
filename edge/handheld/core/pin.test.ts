import { pbkdf2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PersonDocument } from '../../../protocols/wire/work/person-document.ts';
import { pinMatches } from './pin.ts';

const salt = Buffer.from('0123456789abcdef');
const person: PersonDocument = {
  badge: 'ada' as PersonDocument['badge'],
  name: 'Ada',
  role: 'operator',
  pin: {
    iterations: 10_000,
    salt: salt.toString('base64url'),
    hash: pbkdf2Sync('4711', salt, 10_000, 32, 'sha256').toString('base64url'),
  },
};

test('a PIN is checked in the browser as at a station', () => {
  expect(pinMatches(person, '4711')).toBe(true);
  expect(pinMatches(person, '4712')).toBe(false);
  const { pin: _none, ...without } = person;
  expect(pinMatches(without, '4711')).toBe(false);
});
