import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { writePrivateFile } from '../../kernel/tls/private-file.ts';
import { createRequest, newTlsKey } from '../../kernel/tls/tls-x509.ts';
import { backOfficeClients, clientCredentials, identityChanged } from '../../protocols/wire/identities.ts';
import { cliErrors } from '../cli-errors.ts';
import { readNamedFile } from '../read-named-file.ts';
import { addRenewCommand } from './clients-renew.ts';
import { askGateway, type GatewayOptions, withGatewayOptions } from './gateway-options.ts';
import { table } from './table.ts';

interface AddOptions extends GatewayOptions {
  readonly role: string;
  readonly events?: string[];
  readonly key?: string;
  readonly cert?: string;
  readonly json?: boolean;
}

/** Adds `packproof clients add|renew|list|revoke`: the programs of the back office, and what each may hear. */
export function addClientsCommand(program: Command): void {
  const clients = program
    .command('clients')
    .description('the back-office programs of a site: add, renew, list, revoke');
  withGatewayOptions(clients.command('add <name>'))
    .description('add a program, with a secret that is shown once, or with a certificate (--key and --cert)')
    .option('--role <role>', 'reader, sync or operator', 'reader')
    .option(
      '--events <types...>',
      'the event types that a reader may hear, such as shipment.dispatched; all if left out',
    )
    .option('--key <file>', 'EC P-256 key of the program; made here if there is no such file')
    .option('--cert <file>', 'where to write its certificate')
    .option('--json', 'print the answer of the gateway')
    .action(add);
  addRenewCommand(clients);
  withGatewayOptions(clients.command('list'))
    .description('every program that was added')
    .option('--json', 'print the answer of the gateway')
    .action(list);
  withGatewayOptions(clients.command('revoke <name>'))
    .description('shut a program out at once')
    .option('--reason <text>', 'for the log of the gateway', '')
    .action(revoke);
}

async function add(name: string, options: AddOptions): Promise<void> {
  const { key, cert } = options;
  if ((key === undefined) !== (cert === undefined))
    throw cliErrors.fault('OPTIONS_INCOMPLETE', 'a certificate needs both --key and --cert');
  const request = key === undefined ? {} : { certificateRequest: await createRequest(name, keyIn(key)) };
  const body = { v: 1, name, role: options.role, eventTypes: options.events ?? '*', ...request };
  const added = await askGateway(options, '/v1/identities/clients', clientCredentials, body);
  if (cert !== undefined && added.certificate !== null) writePrivateFile(cert, added.certificate);
  if (options.json === true) return print([JSON.stringify(added)]);
  if (added.secret === null) return print([`Client ${name} was added; its certificate is in ${cert}.`]);
  print([
    `Client ${name} was added. Its secret is shown this once:`,
    '',
    `    ${added.secret}`,
    '',
    `MQTT: user name ${name}, the secret as password. HTTP: Authorization: Bearer SECRET.`,
  ]);
}

function keyIn(file: string): string {
  if (existsSync(file)) return readNamedFile(file);
  const made = newTlsKey();
  writePrivateFile(file, made);
  return made;
}

async function list(options: GatewayOptions & { readonly json?: boolean }): Promise<void> {
  const answer = await askGateway(options, '/v1/identities/clients', backOfficeClients);
  if (options.json === true) return print([JSON.stringify(answer)]);
  const rows = answer.clients.map((client) => [
    client.name,
    client.role,
    client.eventTypes === '*' ? 'all' : client.eventTypes.join(' '),
    client.revokedAt === null ? 'good' : `revoked ${client.revokedAt}`,
    client.secret ? 'secret' : (client.certificates[0]?.notAfter ?? '-'),
  ]);
  print(table(['client', 'role', 'events', 'state', 'secret, or certificate until'], rows));
}

async function revoke(name: string, options: GatewayOptions & { readonly reason: string }): Promise<void> {
  const path = `/v1/identities/clients/${encodeURIComponent(name)}/revoke`;
  await askGateway(options, path, identityChanged, { v: 1, reason: options.reason });
  print([`Client ${name} is out: its connections were ended, its secret and certificates are good no more.`]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
