import { connect, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { zebraHeartbeat, zebraInputEvent, zebraTagEvent } from '../../../protocols/reader-json/events.ts';
import type { SimulatedTag } from '../uhf-module/module-model.ts';
import type { EventFault } from './event-faults.ts';
import { EventFlow, type FlowOptions } from './event-flow.ts';
import type { SimulatedJsonReader } from './json-reader.ts';

export interface ZebraReaderOptions extends FlowOptions {
  /** Of the broker. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** What stands before data, events, command and response in its topics. */
  readonly topic: string;
  /** Whether it reads from the start, as it does when its state is kept. */
  readonly reading?: boolean;
  readonly heartbeatMs?: number;
}

const command = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.looseObject({ command: z.string(), command_id: z.string() }));
const unpluggedMs = 500;

/** The topics of a simulated Zebra reader, below its name. */
export function zebraTopics(topic: string) {
  return {
    data: `${topic}/data`,
    events: `${topic}/events`,
    command: `${topic}/command`,
    response: `${topic}/response`,
  };
}

/** A reader with IoT Connector: tag data, heartbeats and inputs to their topics, commands answered. */
export function createZebraReader(options: ZebraReaderOptions): SimulatedJsonReader {
  return new ZebraReader(options);
}

class ZebraReader implements SimulatedJsonReader {
  readonly address: string;
  readonly commands: string[] = [];
  private readonly options: ZebraReaderOptions;
  private readonly topics: ReturnType<typeof zebraTopics>;
  private readonly flow: EventFlow;
  private client: MqttClient | undefined;
  private isReading = false;
  private muted = false;
  private eventNum = 0;
  private antennas: readonly number[] = [1, 2];
  private cancelHeartbeat = () => {};
  private cancelPlug = () => {};

  constructor(options: ZebraReaderOptions) {
    this.options = options;
    this.topics = zebraTopics(options.topic);
    this.address = `${options.url} ${options.topic}`;
    this.flow = new EventFlow(options, {
      isReading: () => this.isReading && !this.muted,
      eventOf: (read, atUs) => zebraTagEvent(read, 'CUSTOM', this.count(), atUs),
      send: (text) => this.send(text),
      unplug: () => this.pullPlug(),
    });
  }

  get reading(): boolean {
    return this.isReading;
  }

  async plug(): Promise<void> {
    this.cancelPlug();
    if (this.client !== undefined) return;
    const { url, username, password, reading = false } = this.options;
    const client = connect(url, {
      clientId: `sim-${this.options.topic.replaceAll('/', '-')}-${process.pid}`,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      reconnectPeriod: 1_000,
    });
    this.client = client;
    this.isReading = reading;
    client.on('error', () => {});
    client.on('message', (_topic, payload) => this.told(payload));
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync(this.topics.command, { qos: 1 });
    this.flow.start();
    this.beat();
  }

  async unplug(): Promise<void> {
    this.cancelPlug();
    this.cancelHeartbeat();
    this.flow.stop();
    const { client } = this;
    this.client = undefined;
    await client?.endAsync(true);
  }

  show(tags: readonly SimulatedTag[]): void {
    this.flow.show(tags);
  }

  mute(on: boolean): void {
    this.muted = on;
  }

  inject(fault: EventFault): void {
    this.flow.inject(fault);
  }

  setClock(aheadMs: number): void {
    this.flow.setClock(aheadMs);
  }

  input(pin: number, high: boolean): void {
    this.publish(this.topics.events, zebraInputEvent(pin, high, this.count(), this.flow.nowUs()));
  }

  send(text: string): void {
    this.publish(this.topics.data, text);
  }

  private count(): number {
    this.eventNum += 1;
    return this.eventNum;
  }

  private beat(): void {
    const { heartbeatMs = 60_000, clock } = this.options;
    const health = { antennas: this.antennas, reading: this.isReading };
    this.publish(this.topics.events, zebraHeartbeat(health, this.count(), this.flow.nowUs()));
    this.cancelHeartbeat = clock.after(heartbeatMs, () => this.beat());
  }

  private told(payload: Buffer): void {
    if (this.muted) return;
    const parsed = command.safeParse(payload.toString('utf8'));
    if (!parsed.success) return;
    const { command: name, command_id: id } = parsed.data;
    this.commands.push(name);
    const ongoing = (name === 'start' && this.isReading) || (name === 'stop' && !this.isReading);
    if (name === 'start' || name === 'stop') this.isReading = name === 'start';
    const response = ongoing ? 'failure' : 'success';
    const answer = ongoing ? { reason: `${name} currently ongoing` } : {};
    this.publish(
      this.topics.response,
      JSON.stringify({ command: name, command_id: id, response, payload: answer }),
    );
  }

  private publish(topic: string, text: string): void {
    if (!this.muted) this.client?.publish(topic, text, { qos: 1 }, () => {});
  }

  private pullPlug(): void {
    void this.unplug();
    this.cancelPlug = this.options.clock.after(unpluggedMs, () => void this.plug());
  }
}
