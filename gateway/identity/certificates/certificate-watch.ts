import type { Clock } from '../../../kernel/clock.ts';
import { messageOf, PackproofError } from '../../../kernel/errors.ts';
import { readCertificate } from '../../../kernel/tls/tls-x509.ts';
import type { Incidents } from '../../incidents/incident.ts';
import type { SiteIdentity } from '../site-identity.ts';
import { authoritiesOf, dropOld, namesOf } from './authorities.ts';
import type { AuthorityRole } from './site-ca.ts';

const dayMs = 24 * 60 * 60 * 1000;
const lookEveryMs = 60 * 60 * 1000;
/** A CA is replaced without haste: half a year is warning enough for every device to be switched on once. */
const authorityAheadMs = 182 * dayMs;
/** Or a quarter of its life. It is renewed in good time (ours: 10 days of 30), so this near to its end something does not work. */
const serverAheadMs = 14 * dayMs;
const clientAheadMs = 30 * dayMs;

/** When a certificate of the gateway ends. */
export interface CertificateEnd {
  /** `server`, or which CA of the site. */
  readonly certificate: 'server' | `ca ${AuthorityRole}`;
  readonly notAfterMs: number;
  /** So long before its end it is named; 0: never. */
  readonly aheadMs: number;
}

export interface CertificateWatchDeps {
  readonly identity: SiteIdentity;
  readonly incidents: Pick<Incidents, 'report' | 'end' | 'open'>;
  /** The gateway's own certificate in PEM; null where it has none. */
  readonly serverCertificate: () => string | null;
  readonly clock: Clock;
}

/** Looks every hour which certificates are near their end, names them as incidents, and drops an old CA on its day. */
export function watchCertificates(deps: CertificateWatchDeps) {
  const { identity, clock } = deps;
  let ends: readonly CertificateEnd[] = [];
  let cancel = () => {};
  let stopped = false;

  async function look(): Promise<void> {
    try {
      await dropOnItsDay(deps);
      ends = await endsOf(deps);
      tell(deps, expiring(deps, ends));
    } catch (thrown) {
      identity.log.error({ event: 'identity.watch_failed', err: thrown }, messageOf(thrown));
    }
  }

  function lookAndWait(): void {
    void look().then(() => {
      if (!stopped) cancel = clock.after(lookEveryMs, lookAndWait);
    });
  }

  lookAndWait();
  identity.onAuthoritiesChange(look);
  return {
    ends: () => ends,
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}

/** Whoever still uses it keeps it: the day only says from when on nobody has to be asked. */
async function dropOnItsDay({ identity, incidents, clock }: CertificateWatchDeps): Promise<void> {
  if (!identity.hasCa()) return;
  const old = (await authoritiesOf(identity)).find(({ role }) => role === 'old');
  if (old === undefined || old.dropFrom === null || Date.parse(old.dropFrom) > clock.now()) {
    incidents.end('AUTHORITY_IN_USE', '');
    return;
  }
  try {
    await dropOld(identity, false);
    incidents.end('AUTHORITY_IN_USE', '');
  } catch (thrown) {
    if (!(thrown instanceof PackproofError) || thrown.code !== 'AUTHORITY_IN_USE') throw thrown;
    const who = namesOf(old.users);
    incidents.report(
      'AUTHORITY_IN_USE',
      '',
      `the old CA was to be dropped from ${old.dropFrom} on; used by ${who}`,
    );
  }
}

async function endsOf({ identity, serverCertificate }: CertificateWatchDeps): Promise<CertificateEnd[]> {
  const authorities = identity.hasCa() ? await authoritiesOf(identity) : [];
  const own = readCertificate(serverCertificate() ?? '');
  return [
    ...(own === null ? [] : [endOfServer(Date.parse(own.validFrom), Date.parse(own.validTo))]),
    ...authorities.map(({ role, notAfter }) => ({
      certificate: `ca ${role}` as const,
      notAfterMs: Date.parse(notAfter),
      // An old one is on its way out already.
      aheadMs: role === 'old' ? 0 : authorityAheadMs,
    })),
  ];
}

function endOfServer(fromMs: number, notAfterMs: number): CertificateEnd {
  return { certificate: 'server', notAfterMs, aheadMs: Math.min(serverAheadMs, (notAfterMs - fromMs) / 4) };
}

interface Expiring {
  readonly code: 'SITE_CA_EXPIRING' | 'SERVER_CERTIFICATE_EXPIRING' | 'CLIENT_CERTIFICATE_EXPIRING';
  readonly subject: string;
  readonly detail: string;
}

function expiring({ identity, clock }: CertificateWatchDeps, ends: readonly CertificateEnd[]): Expiring[] {
  const nowMs = clock.now();
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const own = ends.flatMap(({ certificate, notAfterMs, aheadMs }): Expiring[] => {
    if (notAfterMs - nowMs > aheadMs) return [];
    const ofServer = certificate === 'server';
    const code = ofServer ? 'SERVER_CERTIFICATE_EXPIRING' : 'SITE_CA_EXPIRING';
    const detail = `${ofServer ? "the gateway's certificate" : 'the CA of the site'} ends on ${day(notAfterMs)}`;
    return [{ code, subject: '', detail }];
  });
  const clients = identity.authorityUsers.clients().flatMap((client): Expiring[] => {
    const notAfterMs = Date.parse(client.notAfter);
    const lifeMs = notAfterMs - Date.parse(client.issuedAt);
    if (notAfterMs - nowMs > Math.min(clientAheadMs, lifeMs / 4)) return [];
    const detail = `the certificate of client ${client.name} ends on ${day(notAfterMs)}`;
    return [{ code: 'CLIENT_CERTIFICATE_EXPIRING', subject: client.name, detail }];
  });
  return [...own, ...clients];
}

const watched = ['SITE_CA_EXPIRING', 'SERVER_CERTIFICATE_EXPIRING', 'CLIENT_CERTIFICATE_EXPIRING'];

/** Names what is near its end, and ends what is so no more. */
function tell({ incidents }: CertificateWatchDeps, found: readonly Expiring[]): void {
  const key = ({ code, subject }: { readonly code: string; readonly subject: string }) =>
    `${code} ${subject}`;
  const lasting = new Set(found.map(key));
  for (const { code, subject, detail } of found) incidents.report(code, subject, detail);
  for (const open of incidents.open()) {
    if (watched.includes(open.code) && !lasting.has(key(open))) incidents.end(open.code, open.subject);
  }
}
