import { connect } from 'mqtt';
import { sendAtOnce } from '../../kernel/send-at-once.ts';
import type { ClientTls } from '../../kernel/tls/tls-fetch.ts';
import type { DeliveryTransport } from './delivery-connection.ts';

export interface NodeTransportOptions {
  readonly mqttUrl: string;
  readonly token?: string | undefined;
  /** For mqtts; asked at each connection, as certificates are renewed. */
  readonly tls?: (() => ClientTls | null) | undefined;
}

/** How a machine reaches the gateway: MQTT over TCP, TLS or WebSocket. */
export function nodeTransport({ mqttUrl, token, tls }: NodeTransportOptions): DeliveryTransport {
  return {
    connect: (session) => {
      const client = connect(mqttUrl, {
        ...session,
        ...(token === undefined ? {} : { password: token }),
        // With a certificate the library would speak TLS to a plain port too.
        ...(/^(mqtts|wss):/.test(mqttUrl) ? tls?.() : {}),
      });
      client.on('connect', () => sendAtOnce(client));
      return client;
    },
    soon: setImmediate,
  };
}
