import type { Socket } from 'node:net';
import { connected, type LoadPlan, type preparePublishers, pubackBytes } from './prepared-publishers.ts';

export interface LoadResult {
  readonly facts: number;
  readonly messages: number;
  /** From the first PUBLISH to the last PUBACK. */
  readonly seconds: number;
  readonly bytesPerFact: number;
}

/** A part of the load goes before the measured time: a broker that has just started is not yet as fast as it will be. */
const warmUpShare = 1 / 3;

/** Publishes everything with so many messages in flight on each connection, and resolves after the last PUBACK. */
export async function publishAll(
  port: number,
  plan: LoadPlan,
  { publishers, bytesPerFact }: ReturnType<typeof preparePublishers>,
): Promise<LoadResult> {
  const connections = await Promise.all(
    publishers.map(async ({ clientId, packets }) => ({
      socket: await connected(port, clientId),
      packets,
      warmUp: Math.floor(packets.length * warmUpShare),
    })),
  );
  await Promise.all(
    connections.map(({ socket, packets, warmUp }) =>
      publish(socket, packets.slice(0, warmUp), plan.inFlight),
    ),
  );
  const measured = connections.map((each) => ({ ...each, packets: each.packets.slice(each.warmUp) }));
  const startMs = performance.now();
  await Promise.all(measured.map(({ socket, packets }) => publish(socket, packets, plan.inFlight)));
  const seconds = (performance.now() - startMs) / 1000;
  for (const { socket } of connections) socket.destroy();
  const messages = measured.reduce((total, { packets }) => total + packets.length, 0);
  return { facts: messages * plan.factsPerMessage, messages, seconds, bytesPerFact };
}

/**
 * Publishes packets with so many in flight. Each PUBACK has four bytes and nothing else comes, for nothing was subscribed to: so counting
 * bytes is enough.
 */
export function publish(socket: Socket, packets: readonly Buffer[], inFlight: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let bytes = 0;
    const fill = () => {
      const until = Math.min(packets.length, Math.floor(bytes / pubackBytes) + inFlight);
      if (sent < until) socket.write(Buffer.concat(packets.slice(sent, until)));
      sent = until;
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes < packets.length * pubackBytes) {
        fill();
        return;
      }
      socket.off('data', onData);
      socket.off('close', onClose);
      resolve();
    };
    const onClose = () => reject(new Error('the broker closed a connection of the bench'));
    socket.on('data', onData);
    socket.once('close', onClose);
    if (packets.length === 0) onData(Buffer.alloc(0));
    else fill();
  });
}
