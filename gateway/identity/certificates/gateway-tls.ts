import { isLoopback } from '../../../kernel/http/http-access.ts';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';
import type { TlsSource } from '../../../kernel/tls/tls-server.ts';
import type { GatewayConfig } from '../../gateway-config.ts';
import type { SiteIdentity } from '../site-identity.ts';
import { ownServerCertificate, readTlsFile, serverCertificateOfFiles } from './server-certificate.ts';

type Listeners = Pick<GatewayConfig, 'tls' | 'mqtt' | 'http'>;

/** How the gateway's listeners are encrypted, and what devices need to know for it. */
export interface GatewayTls {
  /** Null: they are plain. */
  readonly source: TlsSource | null;
  /** The authorities of the gateway's certificate, in PEM; null if the systems of devices know them. */
  readonly serverAuthorities: () => string | null;
  /** Looks at once, as the CA of the site has changed. */
  refresh(): Promise<void>;
  stop(): void;
}

/**
 * Plain on the loopback, encrypted elsewhere, unless the configuration says otherwise.
 *
 * @throws CONFIG_INVALID if plain connections from other machines would be taken without a stated reason
 */
export function tlsModeOf({ tls, mqtt, http }: Listeners): 'site' | 'files' | 'off' {
  const reachable = [mqtt.host, http.host].filter((host) => !isLoopback(host));
  const mode = tls.mode ?? (reachable.length === 0 ? 'off' : 'site');
  if (mode !== 'off' || reachable.length === 0 || tls.plainOutsideLoopback !== undefined) return mode;
  throw kernelErrors.fault(
    'CONFIG_INVALID',
    `tls.mode is off, and others can reach ${reachable.join(' and ')}: passwords and orders would be readable on the network. ` +
      'Leave tls.mode out, or say in tls.plainOutsideLoopback what protects these connections, such as "behind a TLS proxy"',
    { place: 'tls.mode' },
  );
}

/** @throws SITE_CA_DAMAGED, TLS_FILES_UNUSABLE */
export async function openGatewayTls(config: Listeners, identity: SiteIdentity): Promise<GatewayTls> {
  const mode = tlsModeOf(config);
  if (mode === 'off')
    return { source: null, serverAuthorities: () => null, refresh: async () => {}, stop: () => {} };
  const deps = { ca: await identity.ca(), clock: identity.clock, log: identity.log };
  if (mode === 'site') {
    const source = await ownServerCertificate(deps, identity.folder, identity.config.names);
    return { source, serverAuthorities: deps.ca.bundle, refresh: source.refresh, stop: source.stop };
  }
  const { certFile = '', keyFile = '', caFile } = config.tls;
  const source = await serverCertificateOfFiles(deps, certFile, keyFile);
  const authorities = caFile === undefined ? null : readTlsFile(caFile);
  return { source, serverAuthorities: () => authorities, refresh: source.refresh, stop: source.stop };
}
