import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import {
  type DeliveryInput,
  type DeliveryLimits,
  type DeliveryState,
  freshDelivery,
  stepDelivery,
} from './delivery-machine.ts';

const limits: DeliveryLimits = { windowFacts: 12, batchFacts: 4, patience: 3 };

/** Stands for the hash of a fact. */
const hashAt = (seq: number): string => seq.toString(16).padStart(64, '0');

/** A receiver that keeps what comes in order and says what it has, as a gateway does. */
class Receiver {
  kept: number[] = [];

  take(from: number, to: number): FactAck {
    let gap: FactAck['gap'] = null;
    for (let seq = from; seq <= to; seq += 1) {
      if (seq === this.kept.length + 1) this.kept.push(seq);
      else if (seq > this.kept.length + 1) gap ??= { from: this.kept.length + 1, to: seq - 1 };
    }
    return { v: 1, station: 'S1' as FactAck['station'], upTo: this.kept.length, hash: hashAt(this.kept.length), gap };
  }
}

type Message = { to: 'receiver'; from: number; upTo: number } | { to: 'station'; ack: FactAck };

/** A station and a receiver with a network between them that the test loses, repeats and reorders. */
class World {
  readonly receiver = new Receiver();
  network: Message[] = [];
  noted = 0;
  state: DeliveryState = freshDelivery({ lastSeq: 0, oldestHeld: 1, acknowledged: 0 });

  input(input: DeliveryInput): void {
    const { state, effects } = stepDelivery(this.state, input, limits);
    this.state = state;
    expect(state.sent - state.acknowledged).toBeLessThanOrEqual(limits.windowFacts);
    for (const effect of effects) {
      if (effect.kind === 'send') {
        expect(effect.to - effect.from).toBeLessThan(limits.batchFacts);
        this.network.push({ to: 'receiver', from: effect.from, upTo: effect.to });
      } else if (effect.kind === 'acknowledge') this.noted = effect.upTo;
      else if (effect.kind === 'reconnect') this.reconnect();
    }
  }

  reconnect(): void {
    this.network = [];
    this.input({ kind: 'disconnected' });
    this.input({ kind: 'connected' });
  }

  deliver(index: number, keep = false): void {
    const at = index % Math.max(1, this.network.length);
    const message = this.network[at];
    if (message === undefined) return;
    if (!keep) this.network.splice(at, 1);
    if (message.to === 'station') this.input({ kind: 'ack', ack: message.ack });
    else this.network.push({ to: 'station', ack: this.receiver.take(message.from, message.upTo) });
  }
}

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('append' as const), n: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('deliver' as const), n: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), n: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('lose' as const), n: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('timeout' as const), n: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), n: fc.constant(0) }) },
);

function act(world: World, { kind, n }: { kind: string; n: number }): void {
  if (kind === 'append') world.input({ kind: 'log', lastSeq: world.state.lastSeq + n, oldestHeld: 1 });
  else if (kind === 'deliver') world.deliver(n);
  else if (kind === 'repeat') world.deliver(n, true);
  else if (kind === 'lose') world.network.splice(n % Math.max(1, world.network.length), 1);
  else if (kind === 'timeout') world.input({ kind: 'timeout' });
  else world.reconnect();
}

test('brings every fact once and in order through a network that loses, repeats and reorders', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 150 }), (actions) => {
      const world = new World();
      world.input({ kind: 'connected' });
      for (const each of actions) act(world, each);
      for (let turn = 0; turn < 2_000 && world.state.acknowledged < world.state.lastSeq; turn += 1) {
        if (world.network.length > 0) world.deliver(0);
        else world.input({ kind: 'timeout' });
      }
      expect(world.state.stopped).toBeNull();
      expect(world.receiver.kept).toEqual(Array.from({ length: world.state.lastSeq }, (_, n) => n + 1));
      expect(world.noted).toBe(world.state.lastSeq);
    }),
    { numRuns: 400 },
  );
});

const ack = (upTo: number, gapFrom?: number): DeliveryInput => ({
  kind: 'ack',
  ack: {
    v: 1,
    station: 'S1' as FactAck['station'],
    upTo,
    hash: hashAt(upTo),
    gap: gapFrom === undefined ? null : { from: gapFrom, to: gapFrom },
  },
});
const connectedAt = (acknowledged: number, lastSeq: number, oldestHeld = 1) =>
  stepDelivery(freshDelivery({ lastSeq, oldestHeld, acknowledged }), { kind: 'connected' }, limits);

test('sends the oldest unacknowledged facts first on every connection, no more than the window', () => {
  const { effects } = connectedAt(100, 200);
  expect(effects).toEqual([
    { kind: 'send', from: 101, to: 104 },
    { kind: 'send', from: 105, to: 108 },
    { kind: 'send', from: 109, to: 112 },
    { kind: 'timer', wanted: true },
  ]);
});

test('fills a gap once, however often it is named', () => {
  const { state } = connectedAt(100, 112);
  const first = stepDelivery(state, ack(104, 105), limits);
  expect(first.effects).toContainEqual({ kind: 'send', from: 105, to: 108 });
  const second = stepDelivery(first.state, ack(104, 105), limits);
  expect(second.effects).toEqual([]);
});

test('sends again what a receiver lost that it had acknowledged', () => {
  const { state } = connectedAt(100, 101, 50);
  const { effects } = stepDelivery(state, ack(59, 60), limits);
  expect(effects).toContainEqual({ kind: 'acknowledge', upTo: 59 });
  expect(effects).toContainEqual({ kind: 'send', from: 60, to: 63 });
});

test('stops and says why if the receiver has facts that this log does not, or misses what is gone', () => {
  const { state } = connectedAt(100, 112, 50);
  for (const [input, reason] of [
    [ack(113), /up to 113, this log ends at 112/],
    [ack(30, 31), /misses facts from 31 on, this log holds them from 50/],
  ] as const) {
    const stopped = stepDelivery(state, input, limits).state;
    expect(stopped.stopped).toMatch(reason);
    expect(stepDelivery(stopped, { kind: 'connected' }, limits).effects).toEqual([]);
  }
});

test('connects anew after several time-outs without progress', () => {
  let { state } = connectedAt(0, 3);
  const kinds = [1, 2, 3].map(() => {
    const step = stepDelivery(state, { kind: 'timeout' }, limits);
    state = step.state;
    return step.effects[0]?.kind;
  });
  expect(kinds).toEqual(['send', 'send', 'reconnect']);
});
