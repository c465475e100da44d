import type { Aedes, AedesOptions, Client } from 'aedes';
import { messageOf, PackproofError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Refusals } from '../ingest/refusals.ts';

/** What both brokers share. The door has checked versions and tokens before a broker sees a connection. */
export const brokerOptions = {
  concurrency: 100,
  connectTimeout: 5_000,
  // A reader that stands still holds up the messages of all readers of its broker for as long as this.
  drainTimeout: 2_000,
  maxTopicLevels: 20,
  maxInflightInbound: 100,
} satisfies AedesOptions;

/** How a connection ends when a client simply goes away. */
const ordinaryEnds = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED']);

export function countFaults(broker: Aedes, refusals: Refusals, log: Log): void {
  // aedes reports a broken connection once for each of its pending writes.
  const reported = new WeakSet<Client>();
  const onFault = (client: Client, error: Error) => {
    if (reported.has(client)) return;
    reported.add(client);
    // Faults of the error table were counted where they were found.
    if (error instanceof PackproofError || ordinaryEnds.has((error as NodeJS.ErrnoException).code ?? ''))
      return;
    refusals.count(gatewayErrors.fault('MQTT_CONNECTION_FAILED', messageOf(error)), {
      client: client.id ?? null,
    });
  };
  broker.on('clientError', onFault);
  broker.on('connectionError', onFault);
  (broker as NodeJS.EventEmitter).on('error', (error: Error) => {
    log.error({ event: 'gateway.broker_failed', err: error }, 'the MQTT broker reported a fault of its own');
  });
}

export function closeBroker(broker: Aedes): Promise<void> {
  return new Promise((resolve) => broker.close(resolve));
}
