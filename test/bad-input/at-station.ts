import type { VirtualScanner } from '../../devices/simulators/virtual-scanner.ts';
import type { LastScan, ScreenView } from '../../edge/fulfilment/screen-view.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import { getJson } from './http.ts';
import type { Site } from './site.ts';
import { soon } from './soon.ts';

export async function screenOf({ urls }: Site): Promise<ScreenView> {
  return (await getJson(urls.edge, '/v1/screen')) as unknown as ScreenView;
}

export async function reportOf({ urls }: Site): Promise<StationReport> {
  return (await getJson(urls.edge, '/v1/status')) as unknown as StationReport;
}

/** Waits until the station holds that many orders and all of its scanners are connected. */
export async function stationReady(site: Site, orders: number): Promise<void> {
  await soon('work and scanners at the station', async () => {
    const { devices, work } = await reportOf(site);
    return work.orders >= orders && devices.every(({ state }) => state === 'connected') ? true : undefined;
  });
}

/** What the screen tells about the newest reading, once there were `more` since `before`. */
export function told(site: Site, before: ScreenView): Promise<ScreenView & { last: LastScan }> {
  const seen = before.last?.seq ?? 0;
  return soon('the screen to tell of the reading', async () => {
    const { last, ...view } = await screenOf(site);
    return last !== null && last.seq > seen ? { ...view, last } : undefined;
  });
}

/** Scans and waits for what the screen tells. */
export async function scan(site: Site, code: string, scanner: VirtualScanner = site.scanners.cr) {
  const before = await screenOf(site);
  scanner.scan(code);
  return told(site, before);
}

interface StoredFact {
  readonly seq: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The facts of the station as the gateway holds them, once it has all that the station has stored. */
export async function factsOf(site: Site, station: string, afterSeq = 0): Promise<StoredFact[]> {
  const { facts } = await reportOf(site);
  await soon('all facts at the gateway', async () =>
    (await reportOf(site)).facts.acknowledged >= facts.lastSeq ? true : undefined,
  );
  const { events } = await getJson(
    site.urls.gateway,
    `/v1/events?station=${station}&fromSeq=${afterSeq + 1}`,
  );
  return (events as { data: StoredFact }[]).map(({ data }) => data);
}
