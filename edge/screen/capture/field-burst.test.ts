import { describe, expect, test } from 'vitest';
import { FieldBurst } from './field-burst.ts';

/** Types into a field as a browser does, and tells what was taken for a scan. */
function typing(gapsOf: (index: number) => number) {
  const field = { value: 'Jo' };
  const burst = new FieldBurst();
  let at = 10_000;
  const codes: string[] = [];
  const type = (text: string) => {
    for (const [index, key] of [...Array.from(text), 'Enter'].entries()) {
      at += gapsOf(index);
      const event = { timeStamp: at, type: 'keydown', key, code: '' };
      const modifiers = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
      const code = burst.key({ ...event, ...modifiers }, field);
      if (code !== null) codes.push(code);
      else if (key !== 'Enter') field.value += key;
    }
    at += 5_000;
  };
  return { field, codes, type };
}

describe('complaint 4: a scan that is typed into a text field', () => {
  test('is taken out of it, and is a scan', () => {
    const { field, codes, type } = typing(() => 8);
    type('4012345000023');
    type('SO-7');
    expect(codes).toEqual(['4012345000023', 'SO-7']);
    expect(field.value).toBe('Jo');
  });

  test('is never cut in two by a browser that was busy in between', () => {
    const { codes, type } = typing((index) => (index === 6 ? 700 : 8));
    type('4012345000023');
    expect(codes).toEqual(['4012345000023']);
  });

  test('what a person types stays in the field', () => {
    const { field, codes, type } = typing((index) => 70 + (index % 3) * 40);
    type(' Kranich');
    expect(codes).toEqual([]);
    expect(field.value).toBe('Jo Kranich');
  });
});
