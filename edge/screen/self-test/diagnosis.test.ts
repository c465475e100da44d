import { describe, expect, test } from 'vitest';
import { diagnose, isGood } from './diagnosis.ts';
import { type Layout, layoutNames, typedAcross } from './keyboard-layouts.ts';
import { knownCode } from './known-code.ts';

const kinds = (received: string, ended = true) => diagnose(received, ended).map(({ kind }) => kind);

describe('a scanner test', () => {
  test('a scanner that is set up well gets a clear yes, with and without symbology identifier', () => {
    expect(diagnose(`]C1${knownCode}`, true)).toEqual([
      { kind: 'same' },
      { kind: 'identifier', identifier: ']C1' },
    ]);
    expect(kinds(knownCode)).toEqual(['same', 'no_identifier']);
    expect(kinds(`\x1d${knownCode}`)).toEqual(['same', 'no_identifier']);
    for (const code of [knownCode, `]d2${knownCode}`]) expect(isGood(diagnose(code, true))).toBe(true);
  });

  test.each([
    ['', 'separator_lost'],
    ['<GS>', 'separator_other'],
    ['^]', 'separator_other'],
    ['|', 'separator_other'],
  ])('complaint 6: the separator as "%s" is named', (separator, kind) => {
    const findings = diagnose(knownCode.replaceAll('\x1d', separator), true);
    expect(findings).toContainEqual(separator === '' ? { kind } : { kind, text: separator });
    expect(isGood(findings)).toBe(false);
  });

  const pairs = layoutNames.flatMap((scanner) =>
    layoutNames.filter((device) => device !== scanner).map((device): [Layout, Layout] => [scanner, device]),
  );
  test.each(pairs)(
    'complaint 5: a scanner of layout %s at a device of layout %s is named',
    (scanner, device) => {
      const typed = knownCode
        .split('\x1d')
        .map((part) => typedAcross(part, scanner, device))
        .join('\x1d');
      const layouts = diagnose(typed, true).flatMap((found) => (found.kind === 'layout' ? [found] : []));
      // German and Spanish keys differ, within what a GS1 code may hold, by Y and Z alone: which is which cannot be seen.
      expect([layouts[0]?.scanner, layouts[0]?.device].sort()).toEqual([scanner, device].sort());
    },
  );

  test('Caps Lock and conversions of case are told apart', () => {
    const swapped = Array.from(knownCode, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
    expect(kinds(swapped.join(''))).toContain('case_swapped');
    expect(kinds(knownCode.toUpperCase())).toContain('case_upper');
    expect(kinds(knownCode.toLowerCase())).toContain('case_lower');
  });

  test('what a scanner puts before or after, and a missing Enter, are quoted', () => {
    expect(diagnose(`%A${knownCode}`, true)).toContainEqual({ kind: 'prefix', text: '%A' });
    expect(diagnose(`${knownCode}#`, true)).toContainEqual({ kind: 'suffix', text: '#' });
    expect(kinds(knownCode, false)).toEqual(['same', 'no_identifier', 'no_suffix']);
  });

  test('complaint 3: a part of the code is called a part, another code another one', () => {
    expect(diagnose(knownCode.slice(0, 12), true)).toEqual([{ kind: 'cut', text: knownCode.slice(0, 12) }]);
    expect(kinds('4006381333931')).toEqual(['other']);
    expect(kinds('')).toEqual(['other']);
  });
});

test('every layout describes the same keys', () => {
  for (const layout of layoutNames) {
    expect(typedAcross('1234567890qwertyuiopasdfghjklzxcvbnm', 'US', layout)).toHaveLength(36);
    expect(typedAcross('/', 'US', layout), layout).toMatch(/^[/!-]$/);
  }
});
