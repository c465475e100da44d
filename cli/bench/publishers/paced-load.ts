import type { Socket } from 'node:net';
import { percentile } from '../report.ts';
import { connected, type LoadPlan, type preparePublishers, pubackBytes } from './prepared-publishers.ts';
import { publish } from './publisher-load.ts';

export interface PacedPlan extends LoadPlan {
  /** Of all stations together. */
  readonly factsPerSecond: number;
  /** The messages of each station that go first, as fast as they are taken: a broker that has just started is slow. */
  readonly burst: number;
  /** How long nothing is measured after that. */
  readonly settleSeconds: number;
}

/** From PUBLISH to PUBACK. */
export interface PacedResult {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** How far behind its time the latest message was sent: a publisher that cannot keep the pace measures itself. */
  readonly sentLateMs: number;
}

const turnMs = 1;

/** Publishes in a steady pace, the stations in turn, whether or not what went before has been acknowledged. */
export async function publishAtPace(
  port: number,
  plan: PacedPlan,
  { publishers }: ReturnType<typeof preparePublishers>,
): Promise<PacedResult> {
  const sockets = await Promise.all(publishers.map(({ clientId }) => connected(port, clientId)));
  await Promise.all(
    sockets.map((socket, n) =>
      publish(socket, publishers[n]?.packets.slice(0, plan.burst) ?? [], plan.inFlight),
    ),
  );
  const lines = sockets.map((socket, n) => new Line(socket, publishers[n]?.packets.slice(plan.burst) ?? []));
  const sentLateMs = await sendInTurn(lines, plan);
  const times = (await Promise.all(lines.map((line) => line.done))).flat();
  for (const socket of sockets) socket.destroy();
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), sentLateMs };
}

/** @returns how late the latest message was sent. */
function sendInTurn(lines: readonly Line[], plan: PacedPlan): Promise<number> {
  const messages = lines.reduce((total, { packets }) => total + packets.length, 0);
  const gapMs = (1_000 * plan.factsPerMessage) / plan.factsPerSecond;
  const unmeasured = (plan.settleSeconds * 1_000) / gapMs;
  const startMs = performance.now();
  let sent = 0;
  let lateMs = 0;
  return new Promise((resolve) => {
    const turn = () => {
      const now = performance.now() - startMs;
      for (; sent < messages && sent * gapMs <= now; sent += 1) {
        if (sent >= unmeasured) lateMs = Math.max(lateMs, now - sent * gapMs);
        lines[sent % lines.length]?.send(sent >= unmeasured);
      }
      if (sent < messages) setTimeout(turn, turnMs);
      else resolve(lateMs);
    };
    turn();
  });
}

/** One connection that sends without waiting; its PUBACKs come in the order of what was sent (MQTT 3.1.1, 4.6). */
class Line {
  readonly packets: readonly Buffer[];
  /** Resolves with the times of those that were measured. */
  readonly done: Promise<number[]>;
  readonly #socket: Socket;
  readonly #sentAtMs: (number | null)[] = [];

  constructor(socket: Socket, packets: readonly Buffer[]) {
    this.packets = packets;
    this.#socket = socket;
    this.done = this.#listen();
  }

  send(isMeasured: boolean): void {
    const packet = this.packets[this.#sentAtMs.length];
    if (packet === undefined) return;
    this.#sentAtMs.push(isMeasured ? performance.now() : null);
    this.#socket.write(packet);
  }

  #listen(): Promise<number[]> {
    const times: number[] = [];
    let bytes = 0;
    let acknowledged = 0;
    return new Promise((resolve, reject) => {
      this.#socket.on('data', (chunk: Buffer) => {
        const now = performance.now();
        bytes += chunk.length;
        for (; (acknowledged + 1) * pubackBytes <= bytes; acknowledged += 1) {
          const sentAtMs = this.#sentAtMs[acknowledged];
          if (typeof sentAtMs === 'number') times.push(now - sentAtMs);
        }
        if (acknowledged === this.packets.length) resolve(times);
      });
      this.#socket.once('close', () => reject(new Error('the broker closed a connection of the bench')));
    });
  }
}
