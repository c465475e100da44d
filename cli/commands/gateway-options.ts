import type { Command } from 'commander';
import type { z } from 'zod';
import { createTlsFetch, readClientTls } from '../../kernel/tls/tls-fetch.ts';
import { callService } from '../call-service.ts';

export interface GatewayOptions {
  readonly gateway: string;
  readonly token?: string;
  readonly ca?: string;
}

/** Adds the options of a command that acts on a gateway as its operator. */
export function withGatewayOptions(command: Command): Command {
  return command
    .option('--gateway <url>', 'address of the gateway', 'http://127.0.0.1:8081')
    .option('--token <token>', 'token of the role operator (or PACKPROOF_TOKEN)')
    .option('--ca <file>', "the site's CA certificate: identity/ca.crt in the gateway's data folder");
}

/**
 * Asks a route of the gateway and parses its answer.
 *
 * @throws SERVICE_UNREACHABLE, SERVICE_REFUSED, CONFIG_INVALID if the file of the CA cannot be read
 */
export async function askGateway<Schema extends z.ZodType>(
  options: GatewayOptions,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const tls = readClientTls('--ca', { caFile: options.ca });
  const answer = await callService(new URL(path, options.gateway).href, {
    token: options.token ?? process.env.PACKPROOF_TOKEN,
    fetch: createTlsFetch(() => tls),
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  return schema.parse(answer);
}
