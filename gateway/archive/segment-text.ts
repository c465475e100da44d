import { z } from 'zod';
import { sha256Hex } from '../../kernel/sha256.ts';
import { heldHash, sequence, sha256Hex as sha256Form, siteId, stationId } from '../../protocols/wire/ids.ts';
import type { Run } from '../log/run-store.ts';

const headsOf = z.record(stationId, z.strictObject({ upTo: z.number().int().nonnegative(), hash: heldHash }));

/** The first line of a segment: what it holds, and how far each of its stations was before and is after it. */
const segmentHeader = z.strictObject({
  format: z.literal('packproof-segment'),
  version: z.literal(1),
  site: siteId,
  firstCursor: sequence,
  lastCursor: sequence,
  facts: z.number().int().positive(),
  setAside: z.number().int().nonnegative(),
  before: headsOf,
  after: headsOf,
});
export type SegmentHeader = z.output<typeof segmentHeader>;

/** A line between: facts of one station that follow each other, and how they came. */
const runLine = z.strictObject({
  cursor: sequence,
  station: stationId,
  seq: sequence,
  kind: z.enum(['fact', 'set-aside']),
  receivedAt: z.iso.datetime({ precision: 3 }),
  /** Of what was set aside, the hash that it claimed; facts carry theirs. */
  hash: z.string().max(64).optional(),
});
/** The last line: SHA-256 of all the bytes before it. */
const segmentFooter = z.strictObject({ sha256: sha256Form });

const bodyMark = ',"body":';

export interface Segment {
  readonly header: SegmentHeader;
  readonly runs: readonly Run[];
  readonly sha256: string;
}

/** A segment as JSON Lines: a header, its runs, and a footer that seals them. */
export function segmentText(header: SegmentHeader, runs: readonly Run[]): { text: string; sha256: string } {
  const content = [JSON.stringify(header), ...runs.map(lineOf), ''].join('\n');
  const sha256 = sha256Hex(content);
  return { text: `${content}${JSON.stringify({ sha256 })}\n`, sha256 };
}

function lineOf(run: Run): string {
  const { firstCursor: cursor, station, firstSeq: seq, kind, receivedAt, hashes } = run;
  const head = { cursor, station, seq, kind, receivedAt, ...(kind === 'set-aside' ? { hash: hashes } : {}) };
  return `${JSON.stringify(head).slice(0, -1)}${bodyMark}${run.body}}`;
}

/**
 * Reads a segment back, and holds it to its seal and to its own header.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseSegment(text: string): Segment {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.at(-1) !== '') throw new Error('it does not end with its footer');
  const footer = segmentFooter.parse(JSON.parse(lines.at(-2) ?? ''));
  const content = text.slice(0, -1 - (lines.at(-2) ?? '').length);
  if (sha256Hex(content) !== footer.sha256)
    throw new Error('its content does not give the SHA-256 of its footer');
  const header = segmentHeader.parse(JSON.parse(lines[0] ?? ''));
  const runs = lines.slice(1, -2).map((line) => runOf(line, header.site));
  assertWhole(header, runs);
  return { header, runs, sha256: footer.sha256 };
}

function runOf(line: string, site: string): Run {
  const end = line.indexOf(bodyMark);
  const { cursor, station, seq, kind, receivedAt, hash } = runLine.parse(
    JSON.parse(`${line.slice(0, end)}}`),
  );
  const body = line.slice(end + bodyMark.length, -1);
  const facts = JSON.parse(body) as { readonly hash: string }[];
  return {
    firstCursor: cursor,
    lastCursor: cursor + facts.length - 1,
    site,
    station,
    firstSeq: seq,
    kind,
    receivedAt,
    hashes: kind === 'fact' ? facts.map((fact) => fact.hash).join('') : (hash ?? ''),
    body,
  };
}

function assertWhole({ firstCursor, lastCursor }: SegmentHeader, runs: readonly Run[]): void {
  let next = firstCursor;
  for (const run of runs) {
    if (run.firstCursor !== next) throw new Error(`position ${next} is missing`);
    next = run.lastCursor + 1;
  }
  if (next !== lastCursor + 1) throw new Error(`it ends at ${next - 1} instead of ${lastCursor}`);
}
