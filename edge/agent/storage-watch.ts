import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import { edgeErrors } from '../edge-errors.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { failedView } from '../station/failed-view.ts';

interface StoragePorts {
  readonly log: Log;
  /** Readings that wait to be stored. */
  waiting(): number;
  /** Nothing can be stored: the screen has to say so. */
  failed(): void;
  /** That of whoever works here. */
  language(): Language;
}

/** What SQLite and the system say when there is no room. */
const fullCodes: readonly unknown[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

/** Whether the station can store. While it cannot, nothing may look or be answered as if it were done. */
export class StorageWatch {
  private readonly ports: StoragePorts;
  /** What the last try threw; null if it succeeded. */
  private failure: unknown = null;
  private failures = 0;

  constructor(ports: StoragePorts) {
    this.ports = ports;
  }

  /** Whether the last try to store succeeded. */
  get isWell(): boolean {
    return this.failure === null;
  }

  /** The last try to store failed so, or succeeded after all (null). */
  changed(failure: unknown): void {
    const { log, failed } = this.ports;
    const waiting = this.ports.waiting();
    this.failure = failure;
    if (failure === null) {
      log.info({ event: 'storage.recovered', waiting }, 'the station stores again');
      return;
    }
    this.failures += 1;
    log.error({ event: 'storage.failed', waiting }, messageOf(failure));
    failed();
  }

  /** Whoever gave something by a request is told whether it is stored. @throws STATION_QUEUE_FULL, STATION_STORAGE_FAILED */
  confirm(take: () => boolean): void {
    const before = this.failures;
    if (!take()) {
      throw edgeErrors.fault('STATION_QUEUE_FULL', `${this.ports.waiting()} readings wait to be stored`);
    }
    if (this.failure !== null || this.failures !== before) {
      const detail = this.failure === null ? 'nothing can be stored' : messageOf(this.failure);
      throw edgeErrors.fault('STATION_STORAGE_FAILED', detail);
    }
  }

  /** A view as it may be shown now. */
  over(view: ScreenView, at: string): ScreenView {
    if (this.failure === null) return view;
    const { failure: thrown, failures: tries } = this;
    const around = { isFull: isFull(thrown), tries, waiting: this.ports.waiting(), at };
    return failedView(view, { thrown, ...around }, this.ports.language());
  }
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && fullCodes.includes(thrown.code);
}
