import type { Clock } from '../../../kernel/clock.ts';
import type {
  LlrpMessage,
  LlrpParameter,
  LlrpVersion,
  ParameterOf,
} from '../../../protocols/llrp/message.ts';
import { answerTo } from './answers.ts';
import type { LlrpFault } from './faults.ts';
import { Inventory } from './inventory.ts';
import type { ReaderModel } from './models.ts';
import { factorySettings, type ReaderSettings } from './reader-settings.ts';
import { RoSpecStore } from './rospec-store.ts';
import { fieldRefusal, statusOf } from './status.ts';
import type { TagField } from './tag-field.ts';
import { type ReportStyle, SameAsLast, type TagEntry, tagReportData, unknownCustom } from './tag-report.ts';

type RoSpec = ParameterOf<'ROSpec'>;
type Headless<M> = M extends unknown ? Omit<M, 'version' | 'id'> : never;
export type OwnMessage = Headless<LlrpMessage>;

export interface ReaderCoreOptions {
  readonly model: ReaderModel;
  readonly field: TagField;
  readonly rate: number;
  readonly clock: Clock;
  readonly faults: ReadonlySet<LlrpFault>;
  /** How far its clock is ahead. */
  readonly clockOffsetMs: number;
}

/** One client, while it is connected. */
export interface Client {
  send(message: LlrpMessage): void;
  hangUp(): void;
}

/** A client that leaves two of them unanswered is hung up on. */
const mostUnacknowledged = 2;
const mostHeldTags = 5_000;
const warnAt = 0.8;

/** A reader from its start to its next restart: what it knows, does, and answers. */
export class ReaderCore {
  readonly options: ReaderCoreOptions;
  readonly roSpecs: RoSpecStore;
  settings: ReaderSettings = factorySettings;
  version: LlrpVersion = 1;
  clockOffsetMs: number;
  hasExtensions = false;
  private readonly startedMs: number;
  private readonly lostAntennas = new Set<number>();
  private readonly highInputs = new Set<number>();
  private inventory: Inventory | undefined;
  private client: Client | undefined;
  private isHolding = false;
  private held: LlrpParameter[] = [];
  private same = new SameAsLast();
  private unacknowledged = 0;
  private nextId = 1;
  private cancelKeepalive = () => {};

  constructor(options: ReaderCoreOptions) {
    this.options = options;
    this.clockOffsetMs = options.clockOffsetMs;
    this.startedMs = options.clock.monotonicMs();
    this.roSpecs = new RoSpecStore(options.model, {
      started: (roSpec) => this.begin(roSpec),
      ended: (roSpec) => this.finish(roSpec),
    });
  }

  /** Greets a client (LLRP 1.0.1, 13.2.6.12). */
  connect(client: Client): void {
    this.client = client;
    this.version = 1;
    this.isHolding = this.settings.holds;
    this.same = new SameAsLast();
    this.unacknowledged = 0;
    this.tell({ type: 'ConnectionAttemptEvent', Status: 'Success' });
    this.awaitKeepalive();
  }

  /** What a second client is told. */
  refusal(): LlrpMessage {
    const Status = 'Failed_A_Client_Initiated_Connection_Already_Exists';
    return { ...this.notification({ type: 'ConnectionAttemptEvent', Status }), version: 1, id: 0 };
  }

  disconnect(): void {
    this.client = undefined;
    this.cancelKeepalive();
  }

  stop(): void {
    this.disconnect();
    this.inventory?.stop();
    this.inventory = undefined;
  }

  take(message: LlrpMessage): void {
    const { speaks11 } = this.options.model;
    const isAboutVersions =
      message.type === 'GET_SUPPORTED_VERSION' || message.type === 'SET_PROTOCOL_VERSION';
    if (message.type === 'KEEPALIVE_ACK') {
      this.unacknowledged = 0;
    } else if (isAboutVersions ? !speaks11 : message.version !== this.version) {
      const refusal = { code: 'M_UnsupportedVersion', text: 'LLRP 1.0.1 is spoken here' } as const;
      this.reply({ type: 'ERROR_MESSAGE', parameters: [statusOf(refusal)] }, message.id);
    } else {
      const answer = answerTo(this, message);
      if (answer !== null) this.reply(answer, message.id, isAboutVersions ? 2 : undefined);
      this.after(message);
    }
  }

  antenna(antenna: number, connected: boolean): void {
    if (connected) this.lostAntennas.delete(antenna);
    else this.lostAntennas.add(antenna);
    const EventType = connected ? 'Antenna_Connected' : 'Antenna_Disconnected';
    this.tell({ type: 'AntennaEvent', EventType, AntennaID: antenna }, 'Antenna_Event');
  }

  input(port: number, high: boolean): void {
    if (high) this.highInputs.add(port);
    else this.highInputs.delete(port);
    this.tell({ type: 'GPIEvent', GPIPortNumber: port, GPIEvent: high }, 'GPI_Event');
    this.roSpecs.input(port, high);
  }

  exception(text: string): void {
    this.tell({ type: 'ReaderExceptionEvent', Message: text }, 'Reader_Exception_Event');
  }

  error(): void {
    this.send({
      type: 'ERROR_MESSAGE',
      parameters: [statusOf(fieldRefusal(0, 'an error without a request'))],
    });
  }

  flood(reads: number): void {
    this.inventory?.burst(reads);
  }

  isConnected(antenna: number): boolean {
    return !this.lostAntennas.has(antenna);
  }

  isHigh(port: number): boolean {
    return this.highInputs.has(port);
  }

  /** Sends what was held, if anything, and from now on at once. */
  release(): void {
    this.isHolding = false;
    const tags = this.held;
    this.held = [];
    for (let at = 0; at < tags.length; at += 100) this.sendTags(tags.slice(at, at + 100));
  }

  /** By its own clock. */
  private nowUs(): number {
    const { clock, model } = this.options;
    const ms = model.hasUtcClock ? clock.now() + this.clockOffsetMs : clock.monotonicMs() - this.startedMs;
    return Math.round(ms * 1000);
  }

  /** What an accepted request brings with it. */
  private after(message: LlrpMessage): void {
    if (message.type === 'SET_READER_CONFIG') this.awaitKeepalive();
    if (message.type === 'CLOSE_CONNECTION') this.client?.hangUp();
  }

  private begin(roSpec: RoSpec): void {
    const { model, field, rate, clock } = this.options;
    this.tellRoSpec(roSpec, 'Start_Of_ROSpec');
    this.inventory = new Inventory(
      {
        model,
        field,
        rate,
        clock,
        nowUs: () => this.nowUs(),
        isConnected: (antenna) => this.isConnected(antenna),
        report: (spec, tags) => this.report(spec, tags),
        ended: (spec) => this.aiSpecEnded(spec),
      },
      roSpec,
    );
  }

  private finish(roSpec: RoSpec): void {
    this.inventory?.stop();
    this.inventory = undefined;
    this.tellRoSpec(roSpec, 'End_Of_ROSpec');
  }

  private tellRoSpec({ ROSpecID }: RoSpec, EventType: 'Start_Of_ROSpec' | 'End_Of_ROSpec'): void {
    this.tell({ type: 'ROSpecEvent', EventType, ROSpecID, PreemptingROSpecID: 0 }, 'ROSpec_Event');
  }

  private aiSpecEnded({ ROSpecID }: RoSpec): void {
    const event: LlrpParameter = { type: 'AISpecEvent', EventType: 'End_Of_AISpec', ROSpecID, SpecIndex: 1 };
    this.tell(event, 'AISpec_Event');
    // Some readers take the end of the last AISpec for the end of the ROSpec, and wait to be started.
    if (!this.options.model.repeats) this.roSpecs.stop(ROSpecID);
  }

  private report(roSpec: RoSpec, entries: readonly TagEntry[]): void {
    const { faults, model } = this.options;
    const style: ReportStyle = {
      roSpecId: roSpec.ROSpecID,
      spec: roSpec.parameters?.find((one): one is ParameterOf<'ROReportSpec'> => one.type === 'ROReportSpec'),
      isUtc: model.hasUtcClock,
      addsUnknown: faults.has('unknown-custom'),
    };
    const tags = entries.map((entry) => tagReportData(entry, style));
    if (this.client === undefined || this.isHolding) this.hold(tags);
    else this.sendTags(tags);
  }

  private hold(tags: readonly LlrpParameter[]): void {
    const before = this.held.length;
    this.held = [...this.held, ...tags].slice(0, mostHeldTags);
    const [warn, full] = [mostHeldTags * warnAt, mostHeldTags];
    const percent: LlrpParameter = {
      type: 'ReportBufferLevelWarningEvent',
      ReportBufferPercentageFull: warnAt * 100,
    };
    if (before < warn && this.held.length >= warn) this.tell(percent, 'Report_Buffer_Fill_Warning');
    if (before < full && this.held.length >= full) this.tell({ type: 'ReportBufferOverflowErrorEvent' });
  }

  private sendTags(tags: readonly LlrpParameter[]): void {
    const compressed = this.options.faults.has('nil') ? tags.map((tag) => this.same.compress(tag)) : tags;
    if (tags.length > 0) this.send({ type: 'RO_ACCESS_REPORT', parameters: compressed });
  }

  /** Tells an event, if it is to be told; those without a name always are. */
  tell(event: LlrpParameter, name?: string): void {
    const isAsked = name === undefined || this.settings.events.has(name);
    if (!isAsked || (this.isHolding && event.type !== 'ConnectionAttemptEvent')) return;
    this.send(this.notification(event));
  }

  private notification(event: LlrpParameter) {
    const Microseconds = BigInt(this.nowUs());
    const { faults, model } = this.options;
    const time: LlrpParameter = { type: model.hasUtcClock ? 'UTCTimestamp' : 'Uptime', Microseconds };
    const parameters = [time, event, ...(faults.has('unknown-custom') ? [unknownCustom] : [])];
    const data: LlrpParameter = { type: 'ReaderEventNotificationData', parameters };
    return { type: 'READER_EVENT_NOTIFICATION' as const, parameters: [data] };
  }

  private awaitKeepalive(): void {
    this.cancelKeepalive();
    const { keepaliveMs } = this.settings;
    if (keepaliveMs === 0) return;
    this.cancelKeepalive = this.options.clock.after(keepaliveMs, () => this.keepAlive());
  }

  private keepAlive(): void {
    if (this.unacknowledged >= mostUnacknowledged) {
      this.client?.hangUp();
      return;
    }
    this.unacknowledged += 1;
    this.send({ type: 'KEEPALIVE' });
    this.awaitKeepalive();
  }

  private send(message: OwnMessage): void {
    const id = this.nextId;
    this.nextId += 1;
    this.reply(message, id);
  }

  private reply(message: OwnMessage, id: number, version = this.version): void {
    this.client?.send({ ...message, version, id } as LlrpMessage);
  }
}
