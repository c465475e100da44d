import type { Clock } from '../../kernel/clock.ts';
import { encodeEpc } from '../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../protocols/epc/epc-from-elements.ts';
import { type SimulatedLlrpReader, startLlrpReader } from './llrp-reader/llrp-reader.ts';
import { SimulatedScale } from './scale/simulated-scale.ts';
import { listeningPeer } from './scanner-peers.ts';

/** A tagged unit of a product. */
interface TaggedUnit {
  readonly gtin: string;
  readonly serial: string;
}

interface BenchPlace {
  /** Of the scanner that it stands beside. */
  readonly id: string;
  readonly scalePort: number;
  readonly readerPort: number;
}

const host = '127.0.0.1';
/** A parcel that was just put down swings for so long. */
const swingMs = 600;
/** A parcel lies before the reader for so long. */
const tagsMs = 4_000;
const readsPerSecond = 200;
const scale = { voice: { kind: 'mt-sics' }, capacityGrams: 30_000, intervalMs: 200 } as const;

/** Where a closed parcel is checked, without hardware: a scale (MT-SICS) and an RFID reader (LLRP), each on a port of the loopback. */
export class VirtualBench {
  readonly id: string;
  /** What lies on the scale. */
  grams = 0;
  private readonly place: BenchPlace;
  private readonly clock: Clock;
  private readonly scale: SimulatedScale;
  private reader: SimulatedLlrpReader | undefined;
  private cancelSwing = () => {};

  constructor(place: BenchPlace, clock: Clock) {
    this.id = place.id;
    this.place = place;
    this.clock = clock;
    this.scale = new SimulatedScale(listeningPeer({ host, port: place.scalePort }), scale, clock);
  }

  async start(): Promise<void> {
    await this.scale.plug();
    const { readerPort: port } = this.place;
    this.reader = await startLlrpReader({ port, tags: 0, rate: readsPerSecond, clock: this.clock });
  }

  async stop(): Promise<void> {
    this.cancelSwing();
    await this.scale.unplug();
    await this.reader?.stop();
  }

  /** Puts a load onto the scale, in place of what lay there. */
  weigh(grams: number): void {
    this.cancelSwing();
    this.grams = grams;
    this.scale.put(grams, true);
    this.cancelSwing = this.clock.after(swingMs, () => this.scale.put(grams));
  }

  /** Puts tagged goods before the reader for a moment. @throws if a GTIN is none. */
  showTags(units: readonly TaggedUnit[]): void {
    this.reader?.pass({ epcs: units.map(epcOf), durationMs: tagsMs });
  }
}

function epcOf({ gtin, serial }: TaggedUnit): string {
  const link = `https://id.gs1.org/01/${gtin}/21/${encodeURIComponent(serial)}`;
  const epc = epcFromDigitalLink(link, { scheme: 'SGTIN+', filter: 1 });
  const encoded = epc.ok ? encodeEpc(epc.value) : epc;
  if (!encoded.ok) throw new Error(`GTIN ${gtin}, serial ${serial}: ${encoded.expected} expected`);
  return encoded.value.hex;
}
