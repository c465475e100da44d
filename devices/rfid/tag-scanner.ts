import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { tagKeyFromHex } from '../../protocols/epc/tag-key.ts';
import type { TagEvidence } from '../../protocols/wire/facts/scan-facts.ts';
import type { Scanner, ScannerListener } from '../scanner/scanner.ts';
import type { RfidEvent, RfidReader } from './reader.ts';
import type { SmoothingSettings } from './smoothing/settings.ts';
import { Smoother } from './smoothing/smoother.ts';
import type { ReadEvidence, SmoothingEvent } from './smoothing/smoothing-event.ts';

export interface TagScannerOptions {
  /** The scanner closes it. */
  readonly reader: RfidReader;
  readonly smoothing: SmoothingSettings;
  /** Whether tags that hold no GS1 key are told too, under the URI of their bits; else they are passed over. */
  readonly tellForeign: boolean;
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

const canonicalDomain = 'https://id.gs1.org';
/** Smoothing wants to be told the time so often. */
const tickMs = 100;

/**
 * An RFID reader as a scanner: a tag that arrives in its field is a scan of the GS1 Digital Link of its EPC, which names the
 * item as its barcode does. The tag counts again only after it has left.
 */
export function createTagScanner(options: TagScannerOptions): Scanner {
  return new TagScanner(options);
}

class TagScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: TagScannerOptions;
  private readonly smoother: Smoother;
  private listener: ScannerListener | undefined;
  private scans = 0;
  private cancelTick = () => {};

  constructor(options: TagScannerOptions) {
    this.id = options.reader.id;
    this.address = options.reader.address;
    this.options = options;
    this.smoother = new Smoother(options.smoothing);
  }

  start(listener: ScannerListener): void {
    this.listener = listener;
    this.options.reader.start((event) => this.heard(event));
    this.tick();
  }

  /** Readers have no beeper that a person would listen to. */
  signal(): void {}

  async close(): Promise<void> {
    this.listener = undefined;
    this.cancelTick();
    await this.options.reader.close();
  }

  /** Its own time never goes back, so that no tag is held for late when somebody sets the clock. */
  private tick(): void {
    const { clock } = this.options;
    this.tell(this.smoother.advance(clock.monotonicMs()));
    this.cancelTick = clock.after(tickMs, () => this.tick());
  }

  private heard(event: RfidEvent): void {
    switch (event.kind) {
      case 'reads': {
        const atMs = this.options.clock.monotonicMs();
        for (const read of event.reads) this.tell(this.smoother.read(this.id, read, atMs));
        break;
      }
      case 'state':
        if (event.state === 'connected') this.smoother.readerUp(this.id);
        else this.smoother.readerDown(this.id);
        this.listener?.(event);
        break;
      case 'trouble':
        this.options.log.warn({ event: 'rfid.trouble', device: this.id }, event.message);
        break;
      case 'garbled':
        // What a reader garbles is repeated by its next report: it is no scan that somebody would miss.
        this.options.log.warn({ event: 'rfid.garbled', device: this.id, hex: event.hex }, event.reason);
        break;
      case 'antenna':
      case 'input':
      case 'clock':
        this.options.log.info({ device: this.id, ...event, event: `rfid.${event.kind}` });
        break;
    }
  }

  private tell(events: readonly SmoothingEvent[]): void {
    for (const event of events) if (event.kind === 'arrived') this.arrived(event.epc, event.evidence);
  }

  private arrived(epc: string, evidence: ReadEvidence): void {
    const key = tagKeyFromHex(epc);
    if (!key.ok && !this.options.tellForeign) {
      this.options.log.debug({ event: 'rfid.foreign', device: this.id, epc }, key.expected);
      return;
    }
    this.scans += 1;
    this.listener?.({
      kind: 'scan',
      identity: { device: this.id, boot: this.options.boot, seq: this.scans },
      text: key.ok ? `${canonicalDomain}${key.value}` : `urn:epc:raw:${epc.length * 4}.x${epc}`,
      tag: this.evidenceOf(epc, evidence),
    });
  }

  private evidenceOf(
    epc: string,
    { reads, maxRssiDbm, antennas, firstSeenMs, lastSeenMs }: ReadEvidence,
  ): TagEvidence {
    const { clock } = this.options;
    const agoMs = (seenMs: number | null) =>
      clock.now() - (clock.monotonicMs() - (seenMs ?? clock.monotonicMs()));
    return {
      epc,
      reads,
      maxRssiDbm,
      antennas: antennas
        .slice(0, 16)
        .map(({ antenna, reads, maxRssiDbm }) => ({ antenna, reads, maxRssiDbm })),
      firstSeenAt: new Date(agoMs(firstSeenMs)).toISOString(),
      lastSeenAt: new Date(agoMs(lastSeenMs)).toISOString(),
    };
  }
}
