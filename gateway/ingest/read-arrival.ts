import { messageOf, type PackproofError } from '../../kernel/errors.ts';
import { type FactBatch, factBatch } from '../../protocols/wire/fact-delivery.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Arrival, FactsMessage } from '../log/arrival.ts';
import { isPlainBatch, readPlainBatch } from './read-plain-batch.ts';

/** Reads a message of a station's facts topic; what is no batch of that station comes back as refused, with its fault. */
export function readArrival(message: FactsMessage): { arrival: Arrival; fault: PackproofError | null } {
  const { site, station, topic, payload } = message;
  const refuse = (code: 'BATCH_INVALID' | 'BATCH_FOREIGN', detail: string) => ({
    arrival: { kind: 'refused' as const, code, station, topic, payload },
    fault: gatewayErrors.fault(code, detail, { place: topic }),
  });
  const taken = ({ facts, head, sentAt }: FactBatch) => ({
    arrival: { kind: 'batch' as const, station, topic, facts, head, sentAt, payload },
    fault: null,
  });
  const text = payload.toString('utf8');
  let value: unknown;
  try {
    const plain = readPlainBatch(text, site, station);
    if (plain !== null) return taken(plain);
    value = JSON.parse(text);
  } catch (thrown) {
    return refuse('BATCH_INVALID', messageOf(thrown));
  }
  const parsed = isPlainBatch?.(value)
    ? { success: true as const, data: value as FactBatch }
    : factBatch.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse('BATCH_INVALID', `${issue?.path.map(String).join('.')}: ${issue?.message}`.slice(0, 400));
  }
  const batch = parsed.data;
  if (batch.site !== site || batch.station !== station) {
    return refuse('BATCH_FOREIGN', `${batch.site}/${batch.station} in a message of ${site}/${station}`);
  }
  return taken(batch);
}
