import { z } from 'zod';
import type { EventPage } from '../../protocols/wire/event.ts';
import { type FactUploadAck, factUploadAck } from '../../protocols/wire/fact-delivery.ts';
import type { StationKeyList } from '../../protocols/wire/station-keys.ts';
import { centralStatus } from '../../protocols/wire/status.ts';
import { type WorkPage, type WorkPosition, workPage } from '../../protocols/wire/work.ts';
import type { HttpPeer } from './http-peer.ts';

const timeoutMs = 30_000;
/** Central answers a long poll after this at the latest. */
const waitSeconds = 25;
const documentsPerPage = 500;

/** Of central's status only what concerns the stations, so that the rest may grow. */
const stationsAtCentral = z.object({ stations: centralStatus.shape.stations });

export type CentralPeer = ReturnType<typeof createCentralPeer>;

/** Central as the sync of one site sees it. */
export function createCentralPeer(peer: HttpPeer, site: string) {
  return {
    postFacts: ({ events, heads }: Pick<EventPage, 'events' | 'heads'>): Promise<FactUploadAck> =>
      peer.call({
        method: 'POST',
        path: '/v1/facts',
        body: { v: 1, site, events, heads },
        answer: factUploadAck,
        timeoutMs,
      }),
    /** Central takes over the keys with which the site's stations sign. */
    async putStationKeys(list: StationKeyList): Promise<void> {
      const path = `/v1/sites/${site}/station-keys`;
      await peer.call({ method: 'PUT', path, body: list, answer: z.object({ v: z.literal(1) }), timeoutMs });
    },
    /** station -> the last seq of which central has everything. */
    async heads(): Promise<Map<string, number>> {
      const { stations } = await peer.call({
        method: 'GET',
        path: '/v1/status',
        answer: stationsAtCentral,
        timeoutMs,
      });
      return new Map(stations.filter((each) => each.site === site).map((each) => [each.station, each.upTo]));
    },
    /** What changed behind a position; waits for it if nothing has. */
    work: ({ cursor, epoch }: WorkPosition): Promise<WorkPage> =>
      peer.call({
        method: 'GET',
        path: `/v1/sites/${site}/work`,
        query: { after: cursor, epoch: epoch ?? undefined, limit: documentsPerPage, wait: waitSeconds },
        answer: workPage,
        timeoutMs: timeoutMs + waitSeconds * 1000,
      }),
  };
}
