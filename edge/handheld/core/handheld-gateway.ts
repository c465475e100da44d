import type { StationReport } from '../../../protocols/wire/status.ts';
import { Delivery } from '../../facts/delivery.ts';
import type { StationState } from '../../fulfilment/state.ts';
import type { WorkView } from '../../fulfilment/work-view.ts';
import { Claims } from '../../station/claims.ts';
import { WorkFeed } from '../../work/feed.ts';
import { FloorFeed } from '../../work/floor-feed.ts';
import { browserTransport } from '../delivery/browser-transport.ts';
import { PictureUpload } from '../delivery/picture-upload.ts';
import { signHead } from '../delivery/sign-head.ts';
import { KeyRotation } from '../identity/key-rotation.ts';
import type { HandheldParts } from './handheld.ts';

interface HandheldGatewayOptions {
  readonly parts: HandheldParts;
  readonly state: () => StationState;
  readonly work: WorkView;
  readonly report: () => StationReport;
  /** The connection, or what is known of the work or the floor, has changed, or less waits to be sent. */
  readonly onChange: () => void;
}

/** All that a handheld has to do with its gateway: its facts and pictures go up, work comes down, the floor is shared, its key is renewed. */
export class HandheldGateway {
  readonly delivery: Delivery;
  private readonly feed: WorkFeed;
  private readonly floor: FloorFeed;
  private readonly claims: Claims;
  private readonly upload: PictureUpload;
  private readonly rotation: KeyRotation;

  constructor({ parts, state, work, report, onChange }: HandheldGatewayOptions) {
    const { identity, facts, replica, floor, pictures, clock, log, gatewayUrl } = parts;
    const { site, station, fetch } = identity;
    const shared = { site, gatewayUrl, fetch, clock, log, onChange };
    const connected = () => this.delivery.connected;
    this.feed = new WorkFeed({ ...shared, replica });
    this.floor = new FloorFeed({ ...shared, replica: floor });
    this.claims = new Claims({ ...shared, state, work, floor, facts });
    this.rotation = new KeyRotation({ ...shared, identity, connected, onRotated: () => this.tryNow() });
    this.upload = new PictureUpload({ ...shared, pictures, connected });
    this.delivery = new Delivery({
      ...{ facts, site, station, clock, log, report, onChange },
      transport: browserTransport(gatewayUrl, () => identity.secret),
      signer: { sign: (head) => signHead(identity, head) },
      onPoke: (poke) => {
        this.feed.poked(poke);
        if (poke.floor !== undefined) this.floor.poked(poke.floor);
      },
    });
  }

  start(): void {
    for (const part of this.all()) part.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((part) => part.stop()));
  }

  /** The network is back: there is no reason to wait. */
  tryNow(): void {
    for (const part of [this.delivery, this.upload, this.rotation]) part.tryNow();
  }

  /** The work in hand, what waits or the connection may have changed. */
  changed(): void {
    for (const part of [this.claims, this.upload, this.rotation]) part.changed();
  }

  private all() {
    const { delivery, feed, floor, claims, upload, rotation } = this;
    return [delivery, feed, floor, claims, upload, rotation];
  }
}
