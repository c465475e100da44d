import type { Clock } from '../../kernel/clock.ts';
import { type StationReport, stationReport } from '../../protocols/wire/status.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Refusals } from '../ingest/refusals.ts';

const maxReportBytes = 64 * 1024;

/** What a station said of itself, and when. */
export interface ReceivedReport {
  readonly report: StationReport;
  readonly receivedAtMs: number;
}

export type StationReports = ReturnType<typeof createStationReports>;

/** The latest report of each station. */
export function createStationReports(
  site: string,
  clock: Clock,
  refusals: Refusals,
  onReport: (report: StationReport) => void = () => {},
) {
  const reports = new Map<string, ReceivedReport>();
  return {
    /** Keeps a report; false, and counted, if it is none of that station. */
    take(station: string, payload: Buffer): boolean {
      const report = payload.length > maxReportBytes ? null : readReport(payload);
      if (report !== null && report.site === site && report.station === station) {
        reports.set(station, { report, receivedAtMs: clock.now() });
        onReport(report);
        return true;
      }
      refusals.count(gatewayErrors.fault('STATION_REPORT_INVALID', `of station ${station}`), { station });
      return false;
    },
    of: (station: string): ReceivedReport | null => reports.get(station) ?? null,
    stations: () => [...reports.keys()],
  };
}

function readReport(payload: Buffer): StationReport | null {
  try {
    return stationReport.safeParse(JSON.parse(payload.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
