import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { orderNumber, ssccDigits } from '../../protocols/wire/ids.ts';
import type { CentralContext } from '../context.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import {
  listShipments,
  listUnknownParcels,
  parcelView,
  readParcel,
  readShipment,
  shipmentView,
  unknownParcel,
} from './shipment-view.ts';

const shipmentParams = z.strictObject({ shipment: z.string().min(1).max(200) });
const parcelParams = z.strictObject({ sscc: ssccDigits });
const listQuery = pageQuery.extend({
  order: orderNumber.optional(),
  /** Only those whose promised day is over and that are not delivered. */
  late: z.enum(['true', 'false']).default('false'),
});

const docs = {
  list: {
    summary: 'List the shipments, or only the late ones',
    query: listQuery,
    answer: pageAnswer(shipmentView),
  },
  one: { summary: 'Show a shipment with its parcels', params: shipmentParams, answer: shipmentView },
  parcel: {
    summary: 'Show how a parcel stands',
    params: parcelParams,
    answer: parcelView.extend({ v: z.literal(1) }),
  },
  unknown: {
    summary: 'List the parcels of which a carrier speaks and nobody here knows',
    query: pageQuery,
    answer: pageAnswer(unknownParcel),
  },
};

/** Where goods are: shipments, late ones among them, one parcel, and parcels that only a carrier knows. */
export function shipmentRoutes(app: FastifyInstance, { db, clock }: CentralContext): void {
  const today = () => isoInstant(clock.now()).slice(0, 10);

  app.get('/v1/shipments', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, after = '', order, late } = parseRequest(listQuery, request.query, 'query');
    const filter = { after, limit: limit + 1, order, late: late === 'true', today: today() };
    return pageOf(await listShipments(db, filter), limit, ({ shipment }) => shipment);
  });

  app.get('/v1/shipments/:shipment', { config: { role: 'reader', doc: docs.one } }, async (request) =>
    readShipment(db, parseRequest(shipmentParams, request.params, 'path').shipment, today()),
  );

  app.get('/v1/parcels/:sscc', { config: { role: 'reader', doc: docs.parcel } }, async (request) => {
    const { sscc } = parseRequest(parcelParams, request.params, 'path');
    return { v: 1, ...(await readParcel(db, sscc)) };
  });

  app.get('/v1/unknown-parcels', { config: { role: 'reader', doc: docs.unknown } }, async (request) => {
    const { limit, after = '' } = parseRequest(pageQuery, request.query, 'query');
    return pageOf(await listUnknownParcels(db, after, limit + 1), limit, ({ sscc }) => sscc);
  });
}
