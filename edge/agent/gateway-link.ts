import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { type ClientTls, createTlsFetch } from '../../kernel/tls/tls-fetch.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import type { EdgeConfig } from '../edge-config.ts';
import { Delivery } from '../facts/delivery.ts';
import type { FactLog } from '../facts/fact-log.ts';
import { nodeTransport } from '../facts/node-transport.ts';
import type { StationIdentity } from '../identity/station-identity.ts';
import { WorkFeed } from '../work/feed.ts';
import type { FloorReplica } from '../work/floor-replica.ts';
import type { WorkReplica } from '../work/replica.ts';
import type { Station } from './station.ts';
import { StationFloor } from './station-floor.ts';

interface GatewayLinkOptions {
  readonly config: EdgeConfig;
  readonly facts: FactLog;
  readonly replica: WorkReplica;
  readonly floor: FloorReplica;
  readonly station: Station;
  readonly clock: Clock;
  readonly log: Log;
  readonly identity?: StationIdentity | null;
  readonly tls?: () => ClientTls | null;
  readonly report: () => StationReport;
  /** The connection, or what is known of the work or the floor, has changed. */
  readonly onChange: () => void;
}

/** All that a station has to do with its gateway: its facts go up, work comes down, and the floor is shared with the others. */
export class GatewayLink {
  readonly delivery: Delivery;
  private readonly feed: WorkFeed;
  private readonly floor: StationFloor;

  constructor(options: GatewayLinkOptions) {
    const { config, facts, replica, floor, station, clock, log, report, onChange } = options;
    const { httpUrl: gatewayUrl, mqttUrl, token } = config.gateway;
    const tls = options.tls ?? (() => null);
    const fetch = createTlsFetch(tls);
    const changed = () => {
      onChange();
      this.floor.changed();
    };
    const state = () => station.state;
    this.floor = new StationFloor({
      config,
      facts,
      floor,
      state,
      work: station.work,
      fetch,
      clock,
      log,
      onChange,
    });
    const { site } = config;
    this.feed = new WorkFeed({ replica, site, gatewayUrl, token, fetch, clock, log, onChange: changed });
    this.delivery = new Delivery({
      facts,
      site,
      station: config.station,
      transport: nodeTransport({ mqttUrl, token, tls }),
      signer: options.identity ?? undefined,
      clock,
      log,
      report,
      onPoke: (poke) => {
        this.feed.poked(poke);
        this.floor.poked(poke);
      },
      onChange: changed,
    });
  }

  start(): void {
    this.delivery.start();
    this.feed.start();
    this.floor.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.delivery.stop(), this.feed.stop(), this.floor.stop()]);
  }

  /** Something was stored: it is to be sent, and the work in hand may need other claims. */
  stored(): void {
    this.delivery.factsStored();
    this.floor.changed();
  }
}
