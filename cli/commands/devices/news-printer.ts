import type { DeviceNews } from '../../../devices/open-device.ts';
import { isoInstant } from '../../../kernel/clock.ts';
import type { TagRead } from '../../../protocols/rfid/tag-read.ts';
import { newsWords } from './news-words.ts';
import { TagTally, tagLine, tagWords } from './tag-words.ts';

export interface PrinterOptions {
  readonly json: boolean;
  /** Each read of a tag by itself, instead of what was read in a second. */
  readonly all: boolean;
  readonly write: (text: string) => void;
}

const tellTagsMs = 1_000;
/** A second of tags shows no more lines than a screen. */
const mostLines = 20;
/** Different tags are counted up to here. */
const mostDifferent = 100_000;

/** Prints what one device tells, and counts it. */
export class NewsPrinter {
  private readonly id: string;
  private readonly options: PrinterOptions;
  private readonly tally = new TagTally();
  private readonly different = new Set<string>();
  private readonly counts = new Map<string, number>();
  private toldTagsMs = Number.NEGATIVE_INFINITY;

  constructor(id: string, options: PrinterOptions) {
    this.id = id;
    this.options = options;
  }

  /** @param atMs when it happened, since the Unix epoch. */
  tell(news: DeviceNews, atMs: number): void {
    if (news.device === 'rfid' && news.event.kind === 'reads') {
      this.read(news.event.reads, atMs);
      return;
    }
    this.tellTags(atMs);
    const words = newsWords(news, isoInstant(atMs));
    if (words === null) return;
    const { json, lines } = words;
    this.count(json.event);
    if (json.reading === 'refused') this.count('refused');
    this.print(atMs, json, lines);
  }

  /** Prints the tags of the last second, if it is over. */
  tellTags(atMs: number): void {
    if (atMs - this.toldTagsMs < tellTagsMs) return;
    const { tags, otherReads } = this.tally.take();
    if (tags.length === 0) return;
    this.toldTagsMs = atMs;
    const hidden = tags.length - mostLines;
    const lines = [
      ...tags.slice(0, mostLines).map(tagLine),
      ...(hidden > 0 ? [`  and ${hidden} more tags`] : []),
      ...(otherReads > 0 ? [`  and ${otherReads} reads of still more tags`] : []),
    ];
    this.print(atMs, { event: 'tags', tags, otherReads }, lines);
  }

  /** What is left to tell, and the counts: `{"event":"summary","counts":{"scan":3}}`. */
  end(atMs: number): void {
    this.toldTagsMs = Number.NEGATIVE_INFINITY;
    this.tellTags(atMs);
    const counts = Object.fromEntries(this.counts);
    if (this.different.size > 0) counts.tag = this.different.size;
    const shown = Object.entries(counts).map(([name, count]) => `${count} ${plural(name, count)}`);
    this.print(atMs, { event: 'summary', counts }, [`summary: ${shown.join(', ') || 'nothing was told'}`]);
  }

  countOf(event: string): number {
    return this.counts.get(event) ?? 0;
  }

  private read(reads: readonly TagRead[], atMs: number): void {
    for (const read of reads) {
      this.count('read', read.count);
      if (this.different.size < mostDifferent) this.different.add(read.epc);
      if (this.options.all)
        this.print(atMs, { event: 'read', ...read, ...tagWords(read) }, [tagLine(tagWords(read))]);
      else this.tally.add(read);
    }
    this.tellTags(atMs);
  }

  private count(event: string, by = 1): void {
    this.counts.set(event, this.countOf(event) + by);
  }

  private print(atMs: number, json: object, lines: readonly string[]): void {
    const at = isoInstant(atMs);
    const { write } = this.options;
    if (this.options.json) write(`${JSON.stringify({ v: 1, at, device: this.id, ...json })}\n`);
    else write(`${lines.map((line) => `${at.slice(11, 23)}  ${this.id}  ${line}`).join('\n')}\n`);
  }
}

const plurals: Readonly<Record<string, string>> = {
  state: 'changes of state',
  trouble: 'troubles',
  garbled: 'garbled',
  refused: 'refused',
  identity: 'identities',
};

function plural(event: string, count: number): string {
  if (count === 1 && event !== 'state') return event;
  return plurals[event] ?? (event.endsWith('s') ? event : `${event}s`);
}
