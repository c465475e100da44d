import { z } from 'zod';
import { PackproofError } from '../../kernel/errors.ts';
import { consumerCursor, type EventPage, eventPage } from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { type StationKeyList, stationKeyList } from '../../protocols/wire/station-keys.ts';
import { type WorkPage, type WorkPosition, workPosition } from '../../protocols/wire/work.ts';
import type { HttpPeer, PeerRequest } from './http-peer.ts';

const timeoutMs = 20_000;
const consumerPath = '/v1/consumers/cloud-sync';

/** Which events of the gateway's log. */
export type EventsWanted =
  | { readonly after: number }
  | { readonly station: string; readonly fromSeq: number };

/** Of the gateway's status only what concerns the stations' facts. */
const stationsAtGateway = z.object({
  stations: z.array(z.object({ station: stationId, upTo: z.number().int() })),
});

export type GatewayPeer = ReturnType<typeof createGatewayPeer>;

/** The gateway as any of its consumers sees it. */
export function createGatewayPeer(peer: HttpPeer) {
  let tellsEpoch = true;
  const read = (query: PeerRequest<typeof eventPage>['query']): Promise<EventPage> =>
    peer.call({ method: 'GET', path: '/v1/events', query: query ?? {}, answer: eventPage, timeoutMs });

  return {
    /** With the numbering that they are of, where the gateway can tell it: before an upgrade, one of 0.1.0 cannot. */
    async events(wanted: EventsWanted, limit = maxFactsPerBatch): Promise<EventPage> {
      if (!tellsEpoch) return read({ ...wanted, limit });
      try {
        return await read({ ...wanted, limit, epoch: 'any' });
      } catch (thrown) {
        if (!(thrown instanceof PackproofError) || !/: 400 /.test(thrown.message)) throw thrown;
        tellsEpoch = false;
        return read({ ...wanted, limit });
      }
    },
    /** How far central has everything, by the consumer cursor that the gateway keeps. */
    async cursor(): Promise<number> {
      return (await peer.call({ method: 'GET', path: consumerPath, answer: consumerCursor, timeoutMs }))
        .cursor;
    },
    async moveCursor(cursor: number, rewind = false): Promise<number> {
      const body = { v: 1, cursor, rewind };
      return (await peer.call({ method: 'PUT', path: consumerPath, body, answer: consumerCursor, timeoutMs }))
        .cursor;
    },
    /** How far the gateway's log holds each station. */
    async stations(): Promise<{ readonly station: string; readonly upTo: number }[]> {
      return (await peer.call({ method: 'GET', path: '/v1/status', answer: stationsAtGateway, timeoutMs }))
        .stations;
    },
    /** The keys with which the site's stations sign. */
    stationKeys: (): Promise<StationKeyList> =>
      peer.call({ method: 'GET', path: '/v1/station-keys', answer: stationKeyList, timeoutMs }),
    workPosition: (): Promise<WorkPosition> =>
      peer.call({ method: 'GET', path: '/v1/work/position', answer: workPosition, timeoutMs }),
    putWork: (body: WorkPage): Promise<WorkPosition> =>
      peer.call({ method: 'PUT', path: '/v1/work', body, answer: workPosition, timeoutMs }),
  };
}
