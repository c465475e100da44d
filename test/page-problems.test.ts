import { describe, expect, test } from 'vitest';
import { centralErrors } from '../central/central-errors.ts';
import { edgeErrors } from '../edge/edge-errors.ts';
import { identityErrors } from '../gateway/identity/identity-errors.ts';
import { kernelErrors } from '../kernel/kernel-errors.ts';
import { catalogOf } from '../kernel/web/language.ts';

/** What is said on a command line or in a log, or of a chain of facts, and never to a person at a page of ours. */
const neverAtPage = new Set([
  'CONFIG_INVALID',
  'PORT_BUSY',
  'DATABASE_UNUSABLE',
  'RESCUE_REFUSED',
  'WORK_FEED_FAILED',
  'HANDHELD_NOT_ADMITTED',
  'STATION_NOT_ADMITTED',
  'ENROLMENT_CODE_MISTYPED',
  'ENROLMENT_NOT_TRUSTED',
  'ENROLMENT_FAILED',
]);
const atStation = [...Object.keys(kernelErrors.rows), ...Object.keys(edgeErrors.rows)].filter(
  (code) =>
    !/^(BACKUP|RESTORE|STATION_LOG|STATION_IDENTITY|STATION_FACTS)/.test(code) && !neverAtPage.has(code),
);
/** What the pages of central ask for by a number, settle, or listen to. */
const atCentral: readonly (keyof typeof centralErrors.rows)[] = [
  'ORDER_UNKNOWN',
  'INVOICE_UNKNOWN',
  'EXCEPTION_UNKNOWN',
  'TOO_MANY_LISTENERS',
  'DATABASE_UNAVAILABLE',
  'COMMIT_UNKNOWN',
];
const known = new Set([
  ...Object.keys(centralErrors.rows),
  ...Object.keys(kernelErrors.rows),
  ...Object.keys(edgeErrors.rows),
  ...Object.keys(identityErrors.rows),
]);

describe.each(['de', 'fr', 'es'] as const)('the pages in %s', (language) => {
  const { problems, ...words } = catalogOf(language);

  test('say every refusal that a person at a station or at a page of central may meet', () => {
    expect(Object.keys(problems)).toEqual(expect.arrayContaining([...atStation, ...atCentral]));
    for (const code of Object.keys(problems)) expect(known, code).toContain(code);
  });

  test('say what is the matter and what to do, in words of their own', () => {
    const english = catalogOf('en');
    for (const [what, remedy] of [...Object.values(problems), words.noAnswer]) {
      expect(what).toMatch(/[.!]$/);
      expect(remedy).toMatch(/[.!]$/);
    }
    expect([words.signInWhy, words.signIn, words.goOn, words.noAnswer]).not.toContain(english.signInWhy);
    expect(words.answered).toContain('{status}');
    expect(words.noAnswer).not.toEqual(english.noAnswer);
  });
});
