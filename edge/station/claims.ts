import type { Clock } from '../../kernel/clock.ts';
import { Errands } from '../../kernel/errands.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { LogLines } from '../../kernel/log-lines.ts';
import { type ClaimDocument, claimAnswer, claimId } from '../../protocols/wire/floor.ts';
import type { Activity, StationState } from '../fulfilment/state.ts';
import type { WorkView } from '../fulfilment/work-view.ts';

const requestTimeoutMs = 5_000;
const retryPlan = { firstMs: 1_000, maxMs: 15_000 };
/** What another has is asked for again so often, in case it was given back and nobody told. */
const askAgainMs = 10_000;

type Subject = ClaimDocument['subject'];

/** How far the facts of the station are known to the gateway. */
interface ToldFacts {
  readonly lastSeq: number;
  readonly acknowledged: number;
}

/** Where the answers of the gateway are kept: the replica of the floor. */
interface KeptClaims {
  readonly book: { claimsOf(station: string): readonly string[] };
  keepClaim(claim: ClaimDocument): unknown;
  dropClaim(id: string): unknown;
}

export interface ClaimOptions {
  readonly state: () => StationState;
  readonly work: WorkView;
  readonly floor: KeptClaims;
  readonly facts: ToldFacts;
  /** Base URL of the gateway. */
  readonly gatewayUrl: string;
  readonly token?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock: Clock;
  readonly log: LogLines;
  /** Something is known about a claim that was not before. */
  readonly onChange: () => void;
}

/** One thing to be said to the gateway. */
type Errand = { readonly ask: Subject } | { readonly release: string };

/**
 * Holds the claims that the work in hand needs, and gives back those that it does not need any more: what is to be done
 * follows from the state and the replica each time.
 */
export class Claims {
  private readonly options: ClaimOptions;
  private readonly errands: Errands;
  /** What is not needed any more, with the last fact that was stored when that was seen. */
  private readonly leaving = new Map<string, number>();
  /** What is not asked for again yet, and until when. Blind: this station's clock says of the answer itself that it has expired. */
  private answered: { readonly id: string; readonly untilMs: number; readonly blind: boolean } | undefined;

  constructor(options: ClaimOptions) {
    this.options = options;
    this.errands = new Errands({
      clock: options.clock,
      retry: retryPlan,
      next: () => {
        const errand = this.next();
        return errand && (() => this.run(errand));
      },
      onFailed: (thrown) => options.log.warn({ event: 'claim.failed' }, messageOf(thrown)),
    });
  }

  start(): void {
    this.errands.start();
  }

  stop(): Promise<void> {
    return this.errands.stop();
  }

  /** The state, the replica or the connection may have changed. */
  changed(): void {
    this.errands.changed();
  }

  private next(): Errand | undefined {
    const { work, state } = this.options;
    if (!work.connected()) return undefined;
    const { activity } = state();
    const wanted = work.rules().claims.mode === 'lease' ? subjectOf(activity) : null;
    if (wanted !== null && !this.isSettled(claimId(wanted))) return { ask: wanted };
    const release = this.releasable(state());
    return release === undefined ? undefined : { release };
  }

  /** Whoever has it next must find what was done here: it is given back once the gateway has the facts of that. */
  private releasable({ activity, parked }: StationState): string | undefined {
    const { work, floor, facts } = this.options;
    const subjects = [activity, ...parked].map(subjectOf);
    const needed = new Set(subjects.flatMap((subject) => (subject === null ? [] : [claimId(subject)])));
    const left = floor.book.claimsOf(work.station).filter((id) => !needed.has(id));
    for (const id of this.leaving.keys()) if (!left.includes(id)) this.leaving.delete(id);
    for (const id of left) if (!this.leaving.has(id)) this.leaving.set(id, facts.lastSeq);
    return left.find((id) => facts.acknowledged >= (this.leaving.get(id) ?? 0));
  }

  /** Own already, or known to be another's. */
  private isSettled(id: string): boolean {
    const { work, clock } = this.options;
    const claim = work.floor.claim(id);
    if (claim?.station === work.station) return true;
    const { answered } = this;
    // It is free again: the one who had it gave it back.
    if (answered?.id !== id || (claim === undefined && !answered.blind)) return false;
    const waitMs = answered.untilMs - clock.monotonicMs();
    if (waitMs > 0) this.errands.lookAgain(waitMs);
    return waitMs > 0;
  }

  private async run(errand: Errand): Promise<void> {
    if ('ask' in errand) await this.ask(errand.ask);
    else await this.release(errand.release);
    if (this.errands.isRunning) this.options.onChange();
  }

  private async ask(subject: Subject): Promise<void> {
    const { work, state, floor, clock, log } = this.options;
    const answer = claimAnswer.parse(
      await this.request('POST', '/v1/claims', { v: 1, subject, operator: state().operator }),
    );
    if (!this.errands.isRunning) return;
    const id = claimId(subject);
    floor.keepClaim(answer.claim);
    const blind = work.floor.claim(id) === undefined;
    this.answered = { id, untilMs: clock.monotonicMs() + askAgainMs, blind };
    log.info({ event: 'claim.answered', claim: id, granted: answer.granted, holder: answer.claim.station });
  }

  private async release(id: string): Promise<void> {
    await this.request('DELETE', `/v1/claims/${encodeURIComponent(id)}`);
    if (this.errands.isRunning) this.options.floor.dropClaim(id);
  }

  private async request(method: string, path: string, body?: object): Promise<unknown> {
    const { gatewayUrl, token, work, fetch: fetchOf = fetch } = this.options;
    const url = new URL(path, gatewayUrl);
    url.searchParams.set('station', work.station);
    const headers: Record<string, string> = {};
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetchOf(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: this.errands.signal(requestTimeoutMs),
    });
    if (!response.ok) throw new Error(`the gateway answered ${response.status} to ${method} ${url.pathname}`);
    return response.json();
  }
}

/** What has to be claimed for it: the walk or, without one, the order; what comes back of an order is claimed by itself. */
function subjectOf(activity: Activity | null): Subject | null {
  if (activity?.kind === 'pack' || activity?.kind === 'service')
    return { kind: 'order', order: activity.order.order };
  if (activity?.kind === 'return') return { kind: 'return', order: activity.order };
  if (activity?.kind !== 'pick') return null;
  const [order] = activity.orders;
  if (activity.task !== null) return { kind: 'task', task: activity.task };
  return order === undefined ? null : { kind: 'order', order };
}
