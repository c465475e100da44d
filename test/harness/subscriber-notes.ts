import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const maxBreaches = 5;

/** What a subscriber wrote down (collector.ts), read on as it grows. */
export class SubscriberNotes {
  private readonly name: string;
  private readonly file: string;
  private readonly before: ReadonlyMap<string, number>;
  private readonly upTo = new Map<string, number>();
  private readonly breaches: string[] = [];
  private read = 0;

  /** @param before what was there before it came, of which it may have any part. */
  constructor(name: string, file: string, before: ReadonlyMap<string, number>) {
    this.name = name;
    this.file = file;
    this.before = before;
  }

  /** Everything of every station, its first deliveries in order. */
  audit(wanted: ReadonlyMap<string, number>): string[] {
    this.readOn();
    const missing = [...wanted].flatMap(([station, seq]) => {
      const known = this.upTo.get(station) ?? 0;
      return known === seq ? [] : [`${this.name} has ${station} up to ${known}, central up to ${seq}`];
    });
    return [...this.breaches, ...missing];
  }

  private readOn(): void {
    const file = openSync(this.file, 'r');
    try {
      const news = Buffer.alloc(Math.max(0, fstatSync(file).size - this.read));
      const length = readSync(file, news, 0, news.length, this.read);
      const text = news.subarray(0, length);
      const end = text.lastIndexOf('\n') + 1;
      this.read += end;
      for (const line of text.subarray(0, end).toString().split('\n')) if (line !== '') this.note(line);
    } finally {
      closeSync(file);
    }
  }

  private note(line: string): void {
    const [, station = '', seq = ''] = (line.split(' ')[1] ?? '').split('/');
    const at = Number(seq);
    const known = this.upTo.get(station) ?? Math.min(this.before.get(station) ?? 0, at - 1);
    if (at > known + 1 && this.breaches.length < maxBreaches)
      this.breaches.push(`${this.name}: ${station}/${at} came behind ${known}`);
    this.upTo.set(station, Math.max(known, at));
  }
}
