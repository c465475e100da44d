import type { PackproofError } from '../../kernel/errors.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { GroupCommit } from '../ingest/group-commit.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Arrival } from '../log/arrival.ts';
import type { StationEvidence } from './station-evidence.ts';

export interface GuardedSubmitDeps {
  readonly evidence: Pick<StationEvidence, 'check'>;
  readonly submit: GroupCommit['submit'];
  readonly refusals: Refusals;
  readonly ackOf: (station: string) => FactAck;
  readonly acknowledge: (station: string, ack: FactAck) => void;
}

/**
 * Lets no batch into the log that its station's signature does not fit. It is set aside like every message that is no
 * batch; the station hears why, keeps its facts and sends them again.
 */
export function guardedSubmit(deps: GuardedSubmitDeps): GroupCommit['submit'] {
  return (arrival, settle) => {
    const fault = arrival.kind === 'batch' ? deps.evidence.check(arrival) : null;
    if (fault === null || arrival.kind !== 'batch') return deps.submit(arrival, settle);
    const { station, topic, payload } = arrival;
    deps.refusals.count(fault, { station });
    deps.submit({ kind: 'refused', code: fault.code, station, topic, payload }, (failed) => {
      settle(failed);
      if (failed === null) deps.acknowledge(station, { ...deps.ackOf(station), ...refused(arrival, fault) });
    });
  };
}

function refused({ head }: Arrival & { kind: 'batch' }, { code }: PackproofError): Pick<FactAck, 'refused'> {
  return head === undefined ? {} : { refused: { code, seq: head.seq, hash: head.hash } };
}
