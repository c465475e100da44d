import { type ParameterOf, parameterIn } from '../../../protocols/llrp/message.ts';
import type { LlrpTagRead } from '../../../protocols/llrp/report-fields.ts';
import { noEstimate, sampleClock } from '../clock-estimate.ts';
import type { LlrpSession } from './session-state.ts';
import type { Turn } from './turn.ts';

const worthTellingMs = 50;

/** What a reader says of its clock counts less than the times that it sends. */
export function clockBasisOf(state: LlrpSession, hasUtcClock: boolean): LlrpSession['clockBasis'] {
  return state.clock.offsetMs === null && !hasUtcClock ? 'uptime' : state.clockBasis;
}

/** Learns from the time in an event. */
export function noteEventTime(turn: Turn, data: ParameterOf<'ReaderEventNotificationData'>): void {
  const utc = parameterIn(data, 'UTCTimestamp');
  const time = utc ?? parameterIn(data, 'Uptime');
  if (time === undefined) return;
  const clockBasis = utc === undefined ? 'uptime' : 'utc';
  if (turn.state.clockBasis !== clockBasis) turn.set({ clockBasis, clock: noEstimate });
  noteTime(turn, Number(time.Microseconds) / 1000);
}

/** Learns from the youngest read of a report. */
export function noteReadTimes(turn: Turn, reads: readonly LlrpTagRead[]): void {
  let latestUs = Number.NEGATIVE_INFINITY;
  for (const { lastSeenUs, firstSeenUs } of reads) {
    latestUs = Math.max(latestUs, lastSeenUs ?? firstSeenUs ?? latestUs);
  }
  if (latestUs > Number.NEGATIVE_INFINITY) noteTime(turn, latestUs / 1000);
}

function noteTime(turn: Turn, readerMs: number): void {
  const clock = sampleClock(turn.state.clock, readerMs - turn.nowMs, turn.atMs);
  turn.set({ clock });
  // Times since the reader's start are turned into ours before they are told.
  const offsetMs = turn.state.clockBasis === 'utc' ? Math.round(clock.offsetMs ?? 0) : 0;
  const { toldOffsetMs } = turn.state;
  if (toldOffsetMs !== null && Math.abs(offsetMs - toldOffsetMs) <= worthTellingMs) return;
  turn.set({ toldOffsetMs: offsetMs });
  turn.tell({ kind: 'clock', offsetMs });
}

/** The reads with times of the world's clock, where the reader only has those since its start. */
export function inUtc(
  { clockBasis, clock }: LlrpSession,
  reads: readonly LlrpTagRead[],
): readonly LlrpTagRead[] {
  if (clockBasis === 'utc') return reads;
  const offsetUs = clock.offsetMs === null ? null : Math.round(clock.offsetMs * 1000);
  const shifted = (us: number | null) => (us === null || offsetUs === null ? null : us - offsetUs);
  return reads.map((read) => ({
    ...read,
    firstSeenUs: shifted(read.firstSeenUs),
    lastSeenUs: shifted(read.lastSeenUs),
  }));
}
