import { connect, type MqttClient } from 'mqtt';
import { impinjEvent, impinjTagEvent } from '../../../protocols/reader-json/events.ts';
import { instantOf } from '../../../protocols/reader-json/iso-time.ts';
import type { SimulatedTag } from '../uhf-module/module-model.ts';
import type { EventFault } from './event-faults.ts';
import { EventFlow, type FlowOptions } from './event-flow.ts';
import { ImpinjServer, type ImpinjServerOptions } from './impinj-server.ts';
import type { SimulatedJsonReader } from './json-reader.ts';

export interface ImpinjReaderOptions extends FlowOptions, ImpinjServerOptions {
  /** It publishes there too. */
  readonly mqtt?: { readonly url: string; readonly topic: string };
  readonly keepAliveMs?: number;
}

const hostname = 'impinj-00-00-01';
const unpluggedMs = 500;

/** An R700: REST interface, HTTP stream, and where it is told so MQTT. `url` is known after the first plug. */
export function createImpinjReader(
  options: ImpinjReaderOptions,
): SimulatedJsonReader & { readonly url: string } {
  return new ImpinjReader(options);
}

class ImpinjReader implements SimulatedJsonReader {
  readonly commands: string[] = [];
  private readonly options: ImpinjReaderOptions;
  private readonly server: ImpinjServer;
  private readonly flow: EventFlow;
  private client: MqttClient | undefined;
  private isReading = false;
  private muted = false;
  private plugged = false;
  private cancelKeepAlive = () => {};
  private cancelPlug = () => {};

  constructor(options: ImpinjReaderOptions) {
    this.options = options;
    this.server = new ImpinjServer(options, {
      status: () => this.status(),
      isMuted: () => this.muted,
      run: (preset) => this.run(preset),
    });
    this.flow = new EventFlow(options, {
      isReading: () => this.isReading && !this.muted,
      eventOf: (read, atUs) => `${impinjTagEvent(read, hostname, atUs)}`,
      send: (text, byteByByte) => this.out(text, byteByByte),
      unplug: () => this.pullPlug(),
    });
  }

  get url(): string {
    return this.server.url;
  }

  get address(): string {
    const { mqtt } = this.options;
    return mqtt === undefined ? this.url : `${this.url}, ${mqtt.url} ${mqtt.topic}`;
  }

  get reading(): boolean {
    return this.isReading;
  }

  async plug(): Promise<void> {
    this.cancelPlug();
    if (this.plugged) return;
    this.plugged = true;
    this.isReading = false;
    await this.server.open();
    await this.connect();
    this.flow.start();
    this.keepAlive();
  }

  async unplug(): Promise<void> {
    this.cancelPlug();
    this.cancelKeepAlive();
    this.flow.stop();
    this.plugged = false;
    const { client } = this;
    this.client = undefined;
    await Promise.all([this.server.close(), client?.endAsync(true)]);
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

  input(gpi: number, high: boolean): void {
    const transition = high ? 'low-to-high' : 'high-to-low';
    this.send(impinjEvent('gpiTransition', { gpi, transition }, hostname, this.flow.nowUs()));
  }

  send(text: string): void {
    this.out(text, false);
  }

  private async connect(): Promise<void> {
    const { mqtt } = this.options;
    if (mqtt === undefined) return;
    const client = connect(mqtt.url, { reconnectPeriod: 1_000 });
    client.on('error', () => {});
    this.client = client;
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  }

  private out(text: string, byteByByte: boolean): void {
    if (this.muted) return;
    this.server.write(`${text}\r\n`, byteByByte);
    const { mqtt } = this.options;
    if (mqtt !== undefined) this.client?.publish(mqtt.topic, text, { qos: 1 }, () => {});
  }

  private keepAlive(): void {
    if (!this.muted) this.server.write('\r\n', false);
    const { clock, keepAliveMs = 30_000 } = this.options;
    this.cancelKeepAlive = clock.after(keepAliveMs, () => this.keepAlive());
  }

  private status(): object {
    this.commands.push('status');
    const status = this.isReading ? 'running' : 'idle';
    return { status, time: instantOf(this.flow.nowUs(), 'Z'), serialNumber: '37000000001' };
  }

  private run(preset: string | null): boolean {
    this.commands.push(preset === null ? 'stop' : `start ${preset}`);
    if (preset !== null && this.isReading) return false;
    this.isReading = preset !== null;
    const inventoryStatus = this.isReading ? 'running' : 'idle';
    this.send(impinjEvent('inventoryStatus', { inventoryStatus }, hostname, this.flow.nowUs()));
    return true;
  }

  private pullPlug(): void {
    void this.unplug();
    this.cancelPlug = this.options.clock.after(unpluggedMs, () => void this.plug());
  }
}
