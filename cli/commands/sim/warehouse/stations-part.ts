import { systemClock } from '../../../../kernel/clock.ts';
import { createLog } from '../../../../kernel/log.ts';
import { clear, createHistogram } from './histogram.ts';
import { LoadedStation } from './loaded-station.ts';
import type { PartAssignment, StationsTally } from './part-messages.ts';
import type { Part } from './warehouse-part.ts';

const turnMs = 2;

/** The stations of one process. */
export function startStations(
  assignment: Extract<PartAssignment, { role: 'stations' }>,
): Part<StationsTally> {
  const latency = createHistogram();
  const log = createLog('sim-warehouse', 'error');
  const stations = assignment.stations.map(
    (plan) => new LoadedStation(plan, assignment.access, { folder: assignment.folder, log, latency }),
  );
  for (const station of stations) station.prepare(assignment.backlog);
  let working = false;
  let turnedMs = 0;

  function turn(): void {
    if (!working) return;
    const now = performance.now();
    const seconds = (now - turnedMs) / 1000;
    turnedMs = now;
    for (const station of stations) station.turn(seconds);
    systemClock.after(turnMs, turn);
  }

  const sumOf = (count: (station: LoadedStation) => number) =>
    stations.reduce((sum, station) => sum + count(station), 0);
  return {
    go() {
      for (const station of stations) station.connect();
      working = true;
      turnedMs = performance.now();
      turn();
    },
    measure: () => clear(latency),
    stop: () => {
      working = false;
    },
    isDone: () => sumOf(({ committed, acknowledged }) => committed - acknowledged) === 0,
    tally: () => ({
      committed: sumOf(({ committed }) => committed),
      acknowledged: sumOf(({ acknowledged }) => acknowledged),
      latency,
      stopped: stations.find(({ stopped }) => stopped !== null)?.stopped ?? null,
    }),
    close: async () => {
      await Promise.all(stations.map((station) => station.close()));
    },
  };
}
