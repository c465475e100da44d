import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSessionStore } from './session-store.ts';

/** The functions that aedes calls of its persistence; one that is missing would end the process at a packet of anybody. */
function calledByAedes(): string[] {
  const library = join(dirname(fileURLToPath(import.meta.resolve('aedes'))), 'lib');
  const files = readdirSync(library, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  const code = files.map((file) => readFileSync(join(library, file), 'utf8')).join('');
  return [...code.matchAll(/persistence\.(\w+)/g)].map(([, name = '']) => name);
}

test('has every function that aedes may call', () => {
  const called = calledByAedes();
  expect(called).toContain('incomingGetPacket');
  const store = createSessionStore({
    subscriptionsOf: () => ({}),
    subscribe: () => {},
    unsubscribe: () => {},
    forget: () => {},
  });
  expect(called.filter((name) => !Object.hasOwn(store, name))).toEqual([]);
});
