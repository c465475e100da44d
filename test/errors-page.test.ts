import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allErrors, errorsPageFile, renderErrorsPage } from './docs/errors-page.ts';

describe('docs/errors.md', () => {
  test('is what the tables in the code say, both ways ("npm run docs:errors" writes it)', async () => {
    expect(readFileSync(errorsPageFile, 'utf8')).toBe(renderErrorsPage(await allErrors()));
  });

  test('names each code once, and what to do about it', async () => {
    const errors = await allErrors();
    expect(errors.length).toBeGreaterThan(20);
    expect(new Set(errors.map((error) => error.code)).size).toBe(errors.length);
    for (const error of errors) expect(error.remedy, error.code).toMatch(/\.$/);
  });
});
