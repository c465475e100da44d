import { evidenceOf } from './antenna-sighting.ts';
import type { Expectation } from './expected-list.ts';
import { chanceOf, missingConfidence, type Presence, presenceOf } from './session-confidence.ts';
import type { ClassLine, SessionDecision, TagDecision, TagStatus, Verdict } from './session-outcome.ts';
import { reasonsFor } from './session-reasons.ts';
import { type SessionTag, sumOf } from './session-tag.ts';
import type { SessionSettings } from './settings.ts';

export interface SessionReads {
  readonly tags: readonly SessionTag[];
  readonly expectation: Expectation;
  readonly evicted: number;
}

interface Judged {
  readonly tag: SessionTag;
  readonly presence: Presence;
  readonly reads: number;
  /** The chance that it lies here. */
  readonly chance: number;
}

/** Draws the decision from a session's reads; their order does not matter. */
export function decideSession(
  { tags, expectation, evicted }: SessionReads,
  settings: SessionSettings,
): SessionDecision {
  const judged = tags.filter(({ here }) => here.length > 0).map((tag) => judge(tag, settings));
  const fulfilling = chooseForClasses(judged, expectation);
  const found = judged.filter((each) => isHere(each) && (each.tag.expected || fulfilling.has(each.tag)));
  const unread = missingConfidence(
    found.map(({ reads }) => reads),
    settings,
  );
  const decisions = [
    ...judged.map((each) => decisionOn(each, fulfilling.has(each.tag), settings)),
    ...unreadDecisions(tags, expectation, unread),
  ].sort((a, b) => (a.epc < b.epc ? -1 : 1));
  return summarise(decisions, linesOf(expectation, fulfilling, unread), evicted, settings);
}

function judge(tag: SessionTag, settings: SessionSettings): Judged {
  const here = sumOf(tag.here);
  const presence = presenceOf(here, tag.here.length, sumOf(tag.elsewhere), settings);
  const logOdds = presence.logOdds + (tag.expected ? settings.expectedLogOdds : 0);
  return { tag, presence, reads: here.reads, chance: chanceOf(logOdds) };
}

function isHere({ chance }: Judged): boolean {
  return chance >= 0.5;
}

/**
 * Of each expected class as many tags as are wanted, the surest first. What is expected does not help them, other than tags
 * expected by EPC: next door often lie goods of the same class.
 */
function chooseForClasses(judged: readonly Judged[], { classes }: Expectation): Set<SessionTag> {
  const chosen = new Set<SessionTag>();
  const wanted = new Map(classes);
  const candidates = judged.filter((each) => isHere(each) && !each.tag.expected);
  candidates.sort((a, b) => b.chance - a.chance || (a.tag.epc < b.tag.epc ? -1 : 1));
  for (const { tag } of candidates) {
    const left = tag.class === null ? 0 : (wanted.get(tag.class) ?? 0);
    if (left === 0 || tag.class === null) continue;
    wanted.set(tag.class, left - 1);
    chosen.add(tag);
  }
  return chosen;
}

function decisionOn(each: Judged, fulfils: boolean, settings: SessionSettings): TagDecision {
  const { tag, chance } = each;
  const status = statusOf(each, fulfils);
  const proven = isElsewhere(each.presence, settings);
  const against = proven ? 1 - chance : Math.min(settings.unheardAtMost, 1 - chance);
  const evidence = evidenceOf(tag.here);
  const elsewhere = evidenceOf(tag.elsewhere);
  return {
    epc: tag.epc,
    class: tag.class,
    status,
    confidence: isHere(each) ? chance : against,
    reasons: reasonsFor({ status, presence: each.presence, evidence, elsewhere }, settings),
    evidence,
    elsewhere,
  };
}

/** Clearly heard better by another reader: that is more than being heard badly here. */
function isElsewhere({ leadDb, goneElsewhere }: Presence, { elsewhereDb }: SessionSettings): boolean {
  return goneElsewhere || (leadDb !== null && leadDb <= -elsewhereDb);
}

function statusOf(each: Judged, fulfils: boolean): TagStatus {
  const { tag } = each;
  if (!isHere(each)) return tag.expected ? 'missing' : 'stray';
  if (tag.expected || fulfils) return 'found';
  return tag.class === null ? 'foreign' : 'extra';
}

/** Of the tags that were expected by EPC and not read here. */
function unreadDecisions(
  tags: readonly SessionTag[],
  { epcs }: Expectation,
  confidence: number,
): TagDecision[] {
  const known = new Map(tags.map((tag) => [tag.epc, tag]));
  return [...epcs]
    .filter((epc) => (known.get(epc)?.here.length ?? 0) === 0)
    .map((epc) => {
      const evidence = evidenceOf([]);
      const elsewhere = evidenceOf(known.get(epc)?.elsewhere ?? []);
      const reasons =
        elsewhere.reads === 0
          ? ['not read']
          : ['not read here', `read ${elsewhere.reads} times by ${elsewhere.readers.join(', ')}`];
      return {
        epc,
        class: known.get(epc)?.class ?? null,
        status: 'missing' as const,
        confidence,
        reasons,
        evidence,
        elsewhere,
      };
    });
}

function linesOf({ classes }: Expectation, found: ReadonlySet<SessionTag>, unread: number): ClassLine[] {
  const counts = new Map<string, number>();
  for (const tag of found) if (tag.class !== null) counts.set(tag.class, (counts.get(tag.class) ?? 0) + 1);
  return [...classes].map(([itsClass, expected]) => {
    const count = counts.get(itsClass) ?? 0;
    const missing = expected - count;
    return { class: itsClass, expected, found: count, missing, confidence: missing === 0 ? 1 : unread };
  });
}

function summarise(
  tags: readonly TagDecision[],
  lines: readonly ClassLine[],
  evicted: number,
  { doubtBelow }: SessionSettings,
): SessionDecision {
  const counts = { found: 0, missing: 0, extra: 0, foreign: 0, stray: 0 };
  for (const { status } of tags) counts[status]++;
  for (const { missing } of lines) counts.missing += missing;
  const matter = [...tags.filter((tag) => tag.class !== null || tag.status !== 'foreign'), ...lines];
  const confidence = matter.reduce((least, each) => Math.min(least, each.confidence), 1);
  const doubts = matter.filter((each) => each.confidence < doubtBelow).length;
  const reasons = [
    ...(doubts > 0 ? [`${doubts} uncertain`] : []),
    ...(evicted > 0 ? [`${evicted} forgotten for want of room`] : []),
    ...(counts.missing > 0 ? [`${counts.missing} missing`] : []),
    ...(counts.extra > 0 ? [`${counts.extra} not expected`] : []),
  ];
  const verdict = doubts + evicted > 0 ? 'doubtful' : certainVerdict(counts);
  return { verdict, confidence, reasons, counts, tags, lines, evicted };
}

function certainVerdict({ missing, extra }: Readonly<Record<TagStatus, number>>): Verdict {
  if (missing > 0) return 'short';
  return extra > 0 ? 'over' : 'complete';
}
