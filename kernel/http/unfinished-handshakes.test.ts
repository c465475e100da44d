import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createLog } from '../log.ts';
import { createAuthority } from '../tls/tls-x509.ts';
import { createHttp, httpConfig, listenHttp } from './http.ts';

/** An HTTPS service, and a connection to it that says nothing: its handshake never ends. */
async function serviceWithSilentCaller() {
  const { cert, key } = await createAuthority('test', systemClock.now(), 86_400_000);
  const tls = { current: () => ({ cert, key, ca: cert }), onChange: () => {} };
  const config = httpConfig.parse({ port: 0 });
  const app = await createHttp(config, createLog('test', 'silent'), { tls });
  const timeouts: Error[] = [];
  app.server.on('tlsClientError', (error: Error) => timeouts.push(error));
  await listenHttp(app, config);
  const accepted = once(app.server, 'connection');
  const caller = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const closed = once(caller, 'close');
  await accepted;
  return { app, caller, closed, timeouts };
}

describe('a connection over TLS whose handshake never ends', () => {
  test('loses its place after its time, although the other side holds on to it', async () => {
    const { app, closed, timeouts } = await serviceWithSilentCaller();
    await closed;
    expect(timeouts).toMatchObject([{ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }]);
    await app.close();
  });

  test('does not hold up a stop', async () => {
    const { app, closed, timeouts } = await serviceWithSilentCaller();
    await app.close();
    expect(timeouts, 'it was not waited for').toEqual([]);
    await closed;
  });
});
