import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { DeviceConfig } from '../device-config.ts';
import { type DeviceNews, openDevice, startDevice } from '../open-device.ts';
import type { Recording } from './read-recording.ts';
import { isHid } from './recorded-device.ts';
import type { RecordingEntry } from './recording.ts';
import { ReplayConnector } from './replay-connector.ts';
import { ReplayHid } from './replay-hid.ts';

/** What a replay does to a driver in place of the device. */
export interface ReplaySide {
  readonly isOpen: boolean;
  /** How many times the driver has sent something. */
  readonly writes: number;
  bytes(bytes: Buffer): void;
  close(detail: string | undefined): void;
}

export interface ReplayOptions {
  readonly config: DeviceConfig;
  readonly log: Log;
  /** 1 as fast as it was, 2 twice as fast; 0 at once. */
  readonly speed: number;
  /** The time of the machine, for the speed. */
  readonly clock: Clock;
  readonly isStopped: () => boolean;
  /** `atMs` is the time of the recording, since the Unix epoch. */
  readonly listener: (news: DeviceNews, atMs: number) => void;
}

/** The driver's time goes on in steps of this length, so that what it does in between is done in its order. */
const stepMs = 100;
/** How long the driver has, in its own time, to ask for the device again. */
const openWithinMs = 30_000;
/** ... and to send what it sent when it was recorded, as the answers behind it belong to it. */
const writeWithinMs = 1_000;
/** What has begun at the end of a recording is told when nothing follows for so long. */
const tailMs = 5_000;

/**
 * Gives a recording to the driver of its device. The driver lives in the time of the recording, so that pauses mean
 * what they meant, however fast it is replayed.
 *
 * @returns false if the device is none whose way can be replayed.
 */
export async function replayRecording(recording: Recording, options: ReplayOptions): Promise<boolean> {
  const player = new Player(recording, options);
  try {
    if (!player.start()) return false;
    for await (const entry of recording.play()) {
      if (options.isStopped()) break;
      await player.play(entry);
    }
    if (!options.isStopped()) await player.finish();
    return true;
  } finally {
    await player.close();
  }
}

class Player {
  private readonly options: ReplayOptions;
  private readonly beganMs: number;
  private readonly clock: ManualClock;
  private readonly connector: ReplayConnector;
  private readonly hid = new ReplayHid();
  private readonly device: ReturnType<typeof openDevice>;
  private side: ReplaySide;
  private atMs = 0;
  private outs = 0;

  constructor({ header }: Recording, options: ReplayOptions) {
    const { config, log } = options;
    this.options = options;
    this.beganMs = Date.parse(header.at);
    this.clock = new ManualClock(header.at);
    this.connector = new ReplayConnector('recording');
    this.side = this.hid;
    this.device = openDevice(config, {
      boot: 'replay',
      clock: this.clock,
      log,
      hid: this.hid,
      hold: async () => ({ release: async () => {} }),
      wrap: () => {
        this.side = this.connector;
        return this.connector;
      },
    });
  }

  start(): boolean {
    const { config, listener } = this.options;
    if (this.side === this.hid && !isHid(config)) return false;
    startDevice(this.device, (news) => listener(news, this.beganMs + this.atMs));
    return true;
  }

  async play(entry: RecordingEntry): Promise<void> {
    await this.pass(entry.ms - this.atMs);
    this.atMs = entry.ms;
    if ('in' in entry) this.side.bytes(Buffer.from(entry.in, 'hex'));
    else if ('out' in entry) await this.awaitWrite();
    else if ('descriptor' in entry) this.hid.describe(Uint8Array.from(Buffer.from(entry.descriptor, 'hex')));
    else if ('state' in entry) await this.changeState(entry);
    await settled();
  }

  async finish(): Promise<void> {
    await this.until(() => false, tailMs);
  }

  async close(): Promise<void> {
    this.hid.finish();
    await this.device.port.close();
  }

  private async changeState(entry: Extract<RecordingEntry, { state: string }>): Promise<void> {
    if (entry.state === 'closed') {
      this.side.close(entry.detail);
    } else if (entry.state === 'failed') {
      await this.until(() => this.connector.fail(entry.missing, entry.detail ?? ''), openWithinMs);
    } else if (this.side === this.hid) {
      this.hid.plug(entry.hid);
      await this.until(() => this.side.isOpen, openWithinMs);
    } else {
      await this.until(() => this.connector.open(), openWithinMs);
    }
  }

  private async awaitWrite(): Promise<void> {
    this.outs += 1;
    await this.until(() => this.side.writes >= this.outs, writeWithinMs);
    // What it did not send this time, it need not catch up with.
    this.outs = Math.min(this.outs, this.side.writes);
  }

  /** Lets the driver's time go on until something is so; the time of the recording stands still. */
  private async until(isSo: () => boolean, withinMs: number): Promise<void> {
    await settled();
    for (let waitedMs = 0; !isSo() && waitedMs < withinMs; waitedMs += stepMs) {
      this.clock.advance(stepMs);
      await settled();
    }
  }

  private async pass(durationMs: number): Promise<void> {
    const { speed, clock, isStopped } = this.options;
    for (let left = durationMs; left > 0 && !isStopped(); left -= stepMs) {
      const step = Math.min(left, stepMs);
      if (speed > 0) await new Promise<void>((resolve) => clock.after(step / speed, resolve));
      this.clock.advance(step);
      await settled();
    }
  }
}

/** Everything that was begun and needs no time is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
