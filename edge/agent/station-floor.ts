import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { WorkPoke } from '../../protocols/wire/work.ts';
import type { EdgeConfig } from '../edge-config.ts';
import type { FactLog } from '../facts/fact-log.ts';
import type { StationState } from '../fulfilment/state.ts';
import type { WorkView } from '../fulfilment/work-view.ts';
import { Claims } from '../station/claims.ts';
import { FloorFeed } from '../work/floor-feed.ts';
import type { FloorReplica } from '../work/floor-replica.ts';

interface StationFloorOptions {
  readonly config: Pick<EdgeConfig, 'site' | 'gateway'>;
  readonly facts: FactLog;
  readonly floor: FloorReplica;
  readonly state: () => StationState;
  readonly work: WorkView;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** What is known of the floor has changed. */
  readonly onChange: () => void;
}

/** What binds a station to the floor around it: what it hears of the others, and what it claims for itself. */
export class StationFloor {
  private readonly feed: FloorFeed;
  private readonly claims: Claims;

  constructor(options: StationFloorOptions) {
    const { config, facts, floor, state, work, fetch, clock, log, onChange } = options;
    const { httpUrl: gatewayUrl, token } = config.gateway;
    const shared = { gatewayUrl, token, fetch, clock, log };
    this.claims = new Claims({ ...shared, state, work, floor, facts, onChange });
    this.feed = new FloorFeed({
      ...shared,
      replica: floor,
      site: config.site,
      onChange: () => {
        this.claims.changed();
        onChange();
      },
    });
  }

  start(): void {
    this.feed.start();
    this.claims.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.feed.stop(), this.claims.stop()]);
  }

  /** The gateway says where its feeds end. */
  poked({ floor }: WorkPoke): void {
    if (floor !== undefined) this.feed.poked(floor);
  }

  /** The work in hand, the rules or the connection may have changed. */
  changed(): void {
    this.claims.changed();
  }
}
