import { centralStatus, stationReport } from '../../protocols/wire/status.ts';
import type { Plant } from './plant.ts';
import { until } from './wait.ts';

/** Waits until central has every fact of every station, down to the last one of each edge agent's own log. */
export async function awaitQuiet(plant: Plant, limitMs: number): Promise<void> {
  await until('central to have every fact of every station', limitMs, async () => {
    const central = centralStatus.parse(await json(`${plant.centralUrl}/v1/status`));
    for (const person of plant.people) {
      const { facts, station } = stationReport.parse(await json(`${person.edgeUrl}/v1/status`));
      const upTo = central.stations.find((candidate) => candidate.station === station)?.upTo ?? 0;
      if (upTo < facts.lastSeq) throw new Error(`${station} has ${facts.lastSeq}, central ${upTo}`);
    }
    return true;
  });
}

async function json(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
}
