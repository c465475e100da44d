import { expect, test } from 'vitest';
import { takeCode } from './one-time-code.ts';

function opened(address: string) {
  const { pathname, hash } = new URL(address, 'https://gateway.example');
  const shown: unknown[] = [];
  const history = {
    replaceState: (_state: unknown, _title: string, url?: string | URL | null) => void shown.push(url),
  };
  return { code: takeCode({ location: { pathname, hash }, history }), shown };
}

test('the code of an invitation is taken out of the address, also one that was cut off within an escape', () => {
  expect(opened('/handheld/enrol#AAAAA-BBBBB')).toEqual({ code: 'AAAAA-BBBBB', shown: ['./'] });
  expect(opened('/handheld/enrol#AAAAA%20BBBBB').code).toBe('AAAAA BBBBB');
  expect(opened('/handheld/enrol#AAAAA%2')).toEqual({ code: 'AAAAA%2', shown: ['./'] });
});

test('any other address keeps what stands behind its #', () => {
  expect(opened('/handheld/#/self-test')).toEqual({ code: '', shown: [] });
});
