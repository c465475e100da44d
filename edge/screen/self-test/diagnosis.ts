import { type Layout, layoutNames, typedAcross } from './keyboard-layouts.ts';
import { knownCode, knownParts } from './known-code.ts';

/** One thing that can be said about how the known code arrived. */
export type Finding =
  | { readonly kind: 'same' }
  | { readonly kind: 'identifier'; readonly identifier: string }
  | { readonly kind: 'no_identifier' }
  | { readonly kind: 'layout'; readonly scanner: Layout; readonly device: Layout }
  | { readonly kind: 'separator_lost' }
  | { readonly kind: 'separator_other'; readonly text: string }
  | { readonly kind: 'case_swapped' | 'case_upper' | 'case_lower' }
  | { readonly kind: 'no_suffix' }
  | { readonly kind: 'prefix' | 'suffix' | 'cut'; readonly text: string }
  | { readonly kind: 'other' };

const good: ReadonlySet<Finding['kind']> = new Set(['same', 'identifier', 'no_identifier']);

/** Whether a scanner may be used as it is set up. */
export function isGood(findings: readonly Finding[]): boolean {
  return findings.every(({ kind }) => good.has(kind));
}

/** A way in which every character may have been changed. */
interface Garbling {
  readonly findings: readonly Finding[];
  readonly apply: (text: string) => string | null;
}

const garblings: readonly Garbling[] = [
  { findings: [], apply: (text) => text },
  { findings: [{ kind: 'case_swapped' }], apply: swapped },
  { findings: [{ kind: 'case_upper' }], apply: (text) => text.toUpperCase() },
  { findings: [{ kind: 'case_lower' }], apply: (text) => text.toLowerCase() },
  ...layoutNames.flatMap((scanner) =>
    layoutNames
      .filter((device) => device !== scanner)
      .map((device) => ({
        findings: [{ kind: 'layout', scanner, device }] as const,
        apply: (text: string) => typedAcross(text, scanner, device),
      })),
  ),
];

/**
 * Says exactly what a scanner did to the known code of the test page.
 *
 * @param ended whether a terminator came; without one the page has only a fragment.
 */
export function diagnose(received: string, ended: boolean): readonly Finding[] {
  const suffix: readonly Finding[] = ended ? [] : [{ kind: 'no_suffix' }];
  for (const garbling of garblings) {
    const found = matched(received, garbling);
    if (found !== null) return [...found, ...suffix];
  }
  const isPart = received.length >= 5 && knownCode.includes(received.replace(/^\][A-Za-z]\d/, ''));
  return [isPart ? { kind: 'cut', text: received } : { kind: 'other' }, ...suffix];
}

function matched(received: string, { apply, findings }: Garbling): readonly Finding[] | null {
  const parts = knownParts.map(apply);
  if (parts.some((part) => part === null)) return null;
  const pattern = new RegExp(
    `^(.{0,20}?)${parts.map((part) => escaped(part ?? '')).join('(.{0,8}?)')}(.{0,20})$`,
    's',
  );
  const match = pattern.exec(received);
  if (match === null) return null;
  const [before = '', ...between] = match.slice(1);
  const after = between.pop() ?? '';
  const separators = separatorFindings(between);
  const changed = [...findings, ...separators, ...edge('suffix', after)];
  const { identifier, prefix } = beginning(before, apply);
  return [
    ...(changed.length + prefix.length === 0 ? [{ kind: 'same' } as const] : changed),
    ...prefix,
    identifier,
  ];
}

function separatorFindings(separators: readonly string[]): Finding[] {
  if (separators.every((separator) => separator === '\x1d')) return [];
  const text = separators.find((separator) => separator !== '\x1d' && separator !== '');
  return [text === undefined ? { kind: 'separator_lost' } : { kind: 'separator_other', text }];
}

function edge(kind: 'prefix' | 'suffix', text: string): Finding[] {
  return text === '' ? [] : [{ kind, text }];
}

/** Before the code may stand a symbology identifier (ISO/IEC 15424) and FNC1 as GS. */
function beginning(before: string, apply: Garbling['apply']): { identifier: Finding; prefix: Finding[] } {
  const known = [']C1', ']d2', ']Q3', ']e0'].find((identifier) =>
    before.includes(apply(identifier) ?? identifier),
  );
  const rest = known === undefined ? before : before.replace(apply(known) ?? known, '');
  return {
    identifier: known === undefined ? { kind: 'no_identifier' } : { kind: 'identifier', identifier: known },
    prefix: edge('prefix', rest === '\x1d' ? '' : rest),
  };
}

function swapped(text: string): string {
  return Array.from(text, (character) =>
    character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase(),
  ).join('');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
