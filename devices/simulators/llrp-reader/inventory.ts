import type { Clock } from '../../../kernel/clock.ts';
import { type ParameterOf, parameterIn, parametersIn } from '../../../protocols/llrp/message.ts';
import type { ReaderModel } from './models.ts';
import type { Sighting, TagField } from './tag-field.ts';
import type { TagEntry } from './tag-report.ts';

export interface InventoryOptions {
  readonly model: ReaderModel;
  readonly field: TagField;
  /** Reads in a second. */
  readonly rate: number;
  readonly clock: Clock;
  /** By the reader's clock. */
  readonly nowUs: () => number;
  readonly isConnected: (antenna: number) => boolean;
  readonly report: (roSpec: ParameterOf<'ROSpec'>, tags: readonly TagEntry[]) => void;
  /** The AISpec has come to its end. */
  readonly ended: (roSpec: ParameterOf<'ROSpec'>) => void;
}

const tickMs = 20;
const longestReport = 200;

/** The radio while one ROSpec is active. */
export class Inventory {
  private readonly options: InventoryOptions;
  private readonly roSpec: ParameterOf<'ROSpec'>;
  private readonly entries = new Map<string, TagEntry>();
  private sightings = 0;
  private owed = 0;
  private sinceMs: number;
  private cancel = () => {};

  constructor(options: InventoryOptions, roSpec: ParameterOf<'ROSpec'>) {
    this.options = options;
    this.roSpec = roSpec;
    this.sinceMs = options.clock.monotonicMs();
    this.await();
  }

  /** What was read and not yet reported comes with the end. */
  stop(): void {
    this.cancel();
    this.flush();
  }

  /** So many reads at once. */
  burst(reads: number): void {
    for (let read = 0; read < reads; read += 1) this.readOnce();
    this.flush();
  }

  private await(): void {
    this.cancel = this.options.clock.after(tickMs, () => {
      this.await();
      this.tick();
    });
  }

  private tick(): void {
    const { rate, clock, ended } = this.options;
    this.owed += (rate * tickMs) / 1000;
    for (; this.owed >= 1; this.owed -= 1) this.readOnce();
    const { stop } = aiSpecOf(this.roSpec);
    if (stop?.AISpecStopTriggerType !== 'Duration') return;
    if (clock.monotonicMs() - this.sinceMs < stop.DurationTrigger) return;
    this.sinceMs = clock.monotonicMs();
    this.flush();
    ended(this.roSpec);
  }

  private readOnce(): void {
    const { field, clock } = this.options;
    const sighting = field.sight(this.antennas(), clock.monotonicMs());
    if (sighting === null) return;
    this.note(sighting);
    this.sightings += 1;
    const reportEvery = parameterIn(this.roSpec, 'ROReportSpec')?.N ?? 0;
    if (this.sightings >= (reportEvery || longestReport)) this.flush();
  }

  private antennas(): number[] {
    const { model, isConnected } = this.options;
    const asked = aiSpecOf(this.roSpec).antennas;
    const all = Array.from({ length: model.antennas }, (_, place) => place + 1);
    return (asked.includes(0) ? all : asked).filter(isConnected);
  }

  private note(sighting: Sighting): void {
    const key = `${sighting.epc}/${sighting.antenna}`;
    const known = this.entries.get(key);
    const nowUs = this.options.nowUs();
    this.entries.set(key, {
      sighting: known === undefined || sighting.rssiDbm > known.sighting.rssiDbm ? sighting : known.sighting,
      count: (known?.count ?? 0) + 1,
      firstSeenUs: known?.firstSeenUs ?? nowUs,
      lastSeenUs: nowUs,
    });
  }

  private flush(): void {
    const tags = [...this.entries.values()];
    this.entries.clear();
    this.sightings = 0;
    if (tags.length > 0) this.options.report(this.roSpec, tags);
  }
}

function aiSpecOf(roSpec: ParameterOf<'ROSpec'>) {
  const spec = parametersIn(roSpec, 'AISpec')[0];
  return { antennas: spec?.AntennaIDs ?? [0], stop: parameterIn(spec ?? {}, 'AISpecStopTrigger') };
}
