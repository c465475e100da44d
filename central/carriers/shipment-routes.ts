import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { orderNumber, ssccDigits } from '../../protocols/wire/ids.ts';
import type { CentralContext } from '../context.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { listShipments, listUnknownParcels, readParcel, readShipment } from './shipment-view.ts';

const shipmentParams = z.strictObject({ shipment: z.string().min(1).max(200) });
const parcelParams = z.strictObject({ sscc: ssccDigits });
const listQuery = pageQuery.extend({
  order: orderNumber.optional(),
  /** Only those whose promised day is over and that are not delivered. */
  late: z.enum(['true', 'false']).default('false'),
});

/** Where goods are: shipments, late ones among them, one parcel, and parcels that only a carrier knows. */
export function shipmentRoutes(app: FastifyInstance, { db, clock }: CentralContext): void {
  const today = () => isoInstant(clock.now()).slice(0, 10);

  app.get('/v1/shipments', { config: { role: 'reader' } }, async (request) => {
    const { limit, after = '', order, late } = parseRequest(listQuery, request.query, 'query');
    const filter = { after, limit: limit + 1, order, late: late === 'true', today: today() };
    return pageOf(await listShipments(db, filter), limit, ({ shipment }) => shipment);
  });

  app.get('/v1/shipments/:shipment', { config: { role: 'reader' } }, async (request) =>
    readShipment(db, parseRequest(shipmentParams, request.params, 'path').shipment, today()),
  );

  app.get('/v1/parcels/:sscc', { config: { role: 'reader' } }, async (request) => {
    const { sscc } = parseRequest(parcelParams, request.params, 'path');
    return { v: 1, ...(await readParcel(db, sscc)) };
  });

  app.get('/v1/unknown-parcels', { config: { role: 'reader' } }, async (request) => {
    const { limit, after = '' } = parseRequest(pageQuery, request.query, 'query');
    return pageOf(await listUnknownParcels(db, after, limit + 1), limit, ({ sscc }) => sscc);
  });
}
