import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Clock, systemClock } from '../../../kernel/clock.ts';
import { decodeMessage } from '../../../protocols/llrp/decode.ts';
import { encodeMessage } from '../../../protocols/llrp/encode.ts';
import { LlrpFramer } from '../../../protocols/llrp/framer.ts';
import type { LlrpMessage, ParameterOf } from '../../../protocols/llrp/message.ts';
import { type LlrpFault, seeded } from './faults.ts';
import { foreignRoSpec } from './foreign-rospec.ts';
import { type ModelName, modelNamed } from './models.ts';
import { ReaderCore } from './reader-core.ts';
import { type Pass, TagField } from './tag-field.ts';
import { Wire } from './wire.ts';

export interface LlrpReaderOptions {
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly model?: ModelName;
  /** Tags that lie in the field. */
  readonly tags?: number;
  /** Reads in a second. */
  readonly rate?: number;
  readonly seed?: number;
  readonly clockOffsetMs?: number;
  readonly clock?: Clock;
  /** What is wrong from the beginning. */
  readonly faults?: readonly LlrpFault[];
}

/** A simulated reader that listens, and what can be done to it. */
export interface SimulatedLlrpReader {
  readonly port: number;
  stop(): Promise<void>;
  pass(pass: Pass): void;
  antenna(antenna: number, connected: boolean): void;
  input(port: number, high: boolean): void;
  exception(text: string): void;
  inject(fault: LlrpFault): void;
  /** Ends a fault that lasts. */
  mend(fault: LlrpFault): void;
  jumpClock(byMs: number): void;
  readonly roSpecs: readonly ParameterOf<'ROSpec'>[];
  readonly hasClient: boolean;
  /** The last requests by name. */
  readonly requests: readonly string[];
}

const clockJumpMs = 3_600_000;
const floodReads = 20_000;
const mostRequests = 1_000;

/** Starts a reader on a TCP port; resolves when it listens. */
export async function startLlrpReader(options: LlrpReaderOptions = {}): Promise<SimulatedLlrpReader> {
  const reader = new LlrpReader(options);
  await reader.listen();
  return reader;
}

class LlrpReader implements SimulatedLlrpReader {
  readonly requests: string[] = [];
  private readonly options: LlrpReaderOptions;
  private readonly clock: Clock;
  private readonly faults: Set<LlrpFault>;
  private readonly random: () => number;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private clockOffsetMs: number;
  private core: ReaderCore;
  private holder: { readonly socket: Socket; readonly wire: Wire } | undefined;

  constructor(options: LlrpReaderOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.faults = new Set(options.faults);
    this.random = seeded(options.seed ?? 1);
    this.clockOffsetMs = options.clockOffsetMs ?? 0;
    this.core = this.boot();
    if (this.faults.has('foreign-rospec')) this.core.roSpecs.put(foreignRoSpec);
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get roSpecs() {
    return this.core.roSpecs.all;
  }

  get hasClient(): boolean {
    return this.holder !== undefined;
  }

  listen(): Promise<void> {
    const { host = '127.0.0.1', port = 0 } = this.options;
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve());
    });
  }

  stop(): Promise<void> {
    this.core.stop();
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  pass(pass: Pass): void {
    this.core.options.field.pass(pass, this.clock.monotonicMs());
  }

  antenna(antenna: number, connected: boolean): void {
    this.core.antenna(antenna, connected);
  }

  input(port: number, high: boolean): void {
    this.core.input(port, high);
  }

  exception(text: string): void {
    this.core.exception(text);
  }

  jumpClock(byMs: number): void {
    this.clockOffsetMs += byMs;
    this.core.clockOffsetMs = this.clockOffsetMs;
  }

  mend(fault: LlrpFault): void {
    this.faults.delete(fault);
  }

  inject(fault: LlrpFault): void {
    switch (fault) {
      case 'reset':
        this.holder?.socket.resetAndDestroy();
        break;
      case 'reboot':
        this.reboot();
        break;
      case 'clock-jump':
        this.jumpClock(clockJumpMs);
        break;
      case 'half-open':
        this.holder?.wire.cut();
        break;
      case 'error-message':
        this.core.error();
        break;
      case 'garbage':
        this.holder?.wire.send(Uint8Array.from({ length: 64 }, () => Math.floor(this.random() * 256) | 0xe0));
        break;
      case 'flood':
        this.core.flood(floodReads);
        break;
      case 'foreign-rospec':
        this.core.roSpecs.put(foreignRoSpec);
        break;
      default:
        this.faults.add(fault);
    }
  }

  /** All that clients have set up is lost, and the clock is not yet set by the network. */
  private reboot(): void {
    this.core.stop();
    this.holder?.socket.resetAndDestroy();
    this.holder = undefined;
    this.clockOffsetMs -= clockJumpMs;
    this.core = this.boot();
  }

  private boot(): ReaderCore {
    const { model: name = 'impinj-r420', tags = 10, rate = 100, seed = 1 } = this.options;
    const model = modelNamed(name);
    const { antennas, frequencies } = model;
    const field = new TagField({ tags, antennas, channels: frequencies.length, seed });
    return new ReaderCore({
      model,
      field,
      rate,
      clock: this.clock,
      faults: this.faults,
      clockOffsetMs: this.clockOffsetMs,
    });
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.parted(socket));
    const wire = new Wire(socket, this.clock, this.faults, this.random);
    const send = (message: LlrpMessage) => {
      const encoded = encodeMessage(message);
      if (encoded.ok) wire.send(encoded.bytes);
    };
    if (this.holder !== undefined) {
      this.refuse(socket);
      return;
    }
    this.holder = { socket, wire };
    const framer = new LlrpFramer();
    socket.on('data', (chunk: Buffer) => {
      if (!wire.cutOff) this.received(framer, chunk, socket);
    });
    this.core.connect({ send, hangUp: () => socket.end() });
  }

  /** There is one connection only (LLRP 1.0.1, 5.2). */
  private refuse(socket: Socket): void {
    const encoded = encodeMessage(this.core.refusal());
    if (encoded.ok) socket.end(encoded.bytes);
    this.core.tell({ type: 'ConnectionAttemptEvent', Status: 'Another_Connection_Attempted' });
  }

  private parted(socket: Socket): void {
    this.sockets.delete(socket);
    if (this.holder?.socket !== socket) return;
    this.holder = undefined;
    this.core.disconnect();
  }

  private received(framer: LlrpFramer, chunk: Buffer, socket: Socket): void {
    const { frames, error } = framer.push(chunk);
    for (const { bytes } of frames) {
      const decoded = decodeMessage(bytes);
      if (!decoded.ok) continue;
      this.requests.push(decoded.message.type);
      if (this.requests.length > mostRequests) this.requests.shift();
      this.core.take(decoded.message);
    }
    if (error !== null) socket.destroy();
  }
}
