import type { Clock } from '../../kernel/clock.ts';
import type { WorkPosition } from '../../protocols/wire/work.ts';
import { pause } from '../loop.ts';
import type { CentralPeer } from '../peers/central-peer.ts';
import type { GatewayPeer } from '../peers/gateway-peer.ts';

/** Should central answer an empty page at once instead of waiting, it is not asked in a tight circle. */
const emptyPageMs = 1_000;

export interface WorkPullReport {
  cursor: number | null;
  documents: number;
}

export interface WorkPullDeps {
  readonly gateway: GatewayPeer;
  readonly central: CentralPeer;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/**
 * Carries central's work to the gateway's replica. Empty pages are carried too, for they say how fresh the knowledge is.
 *
 * @returns one round of the loop: one page.
 */
export function createWorkPull(deps: WorkPullDeps, report: WorkPullReport): () => Promise<void> {
  const { gateway, central, clock, stopping } = deps;
  let position: WorkPosition | null = null;
  return async () => {
    const known: WorkPosition = position ?? (await gateway.workPosition());
    // Until the page is in the replica, the next round asks where the replica stands.
    position = null;
    const askedMs = clock.monotonicMs();
    const page = await central.work(known);
    position = await gateway.putWork(page);
    report.cursor = position.cursor;
    report.documents += page.documents.length;
    const idle = page.documents.length === 0 && !page.more && page.epoch === known.epoch;
    if (idle && clock.monotonicMs() - askedMs < emptyPageMs) await pause(clock, emptyPageMs, stopping);
  };
}
