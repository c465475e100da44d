import type { IPublishPacket } from 'mqtt';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { decodePayload, type ReaderMaker } from '../../../protocols/reader-json/decoder.ts';
import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import { BrokerLink, type BrokerSettings } from './broker-link.ts';
import { JsonReaderCore } from './json-reader-core.ts';
import type { ReaderCommand } from './json-session.ts';
import { RecentPayloads } from './recent-payloads.ts';

/** How a reader is told what to do: it gives the command, and the answer comes back as a message. */
export type AskReader = (
  command: ReaderCommand,
  id: string,
  by: {
    readonly publish: (topic: string, payload: string) => void;
    readonly answered: (message: ReaderMessage) => void;
  },
) => void;

export interface MqttReaderOptions {
  readonly id: string;
  readonly maker: ReaderMaker;
  readonly reading: boolean;
  readonly broker: BrokerSettings;
  /** Null where it is started and stopped elsewhere. */
  readonly ask: AskReader | null;
  /** Null where the reader says nothing while it sees nothing. */
  readonly silentMs: number | null;
  /** Whether a reader that was started here is stopped when it is closed. */
  readonly stops: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** A broker that redelivers begins with what it sent last. */
const rememberedPayloads = 2_048;

/** A reader that publishes its events through a broker. It counts as connected while it is heard, not while the broker is. */
export function createMqttReader(options: MqttReaderOptions): RfidReader {
  return new MqttReader(options);
}

class MqttReader implements RfidReader {
  readonly id: string;
  readonly address: string;
  private readonly options: MqttReaderOptions;
  private readonly core: JsonReaderCore;
  private readonly link: BrokerLink;
  private readonly recent = new RecentPayloads(rememberedPayloads);
  private started = false;
  private ended: Promise<void> | undefined;

  constructor(options: MqttReaderOptions) {
    const { id, broker, ask, silentMs, reading, clock, log } = options;
    this.id = id;
    this.options = options;
    this.address = `${broker.url.replace(/\/$/, '')}/${broker.filters[0] ?? ''}`;
    this.core = new JsonReaderCore({
      ...{ id, reading, clock, log },
      settings: { silentMs, controlled: ask !== null, direct: false },
      ask: (command, request) => this.ask(command, request),
      reopen: () => {},
    });
    this.link = new BrokerLink(broker, clock, {
      up: (kept) => this.core.up(kept),
      down: (state, detail) => this.core.down(state, detail),
      message: (topic, payload, packet) => this.received(topic, payload, packet),
    });
  }

  start(listener: (event: RfidEvent) => void): void {
    if (this.started || this.ended !== undefined) return;
    this.started = true;
    this.core.start(listener);
    this.link.start();
  }

  setReading(on: boolean): void {
    if (this.ended === undefined) this.core.want(on);
  }

  close(): Promise<void> {
    this.ended ??= this.core.close(this.options.stops).then(() => this.link.close());
    return this.ended;
  }

  private ask(command: ReaderCommand, request: string): void {
    this.options.ask?.(command, request, {
      publish: (topic, payload) => this.link.publish(topic, payload),
      answered: (message) => {
        this.core.message(message, true);
      },
    });
  }

  private received(topic: string, payload: Buffer, { retain }: IPublishPacket): void {
    const { id, log, maker } = this.options;
    if (log.isLevelEnabled('trace'))
      log.trace({ event: 'device.received', device: id, topic, retain }, String(payload));
    // What the broker kept for whoever comes was true at another time.
    if (retain || this.recent.knows(payload)) return;
    for (const item of decodePayload(maker, payload)) {
      if (item.kind === 'message') this.core.message(item.message, false);
      else this.core.garbled(item.fault, payload, `a message on ${topic}`);
    }
  }
}
