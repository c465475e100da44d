import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { createAuthority, newTlsKey, publicKeyOf, signCertificate } from '../../kernel/tls/tls-x509.ts';
import { ackTopic, eventsTopic, factsTopic, stationClientId } from '../../protocols/wire/topics.ts';
import { chainOf, connectStation, testSite } from '../testing-gateway.ts';
import {
  addClient,
  ask,
  ca,
  clients,
  closeOf,
  connack,
  enrol,
  gateway,
  mqttAs,
  operate,
  refused,
  soon,
  start,
  startForEachTest,
} from './testing-access.ts';

startForEachTest();

describe('over MQTT', () => {
  test('a station is the one that its certificate names, and no other', async () => {
    const tls = await enrol('pack-1');
    const station = await connectStation(gateway.mqttUrl, 'pack-1', tls);
    clients.push(station.client);
    await station.send(chainOf('pack-1', 3));
    await soon(() => expect(station.acks.at(-1)?.upTo).toBe(3));
    expect(await connack({ ...tls, clientId: stationClientId(testSite, 'pack-2') })).toBe(5);
    expect(await connack({ ...tls, clientId: 'billing' })).toBe(5);
    expect(await connack({ clientId: stationClientId(testSite, 'pack-1') })).toBe(4);
    expect(await refused()).toMatchObject({ IDENTITY_MISMATCH: 2, MQTT_NOT_AUTHORIZED: 1 });
    const closed = closeOf(station.client);
    station.client.publish(factsTopic(testSite, 'pack-2'), '{}', { qos: 1 }, () => {});
    await closed;
  });

  test('a certificate of another CA counts for nothing, whatever it says', async () => {
    const nowMs = Date.now();
    const forger = await createAuthority(`Packproof site ${testSite}`, nowMs, 86_400_000);
    const key = newTlsKey();
    const wish = {
      commonName: 'pack-1',
      publicKey: publicKeyOf(key),
      use: 'client' as const,
      nowMs,
      lifeMs: 86_400_000,
    };
    const names = { uri: [`urn:packproof:site:${testSite}:station:pack-1`] };
    const cert = await signCertificate(forger, { ...wish, names });
    expect(await connack({ cert, key, clientId: stationClientId(testSite, 'pack-1') })).toBe(5);
    expect(await refused()).toEqual({ IDENTITY_UNKNOWN: 1 });
    expect((await ask('/v1/work', { tls: { cert, key } })).body).toMatchObject({ code: 'IDENTITY_UNKNOWN' });
  });

  test('tokens of the configuration go on working, and a revoked name cannot use one', async () => {
    const asNine = {
      clientId: stationClientId(testSite, 'pack-9'),
      password: 'token-of-pack-nine',
      username: 'x',
    };
    expect(await connack(asNine)).toBe(0);
    await enrol('pack-9');
    await operate('/v1/identities/stations/pack-9/revoke', { v: 1 });
    expect(await connack(asNine)).toBe(5);
    expect((await ask('/v1/work', { token: 'token-of-pack-nine' })).body).toMatchObject({
      code: 'IDENTITY_REVOKED',
    });
  });

  test('a client hears the types of events that it was granted, by secret or by certificate, until it is revoked', async () => {
    const key = newTlsKey();
    const { secret } = await addClient({ name: 'billing', role: 'reader', eventTypes: ['order.started'] });
    const { certificate } = await addClient({ name: 'bi', role: 'reader', eventTypes: '*' }, key);
    const billing = await mqttAs({ clientId: 'b', username: 'billing', password: secret ?? '' });
    const bi = await mqttAs({ clientId: 'bi-1', cert: certificate ?? '', key });
    expect(await connack({ clientId: 'b2', username: 'someone', password: secret ?? '' })).toBe(4);
    await expect(billing.subscribeAsync(eventsTopic(testSite, 'shipment.dispatched'))).rejects.toThrow();
    const heard: string[] = [];
    billing.on('message', (topic) => heard.push(topic));
    bi.on('message', (topic) => heard.push(topic));
    await billing.subscribeAsync(eventsTopic(testSite, 'order.started'), { qos: 1 });
    await bi.subscribeAsync(eventsTopic(testSite, '#'), { qos: 1 });
    const station = await connectStation(gateway.mqttUrl, 'pack-1', await enrol('pack-1'));
    clients.push(station.client);
    await station.send(chainOf('pack-1', 1));
    await soon(() => expect(heard).toEqual(Array(2).fill(eventsTopic(testSite, 'order.started'))));
    const closed = closeOf(billing);
    await operate('/v1/identities/clients/billing/revoke', { v: 1, reason: 'contract ended' });
    await closed;
    expect(await connack({ clientId: 'b', username: 'billing', password: secret ?? '' })).toBe(4);
    expect(bi.connected).toBe(true);
  });

  test('one identity has a bounded number of connections, and a second of a station is counted', async () => {
    const { secret } = await addClient({ name: 'greedy', role: 'reader', eventTypes: '*' });
    const connecting = Array.from({ length: 25 }, (_, n) =>
      connack({ clientId: `g-${n}`, username: 'greedy', password: secret ?? '' }),
    );
    const answers = await Promise.all(connecting);
    expect(answers.filter((answer) => answer === 0)).toHaveLength(20);
    expect(answers.filter((answer) => answer === 3)).toHaveLength(5);
    const tls = await enrol('pack-1');
    clients.push((await connectStation(gateway.mqttUrl, 'pack-1', tls)).client);
    clients.push((await connectStation(gateway.mqttUrl, 'pack-1', tls)).client);
    expect(await refused()).toMatchObject({ MQTT_TOO_MANY_CONNECTIONS: 5, MQTT_SESSION_TAKEN_OVER: 1 });
  });

  test('an address connects no more often than it may', async () => {
    await gateway.stop();
    await start({ mqtt: { port: 0, connectionsPerMinute: 5 } });
    const { hostname, port } = new URL(gateway.mqttUrl);
    const ended = Array.from({ length: 12 }, async () => {
      const socket = connectTcp(Number(port), hostname);
      socket.on('error', () => {});
      setTimeout(() => socket.destroy(), 2_000).unref();
      await once(socket, 'close');
    });
    await soon(async () => expect((await refused()).MQTT_CONNECTION_RATE).toBe(7));
    await Promise.all(ended);
  });

  test('nothing but TLS 1.2 and newer gets in', async () => {
    const { hostname, port } = new URL(gateway.mqttUrl);
    const at = (maxVersion: SecureVersion) =>
      new Promise<string>((resolve) => {
        // Security level 0 lets this client offer what the gateway must refuse.
        const tls = { ca, minVersion: maxVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
        const socket = connectTls({ host: hostname, port: Number(port), ...tls }, () => {
          resolve(socket.getProtocol() ?? '');
          socket.destroy();
        });
        socket.on('error', () => resolve('refused'));
      });
    expect([await at('TLSv1.1'), await at('TLSv1.2'), await at('TLSv1.3')]).toEqual([
      'refused',
      'TLSv1.2',
      'TLSv1.3',
    ]);
    const plain = connectTcp(Number(port), hostname);
    plain.on('error', () => {});
    plain.write('GET / HTTP/1.1\r\n\r\n');
    await once(plain, 'close');
    expect((await refused()).MQTT_TLS_FAILED).toBeGreaterThanOrEqual(2);
  });
});

test('a subscriber cannot have acknowledgements of stations', async () => {
  const { secret } = await addClient({ name: 'curious', role: 'reader', eventTypes: '*' });
  const client = await mqttAs({ clientId: 'c', username: 'curious', password: secret ?? '' });
  for (const topic of [ackTopic(testSite, 'pack-1'), '#', '$SYS/#', '+/v1/#'])
    await expect(client.subscribeAsync(topic)).rejects.toThrow();
});
