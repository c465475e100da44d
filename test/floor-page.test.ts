import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { floorPageFile, renderFloorPage } from './docs/floor-page.ts';

test('docs/floor.md lists the rules and commands that the code knows ("npm run docs:floor" writes them)', () => {
  const page = readFileSync(floorPageFile, 'utf8');
  expect(page).toBe(renderFloorPage(page));
});
