import { join } from 'node:path';
import { enrolStation } from '../../../../edge/identity/enrol.ts';
import { stationInvitation } from '../../../../protocols/wire/enrolment.ts';
import { callService } from '../../../call-service.ts';
import { trustingFetch } from '../../../service-access.ts';

/** So many are on their way at once. */
const atOnce = 4;

export interface StationEnrolment {
  /** The gateway's HTTP address. */
  readonly gatewayUrl: string;
  /** Of the role operator, where the gateway has tokens. */
  readonly token?: string | undefined;
  /** File of the authorities of its certificate. */
  readonly caFile?: string | undefined;
  readonly stations: readonly string[];
  /** Each gets a folder of its name there, with its keys. */
  readonly folder: string;
}

/**
 * Makes every simulated station one of the site, as "packproof enrol" does: with keys of its own, by a one-time code. A site that knows
 * them already gives them new keys.
 *
 * @throws SERVICE_UNREACHABLE, SERVICE_REFUSED, ENROLMENT_FAILED
 */
export async function enrolStations(wanted: StationEnrolment): Promise<void> {
  const waiting = [...wanted.stations];
  const fetchOf = trustingFetch(wanted.caFile === undefined ? {} : { ca: wanted.caFile });
  const work = async () => {
    for (let station = waiting.shift(); station !== undefined; station = waiting.shift()) {
      const { gatewayUrl, token, folder } = wanted;
      const call = { method: 'POST', body: { v: 1, station }, token, fetch: fetchOf } as const;
      const answer = await callService(new URL('/v1/enrolments', gatewayUrl).href, call);
      const { code, caFingerprint } = stationInvitation.parse(answer);
      await enrolStation({ gatewayUrl, code, caFingerprint, dataDir: join(folder, station) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
