import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';
import { keyId } from '../../protocols/wire/signed-head.ts';
import { stationKeyList } from '../../protocols/wire/station-keys.ts';
import { centralErrors } from '../central-errors.ts';
import type { CentralContext } from '../context.ts';
import { lockFactsOf } from '../database/locks.ts';
import { withLateBooks } from '../database/transaction.ts';
import { knownSite } from '../sites.ts';
import { storeKeys, trustKey } from './key-store.ts';

/** Ten thousand keys. */
const maxListBytes = 4 * 1_048_576;

const keyParams = z.strictObject({ site: siteId });
const keysTaken = z.strictObject({ v: z.literal(1), keys: z.number().int(), untrusted: z.array(keyId) });
const trustBody = z.strictObject({ v: z.literal(1), station: stationId, key: keyId });

/** The public keys of stations: their gateways list them, and a person may trust one that came out of turn. */
export function keyRoutes(app: FastifyInstance, context: CentralContext): void {
  const putDoc = {
    summary: 'Take over the public keys of a site from its gateway',
    params: keyParams,
    body: stationKeyList,
    answer: keysTaken,
  };
  app.put(
    '/v1/sites/:site/station-keys',
    { config: { role: 'sync', doc: putDoc }, bodyLimit: maxListBytes },
    async (request) => {
      const { site } = parseRequest(keyParams, request.params, 'path');
      const list = parseRequest(stationKeyList, request.body);
      knownSite(context.config, site);
      if (list.site !== site) {
        throw centralErrors.fault('SITE_UNKNOWN', `the keys are of ${list.site}, the address names ${site}`, {
          place: 'body.site',
        });
      }
      const at = isoInstant(context.clock.now());
      const untrusted = await withLateBooks(context, async (trx) => {
        await lockFactsOf(trx, site);
        return storeKeys(trx, list, at);
      });
      for (const { station, key } of untrusted) {
        context.log.warn(
          { event: 'keys.untrusted', site, station, key },
          'a key came without the one before being ended',
        );
      }
      return { v: 1, keys: list.keys.length, untrusted: untrusted.map(({ key }) => key) };
    },
  );
  const trustDoc = {
    summary: 'Trust a key of a station that came out of turn',
    params: keyParams,
    body: trustBody,
    answer: trustBody,
  };
  app.post(
    '/v1/sites/:site/station-keys/trust',
    { config: { role: 'operator', doc: trustDoc } },
    async (request) => {
      const { site } = parseRequest(keyParams, request.params, 'path');
      const body = parseRequest(trustBody, request.body);
      if (await withLateBooks(context, (trx) => trustKey(trx, site, body.station, body.key))) return body;
      throw centralErrors.fault('STATION_KEY_UNKNOWN', `${body.station} of ${site} has no key ${body.key}`, {
        place: 'body.key',
      });
    },
  );
}
