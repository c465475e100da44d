import type { AddressInfo, Server } from 'node:net';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { admit } from '../broker/admission.ts';
import { createDoor } from '../broker/door.ts';
import type { StationBroker } from '../broker/station-broker.ts';
import { serveMqttOverWebSocket } from '../broker/web-socket.ts';
import type { GatewayConfig } from '../gateway-config.ts';
import type { Core, Undo } from './core.ts';
import type { ServedHttp } from './http.ts';
import type { Pipe } from './pipe.ts';

/** Opens the MQTT port, and the same over WebSocket, for stations and subscribers. @returns its address. @throws PORT_BUSY */
export async function openDoor(
  core: Core,
  { subscribing }: Pipe,
  { app, tls }: ServedHttp,
  handOverStation: StationBroker['handOver'],
  undo: Undo,
): Promise<string> {
  const { config, site, clock, refusals, identity } = core;
  const rules = { site, ...config.mqtt, open: isOpen(config.mqtt) && tls.source === null, identity };
  const door = createDoor({
    maxPacketBytes: config.maxPacketBytes,
    connectionsPerMinute: config.mqtt.connectionsPerMinute,
    clock,
    refusals,
    tls: tls.source,
    admit: (connect, peer) => admit(connect, peer, rules),
    handOver: { station: handOverStation, subscriber: subscribing.handOver },
  });
  identity.onConnectionsEnd(door.endConnections);
  const webSockets = serveMqttOverWebSocket(app.server, {
    maxPacketBytes: config.maxPacketBytes,
    open: rules.open,
    receive: door.receive,
  });
  undo.push(webSockets.close);
  const mqttUrl = await listenMqtt(door.server, config.mqtt, tls.source === null ? 'mqtt' : 'mqtts');
  undo.push(door.close);
  return mqttUrl;
}

function listenMqtt(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  scheme: 'mqtt' | 'mqtts',
): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on('error', (thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EADDRINUSE') return reject(thrown);
      reject(
        kernelErrors.fault('PORT_BUSY', `port ${port} on ${host} is in use`, {
          place: `${host}:${port}`,
          cause: thrown,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`${scheme}://${name}:${address.port}`);
    });
  });
}

/** Without any token a plain port serves its own machine only, and takes everyone there. */
export function isOpen({ stationTokens, subscriberTokens }: GatewayConfig['mqtt']): boolean {
  return Object.keys(stationTokens).length === 0 && Object.keys(subscriberTokens).length === 0;
}
