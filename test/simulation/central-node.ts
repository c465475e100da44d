import { placeEvents } from '../../central/facts/place-events.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import type { FactUploadAck } from '../../protocols/wire/fact-delivery.ts';
import type { Reception } from '../../protocols/wire/fact-receiver.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import { quickDigest } from './digest.ts';
import { Disk } from './disk.ts';
import { freshSite, headIn, SiteLogModel, type SiteState } from './site-log-model.ts';

/** Central, as far as it takes facts in: the real sorting and receiving over a log in memory (central/facts/receive-upload.ts). */
export class CentralNode {
  readonly disk: Disk<SiteState>;
  alive = false;
  private readonly log: SiteLogModel;

  private readonly site: string;
  private readonly received: (reception: Reception) => void;

  constructor(
    onDurable: (before: SiteState, after: SiteState) => void,
    { site = 'HAM', digest = quickDigest } = {},
    received: (reception: Reception) => void = () => {},
  ) {
    this.site = site;
    this.received = received;
    this.disk = new Disk(freshSite, { onPowerCut: () => this.crash(), onDurable });
    this.log = new SiteLogModel(this.disk, { site, fromGateway: true, digest });
  }

  start(): void {
    this.alive = true;
  }

  crash(): void {
    this.alive = false;
    this.disk.crash();
  }

  /** @throws DiskFailed */
  take(events: readonly FactEvent[]): FactUploadAck {
    const { stations } = placeEvents(this.site, events);
    const batches = [...stations].map(([station, facts]) => ({ station, facts }));
    const receptions = this.log.commit(batches);
    for (const reception of receptions) this.received(reception);
    return {
      v: 1,
      site: this.site as SiteId,
      stations: batches.map(({ station }, index) => {
        const { head, gap } = receptions[index] ?? { head: headIn(this.disk.state, station), gap: null };
        return { v: 1, station: station as StationId, upTo: head.upTo, hash: head.hash, gap };
      }),
    };
  }

  heads(): Map<string, number> {
    const { state } = this.disk;
    return new Map([...state.stations.keys()].map((station) => [station, headIn(state, station).upTo]));
  }
}
