import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { LogLines } from '../../../kernel/log-lines.ts';
import type { ClockJump } from '../../facts/clock-watch.ts';
import { languageOf } from '../../fulfilment/language.ts';
import { screenOf } from '../../fulfilment/screen.ts';
import type { LastScan, ScreenView } from '../../fulfilment/screen-view.ts';
import type { WorkView } from '../../fulfilment/work-view.ts';
import { remember } from '../../screen/history.ts';
import { failedView } from '../../station/failed-view.ts';
import { linkOf, reportOf, type StandingParts } from '../../station/standing.ts';
import { TimeWatch } from '../../station/time-watch.ts';
import type { OwnHandheld } from '../identity/own-handheld.ts';
import type { HandheldFloor } from '../store/handheld-floor.ts';
import type { HandheldLog } from '../store/handheld-log.ts';
import type { HandheldPictures } from '../store/handheld-pictures.ts';
import type { HandheldReplica } from '../store/handheld-replica.ts';
import { isFull, isLow, readSpace, type StorageSpace } from '../store/storage-space.ts';
import { HandheldGateway } from './handheld-gateway.ts';
import { HandheldIntake } from './handheld-intake.ts';
import { HandheldStation } from './handheld-station.ts';
import { newBoot, Scanning } from './scanning.ts';
import { workViewOf } from './work-view-of.ts';

const spaceCheckMs = 30_000;
export interface HandheldParts {
  readonly identity: OwnHandheld;
  readonly facts: HandheldLog;
  readonly replica: HandheldReplica;
  readonly floor: HandheldFloor;
  readonly pictures: HandheldPictures;
  /** The orders dispatched with this handheld; it adds to it. */
  readonly finished: Set<string>;
  readonly clock: Clock;
  readonly log: LogLines;
  readonly version: string;
  /** Where the page came from: `https://gateway:8081`. */
  readonly gatewayUrl: string;
}

/** What came of a picture. */
export type Attached = 'taken' | 'unwanted' | 'no_picture' | 'too_many' | 'not_stored';

/**
 * The agent of a handheld, in the page itself. The order of things is that of `HandheldStation`: what the screen shows was
 * stored before.
 */
export class Handheld {
  readonly scanning: Scanning;
  private readonly parts: HandheldParts;
  private readonly boot: string;
  private readonly startedAt: string;
  private readonly time: TimeWatch;
  private readonly station: HandheldStation;
  private readonly intake: HandheldIntake;
  private readonly work: WorkView;
  private readonly gateway: HandheldGateway;
  private readonly watchers = new Set<() => void>();
  private failure: { readonly thrown: unknown; readonly tries: number } | null = null;
  private space: StorageSpace | null = null;
  private revision = 0;
  private scans: readonly LastScan[] = [];
  private shown: ScreenView | null = null;
  private cancelSpaceCheck = () => {};

  /** @throws STATION_LOG_DAMAGED */
  constructor(parts: HandheldParts) {
    const { identity, facts, clock, log } = parts;
    this.parts = parts;
    this.boot = newBoot();
    this.startedAt = isoInstant(clock.now());
    this.time = this.timeWatch();
    const { station, sscc } = identity;
    const connected = () => this.gateway.delivery.connected;
    this.work = workViewOf({ ...parts, station, sscc, floor: parts.floor.book, connected });
    this.station = new HandheldStation({
      log: facts,
      work: this.work,
      version: parts.version,
      onFinished: (order) => this.finished(order),
      onDefect: (thrown) => log.error({ event: 'scan.undecided' }, messageOf(thrown)),
    });
    this.intake = new HandheldIntake({ clock, onFailure: (thrown) => this.storageChanged(thrown) });
    this.scanning = new Scanning(this.boot, clock, (reading) => {
      this.time.heard();
      return this.take(reading.at, async () => void (await this.station.scan(reading)));
    });
    this.gateway = new HandheldGateway({
      parts,
      state: () => this.station.state,
      work: this.work,
      report: () => reportOf(this.standing(), this.now(), []),
      onChange: () => this.changed(),
    });
  }

  start(): void {
    this.time.start(this.parts.facts.lastAt());
    const at = this.now();
    this.take(at, async () => {
      await this.station.remember();
      await this.station.started(this.boot, at);
    });
    this.watchSpace();
    this.gateway.start();
  }

  async stop(): Promise<void> {
    this.time.stop();
    this.cancelSpaceCheck();
    this.watchers.clear();
    await this.intake.stop();
    await this.gateway.stop();
  }

  /** Whether a person can see the page. */
  pageShown(isShown: boolean): void {
    this.time.shown(isShown);
    if (isShown) this.tryNow();
  }

  /** The network is back. */
  tryNow(): void {
    this.gateway.tryNow();
  }

  /** A photo or a signature that the work in hand waits for; `name`: who signed. */
  async attach(kind: 'photo' | 'signature', picture: Blob, name?: string): Promise<Attached> {
    if (this.view().wants[kind] !== true) return 'unwanted';
    // The last room is for scans.
    if (this.space !== null && isLow(this.space)) return 'not_stored';
    const kept = await this.parts.pictures.keep(picture).catch((thrown: unknown) => {
      this.parts.log.error({ event: 'picture.not_kept' }, messageOf(thrown));
      return 'not_stored' as const;
    });
    if (typeof kept === 'string') return kept;
    const input = { kind, ...kept, ...(name === undefined ? {} : { name }) };
    const at = this.now();
    return this.take(at, () => this.station.sense(input, at)) ? 'taken' : 'not_stored';
  }

  /** Whether a new version of this program may take over: nothing is in hand, and nothing waits. */
  get resting(): boolean {
    const { activity, prints } = this.station.state;
    return activity === null && prints.length === 0 && this.intake.waiting === 0;
  }

  /** The room on this device, as it was last looked at; null before the first look. */
  storage = (): StorageSpace | null => this.space;

  /** The screen as it is now: the same object until something changes. */
  view = (): ScreenView => {
    this.shown ??= this.build();
    return this.shown;
  };

  /** The last scans, newest first: each since the start, however fast they come. */
  history = (): readonly LastScan[] => this.scans;

  /** Calls back at each change, until the returned function is called. */
  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Puts a task into the queue; what happened after the clock was set stands behind that. */
  private take(at: string, store: (at: string) => Promise<void>): boolean {
    this.time.check();
    return this.put(at, store);
  }

  /** Puts a task into the queue; once it has stored, everyone is told. */
  private put(at: string, store: (at: string) => Promise<void>): boolean {
    return this.intake.push(async () => {
      await store(at);
      this.scans = remember(this.scans, this.station.state.last);
      this.changed();
      this.gateway.delivery.factsStored();
    });
  }

  private changed(): void {
    this.revision += 1;
    this.shown = null;
    for (const watcher of this.watchers) watcher();
    this.gateway.changed();
  }

  private finished(order: string): void {
    this.parts.finished.add(order);
    this.parts.replica.finish(order);
  }

  /** Whoever laid the handheld aside is signed out by the rules of the site. */
  private timeWatch(): TimeWatch {
    return new TimeWatch({
      clock: this.parts.clock,
      jumped: (jump) => this.clockJumped(jump),
      allowedMinutes: () => this.work.rules().people.idleMinutes,
      isSignedIn: () => this.station.state.operator !== null,
      idle: (minutes) => {
        const at = this.now();
        this.put(at, () => this.station.sense({ kind: 'idle', minutes }, at));
      },
    });
  }

  private clockJumped(jump: ClockJump): void {
    this.parts.log.warn({ event: 'station.clock_changed', ...jump }, 'the clock of this device was set');
    const at = this.now();
    this.put(at, () => this.station.clockChanged(jump, at));
  }

  private watchSpace(): void {
    const look = async () => {
      this.space = await readSpace();
      if (isLow(this.space)) this.parts.log.warn({ event: 'storage.low', ...this.space });
      this.changed();
    };
    look().catch((thrown: unknown) => this.parts.log.warn({ event: 'storage.unknown' }, messageOf(thrown)));
    this.cancelSpaceCheck = this.parts.clock.after(spaceCheckMs, () => this.watchSpace());
  }

  private storageChanged(thrown: unknown): void {
    if (thrown === null) {
      this.failure = null;
      this.parts.log.info({ event: 'storage.recovered' }, 'the handheld stores again');
    } else {
      this.failure = { thrown, tries: (this.failure?.tries ?? 0) + 1 };
      this.parts.log.error({ event: 'storage.failed', waiting: this.intake.waiting }, messageOf(thrown));
    }
    this.changed();
  }

  private standing(): StandingParts {
    const { identity, floor } = this.parts;
    return {
      ...this.parts,
      ...{ site: identity.site, station: identity.station, startedAt: this.startedAt },
      siteClock: floor.book.site,
      delivery: this.gateway.delivery,
    };
  }

  private build(): ScreenView {
    const { identity, replica, floor, pictures } = this.parts;
    const { state } = this.station;
    const { work } = this;
    const view = screenOf(state, work, {
      revision: this.revision,
      site: identity.site,
      station: identity.station,
      queue: replica.queue(),
      floor: floor.book.queue(),
      link: {
        ...linkOf(this.standing(), 'HANDHELD_NOT_ADMITTED'),
        unsentPictures: pictures.waiting,
      },
      devices: [],
    });
    if (this.failure === null) return view;
    const around = { at: this.now(), waiting: this.intake.waiting, isFull: isFull(this.failure.thrown) };
    return failedView(view, { ...this.failure, ...around }, languageOf(state, work));
  }

  private now(): string {
    return isoInstant(this.parts.clock.now());
  }
}
