import type { RfidEvent } from '../../../../devices/rfid/reader.ts';
import { type TagWords, tagWords } from '../tag-words.ts';
import { type DeviceTest, type Finding, fault, ok, warning } from './finding.ts';

const enoughReads = 20;
const mostTroubles = 10;
/** Further than this and the times of its reads are of little use. */
const clockLimitMs = 2_000;

/** Some reads show which antennas see the tag. */
export class ReaderTest implements DeviceTest<RfidEvent> {
  readonly ask = 'hold a tag before an antenna';
  private readonly antennas = new Map<number, number>();
  private readonly troubles = new Set<string>();
  private tag: TagWords | undefined;
  private reads = 0;
  private offsetMs = 0;

  hear(event: RfidEvent): void {
    switch (event.kind) {
      case 'reads':
        for (const read of event.reads) {
          this.tag ??= tagWords(read);
          this.reads += read.count;
          this.antennas.set(read.antenna, (this.antennas.get(read.antenna) ?? 0) + read.count);
        }
        break;
      case 'clock':
        this.offsetMs = event.offsetMs;
        break;
      case 'trouble':
        if (this.troubles.size < mostTroubles) this.troubles.add(event.message);
        break;
      case 'antenna':
        if (!event.connected) this.troubles.add(`antenna ${event.antenna} is not connected`);
        break;
      case 'garbled':
        if (this.troubles.size < mostTroubles) this.troubles.add(`garbled: ${event.reason}`);
        break;
      case 'input':
      case 'state':
        break;
    }
  }

  isDone(): boolean {
    return this.reads >= enoughReads;
  }

  judge(): readonly Finding[] {
    const troubles = [...this.troubles].map((text) => warning(text));
    if (this.tag === undefined) {
      return [
        ...troubles,
        fault(
          'no tag was read in time',
          'is an antenna connected, its power high enough, and the tag UHF (Gen 2)?',
        ),
      ];
    }
    const seen = [...this.antennas].map(([antenna, reads]) => `antenna ${antenna} (${reads} reads)`);
    return [
      ok(`reads a tag at ${seen.join(', ')}`),
      contentFinding(this.tag),
      ...this.clockFindings(),
      ...troubles,
    ];
  }

  private clockFindings(): readonly Finding[] {
    if (Math.abs(this.offsetMs) <= clockLimitMs) return [];
    return [
      warning(
        `its clock is ${this.offsetMs} ms from ours`,
        'set the reader to a time server; until then its times are corrected',
      ),
    ];
  }
}

function contentFinding({ key, scheme, refusal, epc }: TagWords): Finding {
  if (key !== null) return ok(`the tag is ${key} (${scheme})`);
  const why = refusal ?? `${scheme} has no GS1 key`;
  return warning(`the tag ${epc} holds no GS1 key: ${why}`, 'try a tag that is encoded with a GS1 key');
}
