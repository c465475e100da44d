import type { CentralPeer } from '../../cloud-sync/peers/central-peer.ts';
import type { GatewayPeer } from '../../cloud-sync/peers/gateway-peer.ts';
import { createUpload, type UploadDeps } from '../../cloud-sync/up/upload.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import type { CentralNode } from './central-node.ts';
import type { GatewayNode } from './gateway-node.ts';
import { HttpCalls } from './http-calls.ts';
import { headIn, type SiteState } from './site-log-model.ts';

const consumer = 'cloud-sync';
/** Far more turns than the upload takes between two requests. */
const maxTurns = 200;

export interface SyncDeps {
  readonly gateway: GatewayNode;
  readonly central: CentralNode;
  readonly clock: Clock;
  readonly quiet: Log;
  readonly movesEarly: boolean;
  /** The gateway keeps that the consumer has everything up to here. */
  readonly moved: (from: number, to: number) => void;
  readonly rewound: () => void;
  /** A request that nobody waits for any more; its server may have done what it asks for. */
  readonly lost: (phase: 'request' | 'response') => void;
}

/** The real upload of cloud-sync between the two services; each of its requests is a step of the schedule. */
export class SyncNode {
  readonly calls = new HttpCalls();
  private readonly deps: SyncDeps;
  private round: (() => Promise<void>) | null = null;
  private busy = false;
  private idling = false;
  private wake: (() => void) | null = null;
  private generation = 0;
  lastFault: string | null = null;

  constructor(deps: SyncDeps) {
    this.deps = deps;
  }

  get alive(): boolean {
    return this.round !== null;
  }

  start(): void {
    if (this.round !== null) return;
    const { clock, quiet } = this.deps;
    this.round = createUpload(
      {
        ...this.peers(),
        clock,
        log: quiet,
        idle: () =>
          new Promise((resolve) => {
            this.idling = true;
            this.wake = resolve;
          }),
      },
      { cursor: null, caughtUp: false, sent: 0 },
    );
  }

  crash(): void {
    this.generation += 1;
    this.calls.forsake();
    this.round = null;
    this.busy = false;
    this.idling = false;
    this.wake = null;
  }

  /** Time for the next round, or for a look at the log. */
  async tick(): Promise<void> {
    if (this.idling) {
      this.idling = false;
      this.wake?.();
    } else if (!this.busy) this.begin();
    await this.settled();
  }

  async advance(at: number): Promise<void> {
    this.calls.advance(at);
    await this.settled();
  }

  async cut(at: number): Promise<void> {
    const phase = this.calls.cut(at);
    if (phase !== null) this.deps.lost(phase);
    await this.settled();
  }

  private begin(): void {
    if (this.round === null) return;
    const { generation } = this;
    this.busy = true;
    const end = (fault: string | null) => {
      if (generation !== this.generation) return;
      this.busy = false;
      this.lastFault = fault;
    };
    this.round().then(
      () => end(null),
      (thrown: unknown) => end(String(thrown)),
    );
  }

  /** Lets promises run on until the upload waits for an answer, for something to do, or for its next round. */
  private async settled(): Promise<void> {
    for (let turn = 0; this.busy && !this.idling && this.calls.awaited === 0; turn += 1) {
      if (turn > maxTurns)
        throw new Error('the upload waits for something that the simulation does not know');
      await null;
    }
  }

  private ask<Value>(server: { readonly alive: boolean }, serve: () => Value): Promise<Value> {
    return this.calls.ask(() => server.alive, serve);
  }

  private peers(): Pick<UploadDeps, 'gateway' | 'central'> {
    const { gateway, central } = this.deps;
    const atGateway: Pick<GatewayPeer, 'cursor' | 'events' | 'moveCursor' | 'stations' | 'stationKeys'> = {
      cursor: () => this.ask(gateway, () => gateway.log.consumer(consumer)),
      events: (wanted, limit = maxFactsPerBatch) =>
        this.ask(gateway, () => ({
          ...{ v: 1 as const, heads: [], ...gateway.log.read({ after: 0, ...wanted, limit }) },
          epoch: epochId(gateway.disk.state),
        })),
      moveCursor: (cursor, rewind = false) => this.ask(gateway, () => this.move(cursor, rewind)),
      stations: () => this.ask(gateway, () => stationsOf(gateway.disk.state)),
      // Nothing is signed here: that is a matter of its own.
      stationKeys: () => this.ask(gateway, () => ({ v: 1 as const, site: 'HAM' as SiteId, keys: [] })),
    };
    const atCentral: Pick<CentralPeer, 'postFacts' | 'heads' | 'putStationKeys'> = {
      postFacts: ({ events }) => {
        if (this.deps.movesEarly) this.moveEarly(events);
        return this.ask(central, () => central.take(events));
      },
      heads: () => this.ask(central, () => central.heads()),
      putStationKeys: () => this.ask(central, () => undefined),
    };
    // What has to do with work belongs to the other direction.
    return { gateway: atGateway as GatewayPeer, central: atCentral as CentralPeer };
  }

  private move(cursor: number, rewind: boolean): number {
    const { gateway, moved, rewound } = this.deps;
    const before = gateway.log.consumer(consumer);
    const now = gateway.log.moveConsumer(consumer, cursor, rewind);
    if (now === null) throw new Error('CURSOR_BEYOND_LOG');
    if (now > before) moved(before, now);
    if (now < before) rewound();
    return now;
  }

  private moveEarly(events: readonly FactEvent[]): void {
    const last = events.at(-1)?.packproofcursor;
    if (last !== undefined && this.deps.gateway.alive) this.move(last, false);
  }
}

/** As a gateway names it. */
const epochId = ({ epoch }: SiteState) => `e${epoch}`;

function stationsOf(state: SiteState) {
  return [...state.stations.keys()].map((station) => ({
    station: station as StationId,
    upTo: headIn(state, station).upTo,
  }));
}
