import { decodeMessage } from '../../../protocols/llrp/decode.ts';
import { type ParameterOf, parameterIn, parametersIn } from '../../../protocols/llrp/message.ts';
import type { LlrpTagRead } from '../../../protocols/llrp/report-fields.ts';

/**
 * Puts the times since the reader's start into the reads of a report, for readers without a clock. It needs the tree, and so
 * costs several times what the reads alone cost. An absent time is the same as that of the tag before.
 */
export function withUptimes(bytes: Uint8Array, reads: readonly LlrpTagRead[]): readonly LlrpTagRead[] {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok) return reads;
  const tags = parametersIn(decoded.message, 'TagReportData');
  let firstSeenUs: number | null = null;
  let lastSeenUs: number | null = null;
  return reads.map((read, place) => {
    const tag = tags[place];
    firstSeenUs = microseconds(tag, 'FirstSeenTimestampUptime') ?? firstSeenUs;
    lastSeenUs = microseconds(tag, 'LastSeenTimestampUptime') ?? lastSeenUs;
    return { ...read, firstSeenUs, lastSeenUs };
  });
}

function microseconds(
  tag: ParameterOf<'TagReportData'> | undefined,
  name: 'FirstSeenTimestampUptime' | 'LastSeenTimestampUptime',
): number | null {
  const found = tag === undefined ? undefined : parameterIn(tag, name);
  return found === undefined ? null : Number(found.Microseconds);
}
