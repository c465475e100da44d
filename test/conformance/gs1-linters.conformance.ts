import { expect, test } from 'vitest';
import type { CompanyPrefixLookup, LintFault } from '../../protocols/gs1/lint/lint.ts';
import { isLinterName, type LinterName, linters } from '../../protocols/gs1/lint/linters.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

type Text = string | { readonly sym: string };
type Cases = Record<string, { pass: Text[]; fail: { in: Text; err: string; markup: Text }[] }>;

/** The dictionary tells its linters to take the year 2021 for now. */
const year = 2021;

function lint(name: LinterName, text: string, companyPrefix?: CompanyPrefixLookup): LintFault | null {
  // In the middle of a longer text a linter must not look beyond its part.
  const framed = `7A${text}7A/%`;
  const fault = linters[name](framed, 2, 2 + text.length, { year, companyPrefix });
  expect(linters[name](text, 0, text.length, { year, companyPrefix })).toEqual(
    fault === null ? null : { ...fault, at: fault.at - 2 },
  );
  return fault === null ? null : { ...fault, at: fault.at - 2 };
}

function markup(text: string, { at, length }: LintFault): string {
  return `${text.slice(0, at)}*${text.slice(at, at + length)}*${text.slice(at + length)}`;
}

/** The reference spells one of its names wrongly. */
function referenceName(code: string): string {
  return `GS1_LINTER_${code.toUpperCase()}`.replace('INVALID_EXPIRATION', 'INVALID_EXIPIRATION');
}

/**
 * Some faults need a source of company prefixes that is off line or does not know the last prefix that is asked for.
 */
function lookupFor(name: LinterName, text: string, err: string): CompanyPrefixLookup | undefined {
  const answer = err.endsWith('DATASOURCE_OFFLINE') ? 'offline' : 'unknown';
  if (answer === 'unknown' && (err !== 'GS1_LINTER_INVALID_GCP_PREFIX' || /\D/.test(text.slice(1)))) {
    return undefined;
  }
  let asked = 0;
  linters[name](text, 0, text.length, {
    year,
    companyPrefix: () => {
      asked += 1;
      return 'known';
    },
  });
  const last = asked;
  let calls = 0;
  return () => {
    calls = (calls % last) + 1;
    return calls === last ? answer : 'known';
  };
}

/** The cases of company prefixes are counted up in a loop of the reference tests; this is what the loops yield. */
const prefixPasses = ['0123', '01234', '0123A'];
const prefixFails = [
  ...['', '0', '01', '012'].map((text) => ({ text, err: 'TOO_SHORT_FOR_GCP', marked: `*${text}*` })),
  { text: '012AA', err: 'INVALID_GCP_PREFIX', marked: '012*A*A' },
  { text: '01AAA', err: 'INVALID_GCP_PREFIX', marked: '01*A*AA' },
  { text: '0AAAA', err: 'INVALID_GCP_PREFIX', marked: '0*A*AAA' },
  { text: 'AAAAA', err: 'INVALID_GCP_PREFIX', marked: '*A*AAAA' },
];

describeVectors('linters of the syntax dictionary', () => {
  const cases: Cases = JSON.parse(readVector('gs1/linter-cases.json'));
  const count = countVectors('GS1 linters');

  test.each(Object.keys(cases))('%s', (name) => {
    if (!isLinterName(name)) throw new Error(`no linter ${name}`);
    for (const text of cases[name]?.pass ?? []) {
      if (typeof text !== 'string') continue;
      count.try(() => expect(lint(name, text), text).toBeNull());
    }
    for (const { in: text, err, markup: marked } of cases[name]?.fail ?? []) {
      if (typeof text !== 'string') continue;
      count.try(() => {
        const fault = lint(name, text, lookupFor(name, text, err));
        if (fault === null) throw new Error(`${name} accepts ${text}`);
        expect(referenceName(fault.code), text).toBe(err);
        expect(markup(text, fault)).toBe(marked);
      });
    }
  });

  test.each([
    { name: 'gcppos1', head: '' },
    { name: 'gcppos2', head: 'I' },
  ] as const)('$name, counted up', ({ name, head }) => {
    for (const text of prefixPasses) count.try(() => expect(lint(name, head + text)).toBeNull());
    for (const { text, err, marked } of prefixFails) {
      count.try(() => {
        const fault = lint(name, head + text);
        expect(fault?.code.toUpperCase()).toBe(err);
        const alone = name === 'gcppos2' && text === '';
        if (fault !== null) expect(markup(head + text, fault)).toBe(alone ? '*I*' : head + marked);
      });
    }
  });
});
