import { expect, test } from 'vitest';
import { render, say, shown } from './message.ts';

const missing = say(
  {
    en: '{product}: {n} {n:unit|units} missing.',
    de: '{product}: {n} {n:Einheit|Einheiten} {n:fehlt|fehlen}.',
    fr: '{product} : {n} {n:unité manquante|unités manquantes}.',
    es: '{product}: {n:falta|faltan} {n} {n:unidad|unidades}.',
  },
  { product: 'Tea {n}', n: 1 },
);

test('a message is told in the language of the person, with the words that go with the count', () => {
  const two = { ...missing, values: { ...missing.values, n: 2 } };
  const none = { ...missing, values: { ...missing.values, n: 0 } };
  expect(render(missing, 'en')).toBe('Tea {n}: 1 unit missing.');
  expect(render(two, 'de')).toBe('Tea {n}: 2 Einheiten fehlen.');
  // French counts none as one.
  expect(render(none, 'fr')).toBe('Tea {n} : 0 unité manquante.');
  expect(render(none, 'es')).toBe('Tea {n}: faltan 0 unidades.');
});

test('what was read is shown as printable characters, and not longer than a line', () => {
  expect(shown('a\x1db')).toBe('a?b');
  expect(shown('x'.repeat(50))).toBe(`${'x'.repeat(39)}...`);
});
