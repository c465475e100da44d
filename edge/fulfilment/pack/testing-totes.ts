import type { ProgressDocument, ToteDocument } from '../../../protocols/wire/floor.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { screenOf } from '../screen.ts';
import { milk, order, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';

type Rules = Parameters<typeof siteRules.parse>[0];
export type ToteItems = ToteDocument['items'];

/** A pack station to which the gateway tells of totes. */
export class PackStation extends TestStation {
  readonly totes = new Map<string, ToteDocument>();
  readonly progress = new Map<string, ProgressDocument>();

  constructor(pack: object = {}) {
    super();
    this.rules = siteRules.parse({ pack: { from: 'picked', ...pack } } as Rules);
    this.floor = {
      ...unknownFloor,
      tote: (name) => this.totes.get(name),
      progress: (number) => this.progress.get(number),
    };
    this.release(order('SO-1', [tea, 3], [milk, 1])).release(order('SO-2', [tea, 1]));
  }

  /** What the gateway tells now. */
  tell(tote: string, status: ToteDocument['status'], items: ToteItems, number = 'SO-1'): this {
    const before = this.progress.get(number)?.totes ?? [];
    this.totes.set(tote, { tote, order: number, status, items });
    const totes = [...new Set([...before, tote])];
    const progress = { order: number, stations: [], lines: [], serials: [], nextParcel: 1, totes };
    this.progress.set(number, { ...progress, lines: this.progress.get(number)?.lines ?? [] });
    return this;
  }

  tellLine(line: number, picked: number, shorted = 0): this {
    const before = this.progress.get('SO-1');
    if (before === undefined) throw new Error('tell of a tote first');
    const lines = [...before.lines, { line, picked, packed: 0, shipped: 0, shorted }];
    this.progress.set('SO-1', { ...before, lines });
    return this;
  }

  get prompt(): string {
    return screenOf(this.state, this.work, {
      ...{ revision: 1, site: 'north', station: 'pack-1', queue: { total: 0, next: [] }, devices: [] },
      link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
    }).prompt;
  }
}
