import type { Command } from 'commander';
import { writePrivateFile } from '../../kernel/tls/private-file.ts';
import { createRequest, readCertificate } from '../../kernel/tls/tls-x509.ts';
import { clientRenewed, clientState } from '../../protocols/wire/identities.ts';
import { readNamedFile } from '../read-named-file.ts';
import { type TrustOptions, trustingFetch, withTrustOption } from '../service-access.ts';
import { httpAddress } from '../service-address.ts';
import { askGatewayAs } from './gateway-options.ts';

interface RenewOptions extends TrustOptions {
  readonly gateway: string;
  readonly key: string;
  readonly cert: string;
  readonly updateCa?: boolean;
  readonly now?: boolean;
  readonly json?: boolean;
}

const help = `
Run it every day where the program runs, for instance from a systemd timer: it does something only when two thirds of the
certificate's life are over, or the site has a new CA. The file of --cert is replaced whole, the key stays.
Exit codes: 0 renewed, or nothing was due; 1 the gateway refused; 2 wrong use; 3 it did not answer.`;

/** Adds `packproof clients renew`: a program of the back office renews its own certificate, over that certificate. */
export function addRenewCommand(clients: Command): void {
  withTrustOption(clients.command('renew'))
    .description("renew a program's own certificate before it ends, over that certificate")
    .requiredOption('--gateway <url>', 'address of the gateway, https', httpAddress)
    .requiredOption('--key <file>', 'EC P-256 key of the program')
    .requiredOption('--cert <file>', 'its certificate, which is replaced')
    .option('--update-ca', 'write what is to be trusted from now on into the file of --ca')
    .option('--now', 'even if nothing is due')
    .option('--json', 'print what was done as JSON')
    .addHelpText('after', help)
    .action(renew);
}

async function renew(options: RenewOptions): Promise<void> {
  const [cert, key] = [readNamedFile(options.cert), readNamedFile(options.key)];
  // By certificate alone: a token that may be in the environment is somebody else's.
  const own = { fetch: trustingFetch(options, { cert, key }) };
  const state = await askGatewayAs(options.gateway, own, '/v1/identity/client', clientState);
  if (options.now !== true && !state.renew && !isDue(cert, Date.now()))
    return tell(options, { name: state.name, renewed: false, notAfter: state.notAfter });
  const certificateRequest = await createRequest(state.name, key);
  const body = { v: 1, certificateRequest };
  const renewed = await askGatewayAs(
    options.gateway,
    own,
    '/v1/identity/client/renewals',
    clientRenewed,
    body,
  );
  writePrivateFile(options.cert, renewed.certificate);
  if (options.updateCa === true && options.ca !== undefined && renewed.serverAuthorities !== null)
    writePrivateFile(options.ca, renewed.serverAuthorities);
  tell(options, { name: renewed.name, renewed: true, notAfter: renewed.notAfter });
}

function isDue(pem: string, nowMs: number): boolean {
  const certificate = readCertificate(pem);
  if (certificate === null) return true;
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return nowMs > from + ((to - from) * 2) / 3;
}

function tell(
  { json }: RenewOptions,
  done: { readonly name: string; readonly renewed: boolean; readonly notAfter: string },
): void {
  const words = done.renewed
    ? 'has a new certificate, good until'
    : 'needs no new certificate yet; its own is good until';
  process.stdout.write(
    json === true ? `${JSON.stringify(done)}\n` : `Client ${done.name} ${words} ${done.notAfter}.\n`,
  );
}
