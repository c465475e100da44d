import type { DeviceState } from '../../devices/device-state.ts';
import type { DeviceReport } from '../../protocols/wire/status.ts';

/** The condition of each device of a station, with what it sent since the start. */
export class DeviceBoard {
  private readonly reports = new Map<string, DeviceReport>();

  add(id: string, kind: DeviceReport['kind'], address: string): void {
    const counts = { scans: 0, garbled: 0, dropped: 0 };
    this.reports.set(id, { id, kind, address: address.slice(0, 200), state: 'disconnected', counts });
  }

  count(id: string, what: 'scans' | 'garbled' | 'dropped'): void {
    const report = this.reports.get(id);
    if (report !== undefined) report.counts[what] = (report.counts[what] ?? 0) + 1;
  }

  changed(id: string, state: DeviceState, detail: string | undefined): void {
    const report = this.reports.get(id);
    if (report === undefined) return;
    const { detail: _before, ...rest } = report;
    this.reports.set(id, { ...rest, state, ...(detail === undefined ? {} : { detail }) });
  }

  all(): DeviceReport[] {
    return [...this.reports.values()];
  }
}
