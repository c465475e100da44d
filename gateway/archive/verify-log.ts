import { sha256Hex } from '../../kernel/sha256.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import { receive } from '../../protocols/wire/fact-receiver.ts';
import type { Run } from '../log/run-store.ts';
import type { LogReader } from './log-reader.ts';

export interface LogVerdict {
  readonly facts: number;
  readonly setAside: number;
  readonly segments: number;
  readonly stations: number;
  /** The first things that are wrong, each with its place; empty if everything verifies. */
  readonly faults: readonly string[];
}

const maxFaults = 20;

/**
 * Reads a whole log again as if its facts arrived now: positions without holes, each chain whole, each fact's content giving its hash.
 *
 * @throws ARCHIVE_SEGMENT_DAMAGED for a segment that cannot be read.
 */
export function verifyLog(reader: LogReader): LogVerdict {
  const heads = new Map<string, ChainHead>();
  const faults: string[] = [];
  let next = 1;
  let setAside = 0;
  for (const run of reader.runs({ after: 0 })) {
    if (run.firstCursor !== next) faults.push(`positions ${next} to ${run.firstCursor - 1} are missing`);
    next = run.lastCursor + 1;
    if (run.kind === 'set-aside') setAside += 1;
    heads.set(run.station, headBehind(run, heads.get(run.station) ?? genesis, faults));
    if (faults.length >= maxFaults) break;
  }
  const segments = [...reader.segments()].length;
  return { facts: next - 1, setAside, segments, stations: heads.size, faults };
}

function headBehind(run: Run, head: ChainHead, faults: string[]): ChainHead {
  const { site, station, firstSeq } = run;
  const upTo = firstSeq + run.lastCursor - run.firstCursor;
  const place = `${site}/${station}/${firstSeq}`;
  if (firstSeq !== head.upTo + 1) faults.push(`${place}: ${head.upTo + 1} should follow in this chain`);
  // What was set aside was never held to the chain; what follows it, is held to the hash that it claimed.
  if (run.kind === 'set-aside') return { upTo, hash: run.hashes };
  const facts = JSON.parse(run.body) as unknown[];
  const before = { upTo: firstSeq - 1, hash: head.hash };
  const origin = { site, station, fromGateway: false, digest: sha256Hex };
  const { received, conflicts } = receive(before, origin, facts, () => undefined);
  for (const entry of received)
    if (entry.kind === 'set-aside') faults.push(`${site}/${station}/${entry.seq}: ${entry.detail}`);
  for (const { seq } of conflicts)
    faults.push(`${site}/${station}/${seq}: it follows another fact than the one before`);
  return { upTo, hash: run.hashes.slice(-64) };
}
