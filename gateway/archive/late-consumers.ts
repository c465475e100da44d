import type { Clock } from '../../kernel/clock.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';

export interface LateConsumersDeps {
  readonly consumers: readonly string[];
  readonly lateAfterHours: number;
  readonly cursors: Pick<Cursors, 'consumer'>;
  readonly factLog: Pick<FactLog, 'receivedAtAfter'>;
  readonly clock: Clock;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
}

/** Names the consumers for whom the log has to be kept longer than was meant: nothing is lost, it only grows. */
export function nameLateConsumers(deps: LateConsumersDeps): void {
  for (const name of deps.consumers) {
    const oldest = deps.factLog.receivedAtAfter(deps.cursors.consumer(name) ?? 0);
    const hours = oldest === null ? 0 : (deps.clock.now() - Date.parse(oldest)) / 3_600_000;
    if (hours <= deps.lateAfterHours) deps.incidents.end('CONSUMER_LATE', name);
    else
      deps.incidents.report(
        'CONSUMER_LATE',
        name,
        `the oldest fact that it has not processed came at ${oldest}`,
      );
  }
}
