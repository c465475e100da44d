import { describe, expect, test } from 'vitest';
import { type Key, nothingTyped, type WedgeState, wedgeStep } from './wedge.ts';

function key(name: string, more: Partial<Key> = {}): Key {
  return { key: name, code: '', ctrl: false, alt: false, meta: false, down: true, ...more };
}

function type(keys: readonly Key[]): { codes: string[]; state: WedgeState } {
  const codes: string[] = [];
  let state = nothingTyped;
  for (const pressed of keys) {
    const step = wedgeStep(state, pressed);
    if (step.code !== null) codes.push(step.code);
    state = step.state;
  }
  return { codes, state };
}

const keysOf = (text: string) => Array.from(text, (character) => key(character));

describe('a keyboard wedge', () => {
  test('two codes in a row stay two codes', () => {
    const { codes } = type([...keysOf('4006381333931'), key('Enter'), ...keysOf('SO-7'), key('Enter')]);
    expect(codes).toEqual(['4006381333931', 'SO-7']);
  });

  test('keeps the spaces and shifted characters of a badge, ignores modifier keys', () => {
    const { codes } = type([key('Shift'), ...keysOf('PP:BADGE:Ana Reis'), key('Enter')]);
    expect(codes).toEqual(['PP:BADGE:Ana Reis']);
  });

  test('reads GS as Ctrl+] and as Alt+029', () => {
    const alt = (digit: string) => key(digit, { code: `Numpad${digit}`, alt: true });
    const { codes } = type([
      ...keysOf('10A'),
      key(']', { ctrl: true }),
      ...keysOf('21B'),
      ...['0', '2', '9'].map(alt),
      key('Alt', { down: false }),
      ...keysOf('17'),
      key('Enter'),
    ]);
    expect(codes).toEqual(['10A\x1d21B\x1d17']);
  });

  test('takes characters on which a terminal sets Alt', () => {
    expect(type([key('4', { alt: true, code: 'Digit4' }), key('Enter')]).codes).toEqual(['4']);
  });

  test('leaves shortcuts, a lone Enter and a lone space to the page', () => {
    for (const pressed of [key('r', { ctrl: true }), key('Enter'), key(' '), key('Tab'), key('F5')]) {
      expect(wedgeStep(nothingTyped, pressed)).toMatchObject({
        taken: false,
        code: null,
        state: nothingTyped,
      });
    }
  });

  test('Enter at the end of a code is taken, so that no focused button is pressed by it', () => {
    expect(wedgeStep({ typed: '123', altDigits: '' }, key('Enter'))).toMatchObject({
      taken: true,
      code: '123',
    });
  });

  test('Escape drops what was typed', () => {
    expect(type([...keysOf('12'), key('Escape'), ...keysOf('3'), key('Enter')]).codes).toEqual(['3']);
  });
});
