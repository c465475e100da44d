import { rootCertificates } from 'node:tls';
import type { Command } from 'commander';
import { type ClientTls, createTlsFetch, type Fetch, readClientTls } from '../kernel/tls/tls-fetch.ts';
import { readNamedFile } from './read-named-file.ts';

export interface TrustOptions {
  readonly ca?: string;
}

/** As whom a command calls a service, and whom it believes. */
export interface AccessOptions extends TrustOptions {
  readonly tokenFile?: string;
}

/** Adds the option that every command has which talks to our services over TLS. */
export function withTrustOption(command: Command): Command {
  return command.option(
    '--ca <file>',
    "authorities to trust besides the system's: the site's CA is identity/ca.crt in the gateway's data folder",
  );
}

/** Adds the options of a command that calls our services. None takes the token itself: everyone on a machine sees its list of processes. */
export function withAccessOptions(command: Command, role: 'reader' | 'operator'): Command {
  return withTrustOption(
    command.option(
      '--token-file <file>',
      `file that holds a token of the role ${role}; without it the environment variable PACKPROOF_TOKEN counts`,
    ),
  );
}

/** The token of a call: of the file, else of the environment. @throws FILE_UNREADABLE */
export function tokenOf({ tokenFile }: AccessOptions): string | undefined {
  return tokenFile === undefined ? process.env.PACKPROOF_TOKEN : readNamedFile(tokenFile).trim();
}

/** A fetch that trusts what `--ca` names besides what the system does. @throws CONFIG_INVALID if the file cannot be read */
export function trustingFetch({ ca }: TrustOptions, own: Omit<ClientTls, 'ca'> = {}): Fetch {
  const named = readClientTls('--ca', { caFile: ca })?.ca;
  if (named === undefined && own.cert === undefined) return fetch;
  const tls: ClientTls = {
    ...own,
    ...(named === undefined ? {} : { ca: [named, ...rootCertificates].join('\n') }),
  };
  return createTlsFetch(() => tls);
}
