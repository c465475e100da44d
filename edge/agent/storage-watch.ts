import type { Log } from '../../kernel/log.ts';
import { edgeErrors } from '../edge-errors.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { failedView } from './failed-view.ts';

interface StoragePorts {
  readonly log: Log;
  /** Readings that wait to be stored. */
  waiting(): number;
  /** Nothing can be stored: the screen has to say so. */
  failed(): void;
}

/** Whether the station can store. While it cannot, nothing may look or be answered as if it were done. */
export class StorageWatch {
  private readonly ports: StoragePorts;
  private failure: string | null = null;
  private failures = 0;

  constructor(ports: StoragePorts) {
    this.ports = ports;
  }

  /** Whether the last try to store succeeded. */
  get isWell(): boolean {
    return this.failure === null;
  }

  /** The last try to store failed so, or succeeded after all (null). */
  changed(failure: string | null): void {
    const { log, failed } = this.ports;
    const waiting = this.ports.waiting();
    this.failure = failure;
    if (failure === null) {
      log.info({ event: 'storage.recovered', waiting }, 'the station stores again');
      return;
    }
    this.failures += 1;
    log.error({ event: 'storage.failed', waiting }, failure);
    failed();
  }

  /** Whoever gave something by a request is told whether it is stored. @throws STATION_QUEUE_FULL, STATION_STORAGE_FAILED */
  confirm(take: () => boolean): void {
    const before = this.failures;
    if (!take()) {
      throw edgeErrors.fault('STATION_QUEUE_FULL', `${this.ports.waiting()} readings wait to be stored`);
    }
    if (this.failure !== null || this.failures !== before) {
      throw edgeErrors.fault('STATION_STORAGE_FAILED', this.failure ?? 'nothing can be stored');
    }
  }

  /** A view as it may be shown now. */
  over(view: ScreenView, at: string): ScreenView {
    if (this.failure === null) return view;
    return failedView(view, {
      detail: this.failure,
      tries: this.failures,
      waiting: this.ports.waiting(),
      at,
    });
  }
}
