import mqtt from 'mqtt';
import type { DeliveryTransport } from '../../facts/delivery-connection.ts';

/**
 * How a browser reaches the gateway: MQTT over WebSocket.
 *
 * @param gatewayUrl where the page came from: `https://gateway:8081`.
 * @param secret asked at each connection, as it is renewed.
 */
export function browserTransport(gatewayUrl: string, secret: () => string): DeliveryTransport {
  const url = new URL('/mqtt', gatewayUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    connect: (session) =>
      mqtt.connect(url.href, {
        ...session,
        password: secret(),
        // The other variant runs its timers in a worker from a blob, which our content security policy forbids.
        timerVariant: 'native',
      }),
    soon: (action) => action(),
  };
}
