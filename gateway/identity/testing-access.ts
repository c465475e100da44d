import { generateKeyPairSync, sign } from 'node:crypto';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterEach, beforeEach, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { type ClientTls, createTlsFetch } from '../../kernel/tls/tls-fetch.ts';
import { createRequest, newTlsKey } from '../../kernel/tls/tls-x509.ts';
import { enrolmentMessage } from '../../protocols/wire/enrolment.ts';
import { clientCredentials } from '../../protocols/wire/identities.ts';
import { gatewayConfig, type RunningGateway, startGateway } from '../main.ts';
import { connectMqtt, newDataDir, testSite } from '../testing-gateway.ts';

/** On a machine that is busy with other tests too, a second is not long. */
export const soon = <Result>(check: () => Result | Promise<Result>) => vi.waitFor(check, { timeout: 30_000 });

export const operatorToken = 'operator-token-0001';
/** The gateway of the test that runs, and the certificate of its CA. */
export let gateway: RunningGateway;
export let ca: string;
/** Ended after each test. */
export const clients: MqttClient[] = [];

/** Gives each test of a file a gateway of its own that speaks TLS. */
export function startForEachTest(): void {
  beforeEach(async () => {
    await start({});
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await gateway.stop();
  });
}

export async function start(settings: object): Promise<void> {
  const config = gatewayConfig.parse({
    site: testSite,
    dataDir: newDataDir(),
    tls: { mode: 'site' },
    mqtt: { port: 0, stationTokens: { 'pack-9': 'token-of-pack-nine' } },
    http: { port: 0, tokens: { [operatorToken]: 'operator' } },
    ...settings,
  });
  gateway = await startGateway(config, { log: createLog('test', 'silent'), clock: systemClock });
  const blind: ClientTls = { rejectUnauthorized: false };
  const answer = await createTlsFetch(() => blind)(`${gateway.httpUrl}/v1/enrolments/authority`);
  ca = ((await answer.json()) as { certificate: string }).certificate;
}

/** Asks a route, as whoever holds the certificate or token. */
export async function ask(path: string, as: { tls?: ClientTls; token?: string } = {}, body?: unknown) {
  const tls: ClientTls = { ca, ...as.tls };
  const answer = await createTlsFetch(() => tls)(new URL(path, gateway.httpUrl), {
    headers: {
      'content-type': 'application/json',
      ...(as.token === undefined ? {} : { authorization: `Bearer ${as.token}` }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
export const operate = (path: string, body?: unknown) => ask(path, { token: operatorToken }, body);
export const refused = async () => (await operate('/v1/status')).body.refused as Record<string, number>;

/** What the device does that joins as a station, without our program. */
export async function enrol(station: string): Promise<Required<Pick<ClientTls, 'ca' | 'cert' | 'key'>>> {
  const { code } = (await operate('/v1/enrolments', { v: 1, station })).body as { code: string };
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = newTlsKey();
  const certificateRequest = await createRequest('x', key);
  const wanted = { v: 1, code, certificateRequest, factKey: publicKey.export({ format: 'jwk' }).x ?? '' };
  const proof = sign(null, Buffer.from(enrolmentMessage(wanted)), privateKey).toString('base64url');
  const { body } = await ask('/v1/enrolments/redeem', {}, { ...wanted, proof });
  return { ca, cert: String(body.certificate), key };
}

export async function addClient(client: object, key?: string) {
  const certified = key === undefined ? {} : { certificateRequest: await createRequest('x', key) };
  return clientCredentials.parse(
    (await operate('/v1/identities/clients', { v: 1, ...client, ...certified })).body,
  );
}

export async function mqttAs(options: IClientOptions): Promise<MqttClient> {
  const client = await connectMqtt(gateway.mqttUrl, { ca, ...options });
  client.on('error', () => {});
  clients.push(client);
  return client;
}
export const closeOf = (client: MqttClient) =>
  new Promise<void>((resolve) => client.once('close', () => resolve()));
export const connack = (options: IClientOptions): Promise<unknown> =>
  mqttAs(options).then(
    () => 0,
    (error: { code?: unknown; message: string }) => error.code ?? error.message,
  );
