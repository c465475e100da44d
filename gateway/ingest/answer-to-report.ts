import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { StationReport } from '../../protocols/wire/status.ts';

/**
 * A station that takes more for acknowledged than the log holds has to hear where it stands: the log was put back, and what told it so was
 * lost under way. It has nothing new to send, so it would never hear otherwise.
 *
 * @returns what it is to be told; null if it knows.
 */
export function answerToReport(
  { acknowledged }: Pick<StationReport['facts'], 'acknowledged'>,
  ack: FactAck,
): FactAck | null {
  return acknowledged > ack.upTo ? ack : null;
}
