import { randomBytes } from 'node:crypto';
import { uptime } from 'node:os';
import type { Scanner } from '../../devices/scanner/scanner.ts';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import type { ClientTls } from '../../kernel/tls/tls-fetch.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import type { EdgeConfig } from '../edge-config.ts';
import type { ClockJump } from '../facts/clock-watch.ts';
import type { FactLog } from '../facts/fact-log.ts';
import type { Reading } from '../fulfilment/bounce.ts';
import type { Sensed } from '../fulfilment/input.ts';
import { languageOf } from '../fulfilment/language.ts';
import { screenOf, wantsOf } from '../fulfilment/screen.ts';
import type { ScreenView, Wants } from '../fulfilment/screen-view.ts';
import type { StationIdentity } from '../identity/station-identity.ts';
import { linkOf, reportOf, type StandingParts } from '../station/standing.ts';
import { TimeWatch } from '../station/time-watch.ts';
import type { FloorReplica } from '../work/floor-replica.ts';
import type { WorkReplica } from '../work/replica.ts';
import { DeviceBoard } from './device-board.ts';
import { DeviceInputs } from './device-inputs.ts';
import { StationEquipment } from './equipment/equipment.ts';
import { GatewayLink } from './gateway-link.ts';
import { Intake } from './intake.ts';
import type { AgentPorts } from './routes.ts';
import { ScreenFeed } from './screen-feed.ts';
import { Station } from './station.ts';
import { stationInputs } from './station-inputs.ts';
import { StorageWatch } from './storage-watch.ts';

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
  private readonly gateway: GatewayLink;
  private readonly storage: StorageWatch;
  private touches = 0;

  constructor(parts: AgentParts) {
    const { config, facts, replica, finished, clock, log } = parts;
    this.parts = parts;
    this.clock = clock;
    this.boot = randomBytes(8).toString('hex');
    this.startedAt = this.now();
    this.station = new Station({
      facts,
      replica,
      finished,
      sscc: config.sscc,
      station: config.station,
      floor: parts.floor.book,
      connected: () => this.gateway.delivery.connected,
      equipment: (profile) => this.equipment.present(profile),
      onDefect: (thrown) =>
        log.error({ event: 'scan.undecided', err: thrown }, 'a reading could not be decided'),
    });
    this.screen = new ScreenFeed(clock, (revision) => this.view(revision));
    this.intake = new Intake({ clock, onFailure: (thrown) => this.storage.changed(thrown) });
    this.storage = new StorageWatch({
      log,
      waiting: () => this.intake.waiting,
      failed: () => this.screen.changed(),
      language: () => languageOf(this.station.state, this.station.work),
    });
    this.time = this.timeWatch();
    this.inputs = this.deviceInputs();
    this.equipment = this.stationEquipment();
    this.gateway = new GatewayLink({
      ...parts,
      station: this.station,
      report: () => this.status(),
      onChange: () => this.screen.changedSoon(),
    });
  }

  start(): void {
    this.time.start(this.parts.facts.lastAt());
    this.take(this.now(), (at) => this.station.started(this.boot, at));
    this.inputs.start();
    this.equipment.start();
    this.gateway.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.inputs.stop(), this.equipment.stop()]);
    this.time.stop();
    this.intake.stop();
    this.screen.stop();
    await this.gateway.stop();
  }

  command(code: string): void {
    this.touches += 1;
    const scan = { device: 'screen', boot: this.boot, seq: this.touches };
    this.storage.confirm(() => this.read({ scan, raw: code, at: this.now(), bounceMs: 0 }));
  }

  /** A photo or a signature, whose bytes are kept already. */
  attach(input: Sensed): void {
    this.storage.confirm(() => this.sense(input));
  }

  /** What the work in hand waits for beside scans. */
  wants(): Wants {
    return wantsOf(this.station.state, this.station.work);
  }

  /** Whether the last try to store succeeded. */
  get storing(): boolean {
    return this.storage.isWell;
  }

  /** Readings that wait to be stored. */
  get waiting(): number {
    return this.intake.waiting;
  }

  status(): StationReport {
    return reportOf(this.standing(), this.now(), this.devices.all());
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
      sinceBootMs: () => uptime() * 1_000,
      slept: (sleptMs) =>
        this.parts.log.info({ event: 'station.slept', sleptMs: Math.round(sleptMs) }, 'this machine slept'),
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
        this.gateway.delivery.sendReport();
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
      this.gateway.stored();
      this.screen.changed();
      this.equipment.changed();
    });
  }

  private now(): string {
    return isoInstant(this.clock.now());
  }

  private standing(): StandingParts {
    const { config, floor } = this.parts;
    const { site, station } = config;
    return {
      ...this.parts,
      ...{ site, station, version: packageVersion, startedAt: this.startedAt },
      siteClock: floor.book.site,
      delivery: this.gateway.delivery,
    };
  }

  private view(revision: number): ScreenView {
    const { config, replica, floor } = this.parts;
    const view = screenOf(this.station.state, this.station.work, {
      revision,
      site: config.site,
      station: config.station,
      queue: replica.queue(),
      floor: floor.book.queue(),
      link: linkOf(this.standing(), 'STATION_NOT_ADMITTED'),
      devices: this.devices.all().map(({ id, kind, state, detail }) => ({
        id,
        kind,
        state,
        ...(detail === undefined ? {} : { detail }),
      })),
    });
    return this.storage.over(view, this.now());
  }
}
