import { cloudSyncErrors } from '../../cloud-sync/cloud-sync-errors.ts';

interface Call {
  readonly server: () => boolean;
  readonly serve: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Error) => void;
  phase: 'request' | 'response';
  outcome: { readonly value: unknown } | { readonly fault: Error } | null;
  /** Its caller waits for it no more; the server may still get the request. */
  forsaken: boolean;
}

/** The HTTP requests that are under way. */
export class HttpCalls {
  private calls: Call[] = [];

  get count(): number {
    return this.calls.length;
  }

  /** Those for whose answer somebody waits. */
  get awaited(): number {
    return this.calls.reduce((sum, { forsaken }) => sum + (forsaken ? 0 : 1), 0);
  }

  ask<Value>(server: () => boolean, serve: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      const settle = resolve as (value: unknown) => void;
      this.calls.push({
        server,
        serve,
        resolve: settle,
        reject,
        phase: 'request',
        outcome: null,
        forsaken: false,
      });
    });
  }

  /** A request reaches its server, or an answer its caller. */
  advance(at: number): void {
    const call = this.calls[at % Math.max(1, this.calls.length)];
    if (call === undefined) return;
    if (call.phase === 'response') this.answer(call);
    else this.serve(call);
  }

  /** The caller gives up: its time is over, or the connection is. @returns how far the call was. */
  cut(at: number): Call['phase'] | null {
    const call = this.calls[at % Math.max(1, this.calls.length)];
    if (call === undefined) return null;
    const { phase } = call;
    if (call.forsaken || call.phase === 'response') this.remove(call);
    if (!call.forsaken) call.reject(unreachable());
    call.forsaken = true;
    return phase;
  }

  /** The caller ended: nobody will ever hear an answer. */
  forsake(): void {
    for (const call of this.calls) call.forsaken = true;
  }

  private serve(call: Call): void {
    try {
      if (!call.server()) throw unreachable();
      const value = call.serve();
      call.outcome = { value };
    } catch (thrown) {
      call.outcome = { fault: unreachable(thrown) };
    }
    // A server that ended meanwhile answers nothing.
    if (!call.server()) call.outcome = { fault: unreachable() };
    call.phase = 'response';
  }

  private answer(call: Call): void {
    this.remove(call);
    if (call.forsaken || call.outcome === null) return;
    if ('fault' in call.outcome) call.reject(call.outcome.fault);
    else call.resolve(call.outcome.value);
  }

  private remove(call: Call): void {
    this.calls = this.calls.filter((other) => other !== call);
  }
}

function unreachable(cause?: unknown): Error {
  return cloudSyncErrors.fault('PEER_UNREACHABLE', 'simulated', { cause });
}
