import type { Clock } from '../../kernel/clock.ts';
import { isoInstant } from '../../kernel/clock.ts';
import { messageOf, type PackproofError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import { type Reception, seqOf } from '../../protocols/wire/fact-receiver.ts';
import { type StationId, sha256Hex } from '../../protocols/wire/ids.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Arrival } from '../log/arrival.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { Refusals } from './refusals.ts';

/** Enough for the fsync to be shared, few enough that one turn stays short. */
const maxFactsPerCommit = 1_000;

interface Pending {
  readonly arrival: Arrival;
  readonly settle: (fault: PackproofError | null) => void;
}

export interface GroupCommitDeps {
  readonly factLog: FactLog;
  readonly refusals: Refusals;
  readonly log: Log;
  readonly clock: Clock;
  /** Tells a station how far its facts are durable here. */
  readonly acknowledge: (station: string, ack: FactAck) => void;
  /** Called with what became of each batch, after its commit. */
  readonly onReceived?: (arrival: Arrival & { kind: 'batch' }, reception: Reception) => void;
  /** Called after each commit that brought new entries. */
  readonly onCommitted: () => void;
}

export type GroupCommit = ReturnType<typeof createGroupCommit>;

/**
 * Commits what has arrived once per turn of the event loop, without a timer: a timer would add its delay to every
 * commit and take more than half of the throughput. Arrivals are settled in the order in which they came, and only
 * after they are durable; if the store fails, they are settled with FACT_LOG_WRITE_FAILED and nothing is acknowledged.
 */
export function createGroupCommit(deps: GroupCommitDeps) {
  let pending: Pending[] = [];
  let scheduled = false;
  let failing = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(commitTurn);
  }

  function commitTurn(): void {
    scheduled = false;
    const group = takeGroup();
    if (group.length === 0) return;
    const receptions = store(group);
    if (receptions === null) return;
    for (const { settle } of group) settle(null);
    for (const [index, { arrival }] of group.entries()) countFaults(arrival, receptions[index] ?? null);
    for (const ack of acksOf(group, receptions)) deps.acknowledge(ack.station, ack);
    if (receptions.some((reception) => reception !== null && reception.received.length > 0))
      deps.onCommitted();
    if (pending.length > 0) schedule();
  }

  function takeGroup(): Pending[] {
    let facts = 0;
    let end = 0;
    while (end < pending.length && facts < maxFactsPerCommit) {
      const arrival = pending[end]?.arrival;
      facts += arrival?.kind === 'batch' ? arrival.facts.length : 1;
      end += 1;
    }
    const group = pending.slice(0, end);
    pending = pending.slice(end);
    return group;
  }

  function store(group: readonly Pending[]): (Reception | null)[] | null {
    try {
      const receptions = deps.factLog.commit(
        group.map((each) => each.arrival),
        isoInstant(deps.clock.now()),
      );
      if (failing) deps.log.info({ event: 'gateway.log_recovered' }, 'the fact log can be written again');
      failing = false;
      return receptions;
    } catch (thrown) {
      failAll(group, thrown);
      return null;
    }
  }

  function countFaults(arrival: Arrival, reception: Reception | null): void {
    if (arrival.kind !== 'batch' || reception === null) return;
    deps.onReceived?.(arrival, reception);
    const { station, facts } = arrival;
    for (const { seq, knownHash, receivedHash } of reception.conflicts) {
      const message = `seq ${seq} is held as ${knownHash.slice(0, 12)} and came as ${receivedHash.slice(0, 12)}`;
      deps.refusals.count(gatewayErrors.fault('FACT_CONFLICT', message), { station });
    }
    const unnumbered = facts.filter((fact) => seqOf(fact) === undefined).length;
    if (unnumbered === 0) return;
    deps.refusals.count(
      gatewayErrors.fault('FACT_WITHOUT_SEQ', `${unnumbered} of a batch of ${facts.length}`),
      { station },
    );
  }

  /** What waits behind the group fails with it: its stations lose their connections and send everything again. */
  function failAll(group: readonly Pending[], thrown: unknown): void {
    failing = true;
    const failed = [...group, ...pending];
    pending = [];
    const fault = gatewayErrors.fault('FACT_LOG_WRITE_FAILED', messageOf(thrown), { cause: thrown });
    deps.refusals.count(fault, { messages: failed.length });
    for (const { settle } of failed) settle(fault);
  }

  return {
    submit(arrival: Arrival, settle: Pending['settle']): void {
      pending.push({ arrival, settle });
      schedule();
    },
    /** Whether the last commit failed. */
    failing: () => failing,
    /** Commits what still waits, before a stop. */
    flush(): void {
      while (pending.length > 0) commitTurn();
    },
  };
}

/** One acknowledgement per station of the group, with the gap that is still open after all of it. */
function acksOf(group: readonly Pending[], receptions: readonly (Reception | null)[]): FactAck[] {
  const acks = new Map<string, FactAck>();
  group.forEach(({ arrival }, index) => {
    const reception = receptions[index];
    if (reception === null || reception === undefined) return;
    const { upTo, hash } = reception.head;
    const gap = reception.gap ?? acks.get(arrival.station)?.gap ?? null;
    const open = gap !== null && gap.to > upTo ? { from: Math.max(gap.from, upTo + 1), to: gap.to } : null;
    const station = arrival.station as StationId;
    const refused = refusedOf(reception) ?? acks.get(station)?.refused;
    acks.set(station, { v: 1, station, upTo, hash, gap: open, ...(refused && { refused }) });
  });
  return [...acks.values()];
}

/** The fact of another history that came first, so that its sender knows itself by the hash. */
function refusedOf({ conflicts }: Reception): FactAck['refused'] {
  const conflict = conflicts.find(({ receivedHash }) => sha256Hex.safeParse(receivedHash).success);
  return conflict && { code: 'FACT_CONFLICT', seq: conflict.seq, hash: conflict.receivedHash };
}
