import type { VerifiedChain } from './verify-source.ts';

/** What `packproof verify` prints for a person. */
export function verifyWords(
  name: string,
  chains: readonly VerifiedChain[],
  { keysAtHand, selected }: { readonly keysAtHand: boolean; readonly selected: boolean },
): string {
  if (chains.length === 0)
    return selected
      ? `${name}: no facts of what --site, --station and --order name\n`
      : `${name}: there are no facts yet, so nothing is verified\n`;
  return chains
    .flatMap((chain) => linesOf(chain, keysAtHand))
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(chain: VerifiedChain, keysAtHand: boolean): string[] {
  const { site, station, from, upTo, facts, setAside, findings, findingCount, order } = chain;
  const bad = findingCount > 0;
  const first = findings[0];
  const lines = [
    `${bad ? 'BAD ' : 'good'} ${site}/${station}: ${facts} facts, ${from} to ${upTo}; ${signedWords(chain, keysAtHand)}`,
  ];
  if (first !== undefined) lines.push(`  first bad fact: ${first.seq} ${first.code}: ${first.detail}`);
  for (const { seq, code, detail } of findings.slice(1)) lines.push(`  ${seq} ${code}: ${detail}`);
  if (findingCount > findings.length) lines.push(`  and ${findingCount - findings.length} more`);
  for (const { seq, reason } of setAside) lines.push(`  set aside when it came: ${seq} ${reason}`);
  for (const { seq, type, at, signed } of order ?? [])
    lines.push(`  ${seq} ${at} ${type}${keysAtHand && !signed ? ' (not signed)' : ''}`);
  return lines;
}

function signedWords({ heads, signedUpTo, upTo, findingCount }: VerifiedChain, keysAtHand: boolean): string {
  if (!keysAtHand) return 'signatures not verified, as there are no keys';
  if (heads === 0) return 'not signed';
  if (findingCount > 0) return `signed and unbroken up to ${signedUpTo}`;
  return signedUpTo === upTo
    ? 'all signed'
    : `signed up to ${signedUpTo}, ${upTo - signedUpTo} behind it not`;
}
