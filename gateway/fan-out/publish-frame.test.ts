import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { publishHead } from './publish-frame.ts';
import { matchesTopic } from './topic-filter.ts';

test('a PUBLISH is the same as another encoder makes it', () => {
  const sizes = fc.oneof(fc.nat(300), fc.constantFrom(16_300, 16_383, 16_384, 2_097_140));
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
      sizes,
      fc.constantFrom(0, 1),
      fc.integer({ min: 1, max: 65_535 }),
      fc.boolean(),
      (topic, size, qos, messageId, repeated) => {
        const dup = qos === 1 && repeated;
        const payload = Buffer.alloc(size, 'x');
        const bytes = Buffer.concat([publishHead(topic, size, qos, messageId, dup), payload]);
        const same = generate({ cmd: 'publish', topic, payload, qos, messageId, dup, retain: false });
        expect(bytes.equals(same)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ['a/b/#', 'a/b/c', true],
  ['a/b/#', 'a/b/c/d', true],
  ['a/b/#', 'a/b', true],
  ['a/b/+', 'a/b/c', true],
  ['a/b/+', 'a/b/c/d', false],
  ['a/b/+', 'a/b', false],
  ['a/+/c', 'a/b/c', true],
  ['a/b/c', 'a/b/c', true],
  ['a/b/c', 'a/b/cd', false],
  ['a/b/c.+', 'a/b/c.d', false],
  ['+/+/+/+', 'a/b/c', false],
])('the filter %s and the topic %s: %s', (filter, topic, matches) => {
  expect(matchesTopic(filter, topic)).toBe(matches);
});
