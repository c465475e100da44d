import type { Clock } from '../../kernel/clock.ts';
import { isoInstant } from '../../kernel/clock.ts';
import { messageOf, PackproofError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { Conflict } from '../../protocols/wire/fact-receiver.ts';
import { type StationId, sha256Hex } from '../../protocols/wire/ids.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import { type Arrival, type FactsMessage, messagesOf, type Waiting } from '../log/arrival.ts';
import type { Outcome, Verdict } from '../log/commit-turn.ts';
import type { FactLog } from '../log/fact-log.ts';
import { type CommitTimes, createCommitTimes } from './commit-times.ts';
import type { DiskReserve } from './disk-reserve.ts';
import { joinBatches } from './join-batches.ts';
import { type Pending, PendingArrivals } from './pending-arrivals.ts';
import type { Refusals } from './refusals.ts';
import { createRetryPause } from './retry-pause.ts';

/** Enough for the fsync to be shared, few enough that one turn stays short. */
const maxFactsPerCommit = 2_000;
const defaultPendingBytes = 64 * 1024 * 1024;

export interface GroupCommitDeps {
  readonly factLog: Pick<FactLog, 'commit'>;
  readonly refusals: Refusals;
  readonly log: Log;
  readonly clock: Clock;
  /** What must stay free; without it ingest goes on until the disk is full. */
  readonly disk?: DiskReserve;
  /** How many bytes of messages may wait; a single station may fill an eighth. */
  readonly maxPendingBytes?: number;
  /** Tells a station how far its facts are durable here. */
  readonly acknowledge: (station: string, ack: FactAck) => void;
  /** Reads a message and checks its signature; what is no batch of its station comes back as refused. */
  readonly read: (message: FactsMessage) => Arrival;
  /** The acknowledgement of a station as it stands. */
  readonly ackOf: (station: string) => FactAck;
  /** Called with what became of each batch, after its commit; messages of single facts may have become one. */
  readonly onReceived?: (batch: Outcome & { kind: 'batch' }, verdict: Verdict) => void;
  /** Called after each commit that brought new entries. */
  readonly onCommitted: () => void;
}

/** How ingest does, as plain numbers since the start. */
export interface IngestStats {
  readonly pendingMessages: number;
  readonly pendingBytes: number;
  readonly commits: number;
  /** Messages that were committed, batches and others. */
  readonly messages: number;
  readonly commitTimes: CommitTimes;
  readonly failing: boolean;
  readonly freeBytes: number | null;
}

export type GroupCommit = ReturnType<typeof createGroupCommit>;

/**
 * Commits what has arrived once per turn of the event loop, without a timer: a timer would add its delay to every
 * commit and take more than half of the throughput. What a station sent is settled in the order in which it came, and only
 * after it is durable; if the store fails, all that waits is settled with FACT_LOG_WRITE_FAILED and nothing is acknowledged.
 * Then a growing pause follows in which nothing is tried and everything is refused at once.
 */
export function createGroupCommit(deps: GroupCommitDeps) {
  const pending = new PendingArrivals(deps.maxPendingBytes ?? defaultPendingBytes);
  const pause = createRetryPause(deps.clock);
  const times = createCommitTimes();
  let scheduled = false;
  let commits = 0;
  let messages = 0;
  let lastFault = gatewayErrors.fault('FACT_LOG_WRITE_FAILED', 'the last commit failed');

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(commitTurn);
  }

  function commitTurn(): void {
    scheduled = false;
    const group = pending.take(maxFactsPerCommit);
    if (group.length === 0) return;
    const outcomes = store(group);
    if (outcomes === null) return;
    for (const { settle } of group) settle(null);
    for (const outcome of outcomes) countFaults(outcome);
    for (const ack of acksOf(outcomes)) deps.acknowledge(ack.station, ack);
    for (const outcome of outcomes) tellOfSignature(outcome);
    if (outcomes.some((outcome) => outcome.kind === 'batch' && outcome.reception.added > 0))
      deps.onCommitted();
    if (pending.messages > 0) schedule();
  }

  function* readEach(group: readonly Pending[]): Iterable<Arrival> {
    for (const { arrival } of group) {
      if (arrival.kind !== 'unread') yield arrival;
      else {
        const { site, station, topic, payloads } = arrival;
        for (const payload of payloads) yield deps.read({ site, station, topic, payload });
      }
    }
  }

  /** The station keeps what it sent, and sends it again. */
  function tellOfSignature(outcome: Outcome): void {
    if (outcome.kind !== 'refused' || outcome.head === undefined) return;
    const { code, station, head } = outcome;
    const refused = { code, seq: head.seq, hash: head.hash };
    deps.acknowledge(station, { ...deps.ackOf(station), refused });
  }

  function store(group: readonly Pending[]): Outcome[] | null {
    const startedMs = deps.clock.monotonicMs();
    try {
      deps.disk?.assertFree();
      const outcomes = deps.factLog.commit(joinBatches(readEach(group)), isoInstant(deps.clock.now()));
      times.add(deps.clock.monotonicMs() - startedMs);
      commits += 1;
      messages += messagesIn(group);
      recovered();
      return outcomes;
    } catch (thrown) {
      failAll(group, thrown);
      return null;
    }
  }

  function recovered(): void {
    if (!pause.failing()) return;
    pause.succeeded();
    deps.log.info({ event: 'gateway.log_recovered' }, 'the fact log can be written again');
  }

  function countFaults(outcome: Outcome): void {
    if (outcome.kind !== 'batch') return;
    const { station, facts, unnumbered, reception } = outcome;
    deps.onReceived?.(outcome, reception);
    for (const { seq, knownHash, receivedHash } of reception.conflicts) {
      const message = `seq ${seq} is held as ${knownHash.slice(0, 12)} and came as ${receivedHash.slice(0, 12)}`;
      deps.refusals.count(gatewayErrors.fault('FACT_CONFLICT', message), { station });
    }
    if (unnumbered === 0) return;
    deps.refusals.count(gatewayErrors.fault('FACT_WITHOUT_SEQ', `${unnumbered} of a batch of ${facts}`), {
      station,
    });
  }

  /** What waits behind the group fails with it: its stations lose their connections and send everything again. */
  function failAll(group: readonly Pending[], thrown: unknown): void {
    pause.failed();
    const failed = [...group, ...pending.takeAll()];
    lastFault =
      thrown instanceof PackproofError
        ? thrown
        : gatewayErrors.fault('FACT_LOG_WRITE_FAILED', messageOf(thrown), { cause: thrown });
    deps.refusals.count(lastFault, { messages: messagesIn(failed) });
    for (const { settle } of failed) settle(lastFault);
  }

  function refuse({ arrival, settle }: Pending, fault: PackproofError): void {
    deps.refusals.count(fault, { station: arrival.station });
    settle(fault);
  }

  return {
    submit(arrival: Waiting, settle: Pending['settle']): void {
      const each = { arrival, settle };
      if (pause.isOn()) refuse(each, lastFault);
      else if (pending.push(each)) schedule();
      else refuse(each, overloaded(pending));
    },
    /** Whether the last commit failed. */
    failing: pause.failing,
    /** Whether nothing waits for a commit. */
    idle: () => pending.messages === 0,
    stats: (): IngestStats => ({
      pendingMessages: pending.messages,
      pendingBytes: pending.bytes,
      commits,
      messages,
      commitTimes: times.read(),
      failing: pause.failing(),
      freeBytes: deps.disk?.freeBytes() ?? null,
    }),
    /** Commits what still waits, before a stop. */
    flush(): void {
      while (pending.messages > 0) commitTurn();
    },
  };
}

function messagesIn(group: readonly Pending[]): number {
  return group.reduce((sum, { arrival }) => sum + messagesOf(arrival), 0);
}

function overloaded({ messages, bytes }: PendingArrivals): PackproofError {
  return gatewayErrors.fault(
    'INGEST_OVERLOADED',
    `${messages} messages of ${bytes} bytes wait for their commit`,
  );
}

/** One acknowledgement per station of the group, with the gap that is still open after all of it. */
function acksOf(outcomes: readonly Outcome[]): FactAck[] {
  const acks = new Map<string, FactAck>();
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused') continue;
    const { reception } = outcome;
    const station = outcome.station as StationId;
    const { upTo, hash } = reception.head;
    const gap = reception.gap ?? acks.get(station)?.gap ?? null;
    const open = gap !== null && gap.to > upTo ? { from: Math.max(gap.from, upTo + 1), to: gap.to } : null;
    const refused = refusedOf(reception.conflicts) ?? acks.get(station)?.refused;
    acks.set(station, { v: 1, station, upTo, hash, gap: open, refused });
  }
  return [...acks.values()];
}

/** The fact of another history that came first, so that its sender knows itself by the hash. */
function refusedOf(conflicts: readonly Conflict[]): FactAck['refused'] {
  const conflict = conflicts.find(({ receivedHash }) => sha256Hex.safeParse(receivedHash).success);
  return conflict && { code: 'FACT_CONFLICT', seq: conflict.seq, hash: conflict.receivedHash };
}
