import { setAsideData } from './event.ts';
import { type Fact, factEnvelope, knownFact } from './fact.ts';
import type { ChainHead } from './fact-chain.ts';
import { portableSha256 } from './fact-chain.ts';
import { sha256Hex } from './ids.ts';
import { PlainFact } from './plain-fact.ts';
import { hasPlainData, isPlainFact } from './quick-envelope.ts';
import { type SealedText, sealedTextOf } from './sealed-text.ts';

/** Why a fact was set aside: kept word for word and named, but not acted on. */
type SetAsideReason = 'invalid' | 'hash_mismatch' | 'chain_broken';

/** What a hop keeps of one seq: the fact, or what came in its place. */
export type Received =
  | {
      readonly kind: 'fact';
      readonly seq: number;
      readonly hash: string;
      readonly fact: Fact;
      /** The whole fact as canonical JSON. */
      readonly text: string;
    }
  | {
      readonly kind: 'set-aside';
      readonly seq: number;
      readonly hash: string;
      readonly reason: SetAsideReason;
      readonly detail: string;
      readonly raw: unknown;
    };

/**
 * A fact of another history: the seq is taken by a fact with another hash, or it is the next one and does not follow ours.
 * Two stations have one identity, or a log was restored.
 */
export interface Conflict {
  readonly seq: number;
  /** The hash that is held under this seq; of the next one, the hash that it should follow. */
  readonly knownHash: string;
  readonly receivedHash: string;
  readonly raw: unknown;
}

/** Facts that are missing before what arrived. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface Reception {
  readonly head: ChainHead;
  readonly received: readonly Received[];
  readonly conflicts: readonly Conflict[];
  readonly duplicates: number;
  readonly gap: Gap | null;
}

/** Whose batch it is, and from whom. */
export interface Origin {
  readonly site: string;
  readonly station: string;
  /** A hop behind a gateway takes the gateway's set-aside records for what they are; a station may not send any. */
  readonly fromGateway: boolean;
  /** The SHA-256 of the host, where it has one that is faster than the portable one. */
  readonly digest?: (text: string) => string;
}

/**
 * Decides what a receiver does with a batch of one station. It keeps facts in order only: what lies behind a gap is
 * left to be sent again, so the log of a hop never has holes. A bad fact takes its place in the log as `set-aside`, so
 * that everything behind it flows. But a fact that is whole in itself and follows another history takes no place: the good
 * station's fact belongs there. The caller commits `received`, `conflicts` and `head` in one transaction, and only then acknowledges.
 *
 * @param knownHash the hash that the hop holds for a seq at or below the head, if it still has it.
 */
export function receive(
  head: ChainHead,
  origin: Origin,
  batch: readonly unknown[],
  knownHash: (seq: number) => string | undefined,
): Reception {
  let { upTo, hash } = head;
  const received: Received[] = [];
  const conflicts: Conflict[] = [];
  let duplicates = 0;
  let gap: Gap | null = null;
  /** The last fact of another history, and what follows it; that leaves no gap, as it is not what is missing. */
  let foreign: string | null = null;
  const refuse = (seq: number, known: string, raw: unknown) => {
    foreign = claimedHash(raw);
    conflicts.push({ seq, knownHash: known, receivedHash: foreign, raw: jsonOf(raw) });
  };
  for (const arrived of batch) {
    const seq = seqOf(arrived);
    // Without a seq it has no place in the log, and no acknowledgement could release it: the caller refuses such a batch.
    if (seq === undefined) continue;
    const isKnown = arrived instanceof PlainFact;
    const isPlain = isKnown || (isPlainFact(arrived) && hasPlainData(arrived));
    // What is of its type nests no deeper than that.
    const raw = isPlain ? arrived : storable(arrived, seq, origin);
    if (seq <= upTo) {
      // What was received is without gaps, so a seq beyond the old head has its place in it.
      const known = received[seq - head.upTo - 1]?.hash ?? knownHash(seq);
      // Compared in the form in which it was kept: a set-aside record whose hash was none has none when it comes again.
      if (known === undefined || known === sealOf(raw)) duplicates += 1;
      else refuse(seq, known, raw);
      continue;
    }
    if (seq > upTo + 1) {
      if (foreign === null) gap ??= { from: upTo + 1, to: seq - 1 };
      continue;
    }
    const next = isKnown ? follow(arrived, hash) : inspect(raw, seq, hash, origin, isPlain);
    if (!origin.fromGateway && isForeign(next, raw, hash, foreign)) {
      refuse(seq, hash, raw);
      continue;
    }
    received.push(next);
    upTo = seq;
    hash = next.hash;
  }
  return {
    head: { upTo, hash },
    received,
    conflicts,
    duplicates,
    gap: gap !== null && gap.from > upTo ? gap : null,
  };
}

/**
 * Of another history than the log: it follows another fact, or one that was refused just now. Also a fact that is bad in
 * itself says what it follows; in the place of the good station's fact it would hide that two histories met.
 */
function isForeign(next: Received, raw: unknown, head: string, refused: string | null): boolean {
  const said = (raw as { prev?: unknown } | null)?.prev;
  if (next.kind === 'fact') return said === refused;
  if (next.reason === 'chain_broken') return true;
  const prev = sha256Hex.safeParse(said);
  return prev.success && head !== unknownHash && prev.data !== head;
}

/** The seq of whatever arrived, if it has a usable one. */
export function seqOf(raw: unknown): number | undefined {
  const seq = (raw as { seq?: unknown } | null)?.seq;
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 ? seq : undefined;
}

function claimedHash(raw: unknown): string {
  const hash = (raw as { hash?: unknown } | null)?.hash;
  return typeof hash === 'string' ? hash.slice(0, 64) : '';
}

/** Deeper than any fact; the record of a gateway wraps what a station sent. */
const maxDepth = { station: 32, gateway: 40 };

/**
 * What nests without end can be neither hashed nor stored (both recurse), and the batch would come again for ever. In
 * its place stands what names it.
 */
function storable(raw: unknown, seq: number, origin: Origin): unknown {
  const levels = origin.fromGateway ? maxDepth.gateway : maxDepth.station;
  return isDeeperThan(levels, raw)
    ? { seq, hash: claimedHash(raw), dropped: `nested deeper than ${levels}` }
    : raw;
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    if (isDeeperThan(levels - 1, (value as Record<string, unknown>)[key])) return true;
  }
  return false;
}

/** Stands for the hash of a set-aside record that has none; the break is named already, so any successor fits. */
const unknownHash = '';

function sealOf(raw: unknown): string {
  const claimed = claimedHash(raw);
  return sha256Hex.safeParse(claimed).success ? claimed : unknownHash;
}

function follows(fact: Pick<Fact, 'prev'>, prev: string): boolean {
  return prev === unknownHash || fact.prev === prev;
}

function brokenDetail(fact: Pick<Fact, 'prev'>, prev: string): string {
  return `follows ${fact.prev.slice(0, 12)}, the fact before is ${prev.slice(0, 12)}`;
}

/** What a fact comes to of which only the place in the chain is open. */
function follow(plain: PlainFact, prev: string): Received {
  if (follows(plain, prev)) return plain;
  const { seq, hash, fact } = plain;
  return {
    kind: 'set-aside',
    seq,
    hash,
    reason: 'chain_broken',
    detail: brokenDetail(plain, prev),
    raw: fact,
  };
}

/** As it would have been read from JSON. */
function jsonOf(raw: unknown): unknown {
  return raw instanceof PlainFact ? raw.fact : raw;
}

/** @param isPlain whether the envelope and the data are known to be valid already. */
function inspect(raw: unknown, seq: number, prev: string, origin: Origin, isPlain: boolean): Received {
  const setAside = (reason: SetAsideReason, detail: string): Received => ({
    kind: 'set-aside',
    seq,
    hash: sealOf(raw),
    reason,
    detail,
    raw,
  });
  if (origin.fromGateway && !isPlain) {
    const record = setAsideData.safeParse(raw);
    if (record.success) {
      const { hash, reason, detail, raw: original } = record.data;
      return { kind: 'set-aside', seq, hash, reason, detail, raw: original };
    }
  }
  const parsed = isPlain ? { success: true as const, data: raw as Fact } : factEnvelope.safeParse(raw);
  if (!parsed.success) return setAside('invalid', describe(parsed.error.issues));
  const fact = parsed.data;
  if (fact.site !== origin.site || fact.station !== origin.station) {
    return setAside(
      'invalid',
      `belongs to ${fact.site}/${fact.station}, came from ${origin.site}/${origin.station}`,
    );
  }
  const text = textOf(fact);
  if (text === null || (origin.digest ?? portableSha256)(text.sealed) !== fact.hash)
    return setAside('hash_mismatch', 'its content does not give its hash');
  if (!follows(fact, prev)) return setAside('chain_broken', brokenDetail(fact, prev));
  try {
    if (!isPlain) knownFact(fact);
  } catch (thrown) {
    return setAside(
      'invalid',
      thrown instanceof Error ? thrown.message.slice(0, 400) : 'its data is not of its type',
    );
  }
  return { kind: 'fact', seq, hash: fact.hash, fact, text: text.whole };
}

/** Null where the content can have no hash: JSON reads 1e999 as infinity, which canonical JSON cannot write. */
function textOf(fact: Fact): SealedText | null {
  try {
    return sealedTextOf(fact);
  } catch {
    return null;
  }
}

function describe(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ');
}
