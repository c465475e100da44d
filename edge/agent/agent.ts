import { randomBytes } from 'node:crypto';
import type { Scanner } from '../../devices/scanner/scanner.ts';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { type ClientTls, createTlsFetch } from '../../kernel/tls/tls-fetch.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import type { EdgeConfig } from '../edge-config.ts';
import { edgeErrors } from '../edge-errors.ts';
import type { ClockJump } from '../facts/clock-watch.ts';
import { Delivery } from '../facts/delivery.ts';
import { linkTrouble, stoppedText } from '../facts/delivery-trouble.ts';
import type { FactLog } from '../facts/fact-log.ts';
import { nodeTransport } from '../facts/node-transport.ts';
import type { Reading } from '../fulfilment/bounce.ts';
import type { Sensed } from '../fulfilment/input.ts';
import { screenOf, wantsOf } from '../fulfilment/screen.ts';
import type { ScreenView, Wants } from '../fulfilment/screen-view.ts';
import type { StationIdentity } from '../identity/station-identity.ts';
import { WorkFeed } from '../work/feed.ts';
import type { FloorReplica } from '../work/floor-replica.ts';
import type { WorkReplica } from '../work/replica.ts';
import { workAgeMs } from '../work/site-clock.ts';
import { DeviceBoard } from './device-board.ts';
import { DeviceInputs } from './device-inputs.ts';
import { StationEquipment } from './equipment/equipment.ts';
import { failedView } from './failed-view.ts';
import { Intake } from './intake.ts';
import type { AgentPorts } from './routes.ts';
import { ScreenFeed } from './screen-feed.ts';
import { Station } from './station.ts';
import { StationFloor } from './station-floor.ts';
import { stationInputs } from './station-inputs.ts';
import { TimeWatch } from './time-watch.ts';

export interface AgentParts {
  readonly config: EdgeConfig;
  readonly facts: FactLog;
  readonly replica: WorkReplica;
  readonly floor: FloorReplica;
  /** The orders dispatched at this station. */
  readonly finished: Set<string>;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: the station was not enrolled. */
  readonly identity?: StationIdentity | null;
  /** How the gateway is reached over TLS; null: as the system trusts. */
  readonly tls?: () => ClientTls | null;
  /** A reading was decided, stored and told, so long after it came. */
  readonly onDecided?: (tookMs: number) => void;
}

/**
 * Binds a station to its devices, its screen and the gateway. The order of things is that of `Station`: what a screen
 * shows was stored before.
 */
export class Agent implements AgentPorts {
  readonly screen: ScreenFeed;
  readonly clock: Clock;
  private readonly parts: AgentParts;
  private readonly time: TimeWatch;
  private readonly boot: string;
  private readonly startedAt: string;
  private readonly station: Station;
  private readonly intake: Intake;
  private readonly devices = new DeviceBoard();
  private readonly inputs: DeviceInputs;
  private readonly equipment: StationEquipment;
  private readonly delivery: Delivery;
  private readonly feed: WorkFeed;
  private readonly floor: StationFloor;
  private storageFailure: string | null = null;
  private storageFailures = 0;
  private touches = 0;

  constructor(parts: AgentParts) {
    const { config, facts, replica, finished, clock, log } = parts;
    const { site, station, gateway } = config;
    const tls = parts.tls ?? (() => null);
    this.parts = parts;
    this.clock = clock;
    this.boot = randomBytes(8).toString('hex');
    this.startedAt = this.now();
    this.station = new Station({
      facts,
      replica,
      finished,
      sscc: config.sscc,
      station,
      floor: parts.floor.book,
      connected: () => this.delivery.connected,
      equipment: (profile) => this.equipment.present(profile),
      onDefect: (thrown) =>
        log.error({ event: 'scan.undecided', err: thrown }, 'a reading could not be decided'),
    });
    this.screen = new ScreenFeed(clock, (revision) => this.view(revision));
    this.intake = new Intake({ clock, onFailure: (message) => this.storageChanged(message) });
    this.time = this.timeWatch();
    this.inputs = this.deviceInputs();
    this.equipment = this.stationEquipment();
    const tlsFetch = createTlsFetch(tls);
    const onChange = () => {
      this.screen.changedSoon();
      this.floor.changed();
    };
    this.floor = new StationFloor({
      config,
      floor: parts.floor,
      state: () => this.station.state,
      work: this.station.work,
      fetch: tlsFetch,
      clock,
      log,
      onChange: () => this.screen.changedSoon(),
    });
    this.feed = new WorkFeed({
      replica,
      site,
      gatewayUrl: gateway.httpUrl,
      token: gateway.token,
      fetch: tlsFetch,
      clock,
      log,
      onChange,
    });
    this.delivery = new Delivery({
      facts,
      site,
      station,
      transport: nodeTransport({ mqttUrl: gateway.mqttUrl, token: gateway.token, tls }),
      signer: parts.identity ?? undefined,
      clock,
      log,
      report: () => this.status(),
      onPoke: (poke) => {
        this.feed.poked(poke);
        this.floor.poked(poke);
      },
      onChange,
    });
  }

  start(): void {
    this.time.start(this.parts.facts.lastAt());
    this.take(this.now(), (at) => this.station.started(this.boot, at));
    this.inputs.start();
    this.equipment.start();
    this.delivery.start();
    this.feed.start();
    this.floor.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.inputs.stop(), this.equipment.stop()]);
    this.time.stop();
    this.intake.stop();
    this.screen.stop();
    await Promise.all([this.delivery.stop(), this.feed.stop(), this.floor.stop()]);
  }

  command(code: string): void {
    this.touches += 1;
    const scan = { device: 'screen', boot: this.boot, seq: this.touches };
    this.confirm(() => this.read({ scan, raw: code, at: this.now(), bounceMs: 0 }));
  }

  /** A photo or a signature, whose bytes are kept already. */
  attach(input: Sensed): void {
    this.confirm(() => this.sense(input));
  }

  /** What the work in hand waits for beside scans. */
  wants(): Wants {
    return wantsOf(this.station.state, this.station.work);
  }

  /** Whoever gave it by a request is told whether it is stored. */
  private confirm(take: () => boolean): void {
    const before = this.storageFailures;
    if (!take()) {
      throw edgeErrors.fault('STATION_QUEUE_FULL', `${this.intake.waiting} readings wait to be stored`);
    }
    if (this.storageFailure !== null || this.storageFailures !== before) {
      throw edgeErrors.fault('STATION_STORAGE_FAILED', this.storageFailure ?? 'nothing can be stored');
    }
  }

  /** Whether the last try to store succeeded. */
  get storing(): boolean {
    return this.storageFailure === null;
  }

  /** Readings that wait to be stored. */
  get waiting(): number {
    return this.intake.waiting;
  }

  status(): StationReport {
    const { config, facts, replica } = this.parts;
    const { epoch, cursor, asOf } = replica.position;
    return {
      v: 1,
      service: 'edge',
      version: packageVersion,
      site: config.site,
      station: config.station,
      at: this.now(),
      startedAt: this.startedAt,
      facts: {
        lastSeq: facts.lastSeq,
        acknowledged: facts.acknowledged,
        unacknowledged: facts.lastSeq - facts.acknowledged,
        oldestUnacknowledgedAt: facts.oldestUnacknowledgedAt(),
        connected: this.delivery.connected,
        stopped: stoppedText(this.delivery),
      },
      work: { epoch, cursor, asOf, orders: replica.queue().total },
      devices: this.devices.all(),
    };
  }

  /** What was sensed and is no scan. @returns false if it was not taken. */
  sense(input: Sensed): boolean {
    const at = this.now();
    return this.take(at, () => {
      const reply = this.station.sense(input, at);
      if (reply === null) return;
      this.parts.log.info({ event: 'sensed.decided', kind: input.kind, verdict: reply.verdict }, 'decided');
    });
  }

  private timeWatch(): TimeWatch {
    return new TimeWatch({
      clock: this.clock,
      jumped: (jump) => this.clockJumped(jump),
      allowedMinutes: () => this.station.work.rules().people.idleMinutes,
      isSignedIn: () => this.station.state.operator !== null,
      idle: (minutes) => this.sense({ kind: 'idle', minutes }),
    });
  }

  private deviceInputs(): DeviceInputs {
    const { config, clock, log } = this.parts;
    return new DeviceInputs(stationInputs(config, { boot: this.boot, clock, log }), {
      board: this.devices,
      log,
      now: () => this.now(),
      read: (reading, scanner) => this.read(reading, scanner),
      garbled: (garbled, stored) =>
        this.take(garbled.at, () => {
          this.station.garbled(garbled);
          stored();
        }),
      changed: (change, at) => {
        this.take(at, () => this.station.deviceChanged(change, at));
        this.delivery.sendReport();
      },
    });
  }

  private stationEquipment(): StationEquipment {
    const { config, replica, clock, log } = this.parts;
    return new StationEquipment(config, {
      clock,
      log,
      profile: () => this.station.state.profile,
      wants: () => this.wants(),
      prints: () => this.station.state.prints,
      paperSetting: () => ({
        language: this.station.work.rules().language,
        site: replica.site()?.name ?? config.site,
      }),
      sense: (input) => this.sense(input),
      deviceChanged: (device, kind, event) => this.inputs.deviceChanged(device, kind, event),
      add: (device, kind, address) => this.devices.add(device, kind, address),
    });
  }

  /** @param scanner what the reading came from, to be told what came of it; a touch on the screen came from none. */
  private read(reading: Reading, scanner?: Scanner): boolean {
    const cameMs = this.clock.monotonicMs();
    this.time.heard();
    return this.take(reading.at, () => {
      const { seq, verdict, tone } = this.station.scan(reading);
      const level = tone === 'error' ? 'info' : 'debug';
      this.parts.log[level]({ event: 'scan.decided', device: reading.scan.device, seq, verdict });
      // A bounce was told already, when it counted.
      if (verdict !== 'ignored_bounce') scanner?.signal(tone === 'error' ? 'refused' : 'accepted');
      this.parts.onDecided?.(this.clock.monotonicMs() - cameMs);
    });
  }

  private clockJumped(jump: ClockJump): void {
    this.parts.log.warn({ event: 'station.clock_changed', ...jump }, 'the clock of this machine was set');
    this.put(this.now(), (at) => this.station.clockChanged(jump, at));
  }

  /** Puts a task into the queue; what happened after the clock was set stands behind that. */
  private take(at: string, store: (at: string) => void): boolean {
    this.time.check();
    return this.put(at, store);
  }

  /** Puts a task into the queue; once it has stored, everyone is told. */
  private put(at: string, store: (at: string) => void): boolean {
    return this.intake.push(() => {
      store(at);
      this.delivery.factsStored();
      this.screen.changed();
      this.floor.changed();
      this.equipment.changed();
    });
  }

  private storageChanged(message: string | null): void {
    this.storageFailure = message;
    if (message === null) {
      this.parts.log.info(
        { event: 'storage.recovered', waiting: this.intake.waiting },
        'the station stores again',
      );
      return;
    }
    this.storageFailures += 1;
    this.parts.log.error({ event: 'storage.failed', waiting: this.intake.waiting }, message);
    this.screen.changed();
  }

  private now(): string {
    return isoInstant(this.clock.now());
  }

  private view(revision: number): ScreenView {
    const { config, facts, replica, floor } = this.parts;
    const view = screenOf(this.station.state, this.station.work, {
      revision,
      site: config.site,
      station: config.station,
      queue: replica.queue(),
      floor: floor.book.queue(),
      link: {
        connected: this.delivery.connected,
        unacknowledged: facts.lastSeq - facts.acknowledged,
        oldestUnacknowledgedAt: facts.oldestUnacknowledgedAt(),
        workAsOf: replica.position.asOf,
        workAgeMs: workAgeMs(replica.position.asOf, floor.book.site),
        ...linkTrouble(this.delivery, 'STATION_NOT_ADMITTED'),
      },
      devices: this.devices.all().map(({ id, kind, state, detail }) => ({
        id,
        kind,
        state,
        ...(detail === undefined ? {} : { detail }),
      })),
    });
    if (this.storageFailure === null) return view;
    const { storageFailure: detail, storageFailures: tries } = this;
    return failedView(view, { detail, tries, waiting: this.intake.waiting, at: this.now() });
  }
}
