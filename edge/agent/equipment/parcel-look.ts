import type { RfidEvent } from '../../../devices/rfid/reader.ts';
import { ReadSession } from '../../../devices/rfid/smoothing/read-session.ts';
import { tagKeyFromHex } from '../../../protocols/epc/tag-key.ts';
import type { ParcelReader } from './equipment-config.ts';

/** More tags lie in no parcel. */
const maxTags = 2_000;

/** One look at a closed parcel: what its reader reads until nothing new comes, or the time is up. Times are monotonic. */
export class ParcelLook {
  private readonly settings: ParcelReader;
  private readonly openedMs: number;
  private readonly session: ReadSession;

  constructor(settings: ParcelReader, openedMs: number) {
    this.settings = settings;
    this.openedMs = openedMs;
    this.session = new ReadSession({
      settings: { ...settings.session, maxTags: Math.min(settings.session.maxTags, maxTags) },
      points: [],
      zones: [settings.reader.id],
      expected: {},
      classOf: (epc) => {
        const key = tagKeyFromHex(epc);
        return key.ok ? key.value : null;
      },
      openedMs,
    });
  }

  heard(event: RfidEvent, atMs: number): void {
    if (event.kind !== 'reads') return;
    for (const read of event.reads) this.session.read(this.settings.reader.id, read, atMs);
  }

  /** Whether enough was seen, or waited for. */
  isOver(nowMs: number): boolean {
    return this.session.progress(nowMs).settled || nowMs - this.openedMs >= this.settings.readMs;
  }

  /** The EPCs that lie here, and not beside it. */
  epcs(): string[] {
    return this.session
      .close()
      .tags.filter(({ status, evidence }) => status !== 'stray' && status !== 'missing' && evidence.reads > 0)
      .map(({ epc }) => epc.toUpperCase());
  }
}
