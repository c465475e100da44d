import { expect, test } from 'vitest';
import { beginsAs, mediaTypeOf, mediaTypes } from './picture.ts';

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const files = {
  'image/png': latin1('\x89PNG\r\n\x1a\n...'),
  'image/jpeg': latin1('\xff\xd8\xff\xe0'),
  'image/webp': latin1('RIFF\x10\x00\x00\x00WEBPVP8 '),
  'image/svg+xml': latin1('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
} as const;

test('bytes are taken for what they begin as, and for nothing else', () => {
  for (const [name, bytes] of Object.entries(files)) {
    for (const mediaType of mediaTypes)
      expect([name, beginsAs(bytes, mediaType)]).toEqual([name, mediaType === name]);
  }
  expect(beginsAs(new Uint8Array(), 'image/png')).toBe(false);
  expect(beginsAs(latin1('<html><svg>'), 'image/svg+xml')).toBe(false);
});

test('a content type names one of the four, with parameters or without', () => {
  expect(mediaTypeOf('image/png; q=1')).toBe('image/png');
  expect([mediaTypeOf('text/html'), mediaTypeOf(''), mediaTypeOf('constructor')]).toEqual([null, null, null]);
});
