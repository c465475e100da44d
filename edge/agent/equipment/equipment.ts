import type { DeviceStateEvent } from '../../../devices/device-state.ts';
import { openPrinter } from '../../../devices/printer/open-printer.ts';
import type { Printer, PrinterEvent } from '../../../devices/printer/printer.ts';
import { openReader } from '../../../devices/rfid/open-reader.ts';
import type { RfidEvent, RfidReader } from '../../../devices/rfid/reader.ts';
import { openScale } from '../../../devices/scale/open-scale.ts';
import type { Scale, ScaleEvent } from '../../../devices/scale/scale.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { EdgeConfig } from '../../edge-config.ts';
import type { Sensed } from '../../fulfilment/input.ts';
import type { Wants } from '../../fulfilment/screen-view.ts';
import type { PrintJob } from '../../fulfilment/state.ts';
import type { Equipment } from '../../fulfilment/work-view.ts';
import { atProfile, placesOf } from './at-profile.ts';
import type { ParcelReader, StationPrinter } from './equipment-config.ts';
import { type PaperSetting, paperOf } from './papers.ts';
import { ParcelLook } from './parcel-look.ts';
import { type JobOutcome, PrintQueue } from './print-queue.ts';
import { WeighWatch } from './weigh-watch.ts';

/** How often a look at a parcel is asked whether it is over. */
const lookMs = 100;

/** What the equipment must know of its station, and whom it tells. */
export interface EquipmentPorts {
  readonly clock: Clock;
  readonly log: Log;
  profile(): string | null;
  wants(): Wants;
  prints(): readonly PrintJob[];
  paperSetting(): Pick<PaperSetting, 'language' | 'site'>;
  /** Puts an input into the one queue of the station. @returns false if it was not taken. */
  sense(input: Sensed): boolean;
  deviceChanged(device: string, kind: 'printer' | 'scale' | 'rfid', event: DeviceStateEvent): void;
  add(device: string, kind: 'printer' | 'scale' | 'rfid', address: string): void;
}

interface OwnPrinter extends StationPrinterSettings {
  readonly printer: Printer;
}
type StationPrinterSettings = Pick<StationPrinter, 'profiles' | 'stock'>;

interface OwnScale {
  readonly scale: Scale;
  readonly profiles: readonly string[];
  readonly watch: WeighWatch;
  connected: boolean;
}

interface OwnReader {
  readonly reader: RfidReader;
  readonly settings: ParcelReader;
  readonly profiles: readonly string[];
  connected: boolean;
  reading: boolean;
  look: ParcelLook | null;
  /** What the last look found, as text: the same again is no news. */
  told: string | null;
}

/**
 * Printers, scales and parcel readers of a station: they are started and stopped with it, tell what somebody waits for, and print
 * what was stored. All that they tell goes through the station's one queue.
 */
export class StationEquipment {
  private readonly ports: EquipmentPorts;
  private readonly printers: readonly OwnPrinter[];
  private readonly scales: readonly OwnScale[];
  private readonly readers: readonly OwnReader[];
  private readonly queue: PrintQueue<OwnPrinter>;
  /** Jobs that were there when the agent started: an earlier start may have printed them. */
  private readonly inherited: ReadonlySet<number>;
  private readonly places: readonly string[];
  private running = false;
  private cancelLook = () => {};

  constructor(config: Pick<EdgeConfig, 'printers' | 'scales' | 'parcelReaders'>, ports: EquipmentPorts) {
    const { clock, log } = ports;
    this.ports = ports;
    this.printers = config.printers.map(({ printer, ...rest }) => ({
      ...rest,
      printer: openPrinter(printer, { clock, log }),
    }));
    this.scales = config.scales.map(({ scale, profiles, minGrams }) => ({
      scale: openScale(scale, { clock, log }),
      profiles,
      watch: new WeighWatch(minGrams),
      connected: false,
    }));
    this.readers = config.parcelReaders.map((settings) => ({
      reader: openReader(settings.reader, { clock, log }),
      settings,
      profiles: settings.profiles,
      connected: false,
      reading: true,
      look: null,
      told: null,
    }));
    this.places = placesOf([...this.printers, ...this.scales, ...this.readers]);
    this.inherited = new Set(ports.prints().map(({ job }) => job));
    this.queue = new PrintQueue<OwnPrinter>({
      clock,
      log,
      jobs: ports.prints,
      printerNow: () => atProfile(this.printers, ports.profile()),
      paper: (job, { stock }) =>
        paperOf(job, { ...ports.paperSetting(), stock, mayBeTwice: this.mayBeTwice(job) }),
      done: (outcome: JobOutcome) => ports.sense({ kind: 'printed', ...outcome }),
    });
  }

  start(): void {
    for (const { printer } of this.printers) {
      this.ports.add(printer.id, 'printer', printer.address);
      printer.start((event) => this.printerTold(printer.id, event));
    }
    for (const own of this.scales) {
      this.ports.add(own.scale.id, 'scale', own.scale.address);
      own.scale.start((event) => this.scaleTold(own, event));
    }
    for (const own of this.readers) {
      this.ports.add(own.reader.id, 'rfid', own.reader.address);
      own.reader.start((event) => this.readerTold(own, event));
    }
    this.running = true;
    this.changed();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.queue.stop();
    this.cancelLook();
    await Promise.all([
      ...this.printers.map(({ printer }) => printer.close()),
      ...this.scales.map(({ scale }) => scale.close()),
      ...this.readers.map(({ reader }) => reader.close()),
    ]);
  }

  /** What stands at the place of the profile, and works. */
  present(profile: string | null): Equipment {
    return {
      printer: atProfile(this.printers, profile) !== undefined,
      scale: atProfile(this.scales, profile)?.connected === true,
      tagReader: atProfile(this.readers, profile)?.connected === true,
      places: this.places,
    };
  }

  /** Something was stored: what is waited for, or what is to be printed, may be something else now. */
  changed(): void {
    if (!this.running) return;
    this.queue.look();
    this.weigh();
    this.lookAtParcels();
  }

  private mayBeTwice({ job, retries = 0 }: PrintJob): boolean {
    return retries > 0 || this.inherited.has(job);
  }

  private printerTold(device: string, event: PrinterEvent): void {
    if (event.kind === 'state') this.ports.deviceChanged(device, 'printer', event);
    if (event.kind === 'blocked') {
      const detail = event.reasons.join(', ');
      this.ports.deviceChanged(device, 'printer', { kind: 'state', state: 'failed', detail });
    }
    if (event.kind === 'ready')
      this.ports.deviceChanged(device, 'printer', { kind: 'state', state: 'connected' });
    this.queue.heard(event);
  }

  private scaleTold(own: OwnScale, event: ScaleEvent): void {
    own.watch.heard(event);
    if (event.kind === 'state') {
      own.connected = event.state === 'connected';
      this.ports.deviceChanged(own.scale.id, 'scale', event);
    }
    if (event.kind === 'garbled') {
      const { hex, reason } = event;
      this.ports.log.warn({ event: 'scale.garbled', device: own.scale.id, hex }, reason);
    }
    this.weigh();
  }

  private weigh(): void {
    if (!this.running) return;
    const own = atProfile(this.scales, this.ports.profile());
    for (const other of this.scales) if (other !== own) other.watch.take(false);
    const weighed = own?.watch.take(this.ports.wants().weight === true) ?? null;
    if (own !== undefined && weighed !== null) {
      this.ports.sense({ kind: 'weight', device: own.scale.id, ...weighed });
    }
  }

  private readerTold(own: OwnReader, event: RfidEvent): void {
    if (event.kind === 'state') {
      own.connected = event.state === 'connected';
      this.ports.deviceChanged(own.reader.id, 'rfid', event);
    }
    if (event.kind === 'trouble') {
      this.ports.log.warn({ event: 'rfid.trouble', device: own.reader.id }, event.message);
    }
    own.look?.heard(event, this.ports.clock.monotonicMs());
  }

  /** Only the reader of the place reads, and only while somebody waits for the tags of a parcel. */
  private lookAtParcels(): void {
    const wanted = this.ports.wants().tags === true;
    const now = this.ports.clock.monotonicMs();
    const here = wanted ? atProfile(this.readers, this.ports.profile()) : undefined;
    for (const own of this.readers) {
      const reads = own === here;
      if (reads !== own.reading) own.reader.setReading(reads);
      own.reading = reads;
      if (!reads) {
        own.look = null;
        own.told = null;
      } else {
        own.look ??= new ParcelLook(own.settings, now);
      }
    }
    this.cancelLook();
    if (here !== undefined) this.cancelLook = this.ports.clock.after(lookMs, () => this.finishLook(here));
  }

  private finishLook(own: OwnReader): void {
    if (!this.running || own.look === null) return;
    if (own.look.isOver(this.ports.clock.monotonicMs())) {
      const epcs = own.look.epcs();
      own.look = null;
      const found = epcs.join();
      // An empty place is no parcel.
      if (epcs.length > 0 && found !== own.told) {
        own.told = found;
        this.ports.sense({ kind: 'tags', device: own.reader.id, epcs });
      }
    }
    this.lookAtParcels();
  }
}
