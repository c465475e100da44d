import type { Command } from 'commander';
import type { z } from 'zod';
import { callService, type ServiceCall } from '../call-service.ts';
import { type AccessOptions, tokenOf, trustingFetch, withAccessOptions } from '../service-access.ts';
import { httpAddress } from '../service-address.ts';

export interface GatewayOptions extends AccessOptions {
  readonly gateway: string;
}

/** Adds the options of a command that acts on a gateway as its operator. */
export function withGatewayOptions(command: Command): Command {
  return withAccessOptions(
    command.option('--gateway <url>', 'address of the gateway', httpAddress, 'http://127.0.0.1:8081'),
    'operator',
  );
}

/**
 * Asks a route of the gateway and parses its answer.
 *
 * @throws SERVICE_UNREACHABLE, SERVICE_REFUSED, FILE_UNREADABLE, CONFIG_INVALID if the file of the CA cannot be read
 */
export function askGateway<Schema extends z.ZodType>(
  options: GatewayOptions,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const as = { token: tokenOf(options), fetch: trustingFetch(options) };
  return askGatewayAs(options.gateway, as, path, schema, body);
}

/** The same as somebody else than the operator of the options. @throws SERVICE_UNREACHABLE, SERVICE_REFUSED */
export async function askGatewayAs<Schema extends z.ZodType>(
  gateway: string,
  as: Pick<ServiceCall, 'token' | 'fetch'>,
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const change = body === undefined ? {} : { method: 'POST' as const, body };
  return schema.parse(await callService(new URL(path, gateway).href, { ...as, ...change }));
}
