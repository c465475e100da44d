import { describe, expect, test } from 'vitest';
import { type Key, nothingTyped, type WedgeState, wedgeStep } from './wedge.ts';

function key(name: string, more: Partial<Key> = {}): Key {
  return { key: name, code: '', ctrl: false, alt: false, meta: false, shift: false, down: true, ...more };
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

  test('Tab ends a code too, and moves the focus only where nothing was typed', () => {
    expect(type([...keysOf('SO-7'), key('Tab')]).codes).toEqual(['SO-7']);
    expect(wedgeStep(nothingTyped, key('Tab')).taken).toBe(false);
  });

  test('reads GS as F8 and as Ctrl with the key of ], whatever the layout has there', () => {
    const { codes } = type([
      ...keysOf('10A'),
      key('F8', { code: 'F8' }),
      ...keysOf('21B'),
      key('+', { code: 'BracketRight', ctrl: true }),
      ...keysOf('17'),
      key('Enter'),
    ]);
    expect(codes).toEqual(['10A\x1d21B\x1d17']);
  });

  test('leaves shortcuts of the browser alone: F8, and Ctrl with + to enlarge', () => {
    expect(wedgeStep(nothingTyped, key('F8'))).toMatchObject({ taken: false });
    expect(wedgeStep(nothingTyped, key('+', { code: 'BracketRight', ctrl: true })).taken).toBe(false);
    expect(wedgeStep({ typed: '1', altDigits: '' }, key('r', { code: 'KeyR', ctrl: true })).taken).toBe(
      false,
    );
  });

  test('takes what AltGr types on European keyboards', () => {
    const altGr = (name: string) => key(name, { ctrl: true, alt: true });
    expect(type([altGr(']'), ...keysOf('C101'), altGr('@'), key('Enter')]).codes).toEqual([']C101@']);
  });

  test('an input method (IME) hides no character of a scan', () => {
    const held = (code: string, shift = false) => key('Process', { code, shift });
    const { codes } = type([held('KeyS', true), held('KeyO', true), held('Digit7'), key('Enter')]);
    expect(codes).toEqual(['SO7']);
  });

  test('a dead key leaves a mark, so that the code is refused and not read as another', () => {
    expect(type([...keysOf('12'), key('Dead', { code: 'Equal' }), key('3'), key('Enter')]).codes).toEqual([
      '12\ufffd3',
    ]);
  });

  test('stays bounded however much is typed', () => {
    const { state } = type(Array.from({ length: 5_000 }, () => key('9')));
    expect(state.typed).toHaveLength(4_096);
  });
});
