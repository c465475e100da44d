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

const limits: DeliveryLimits = { windowFacts: 12, batchFacts: 4, patience: 3, factsPerHead: 0 };
const signing: DeliveryLimits = { ...limits, factsPerHead: 6 };

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
    return {
      v: 1,
      station: 'S1' as FactAck['station'],
      upTo: this.kept.length,
      hash: hashAt(this.kept.length),
      gap,
    };
  }
}

type Message =
  | { to: 'receiver'; from: number; upTo: number; sign: boolean }
  | { to: 'station'; ack: FactAck };

/** A station and a receiver with a network between them that the test loses, repeats and reorders. */
class World {
  readonly receiver = new Receiver();
  network: Message[] = [];
  noted = 0;
  signatures = 0;
  /** The newest fact that the receiver holds a signature for. */
  proven = 0;
  readonly limits: DeliveryLimits;
  state: DeliveryState = freshDelivery({ lastSeq: 0, oldestHeld: 1, acknowledged: 0 });

  constructor(used: DeliveryLimits = limits) {
    this.limits = used;
  }

  input(input: DeliveryInput): void {
    const { state, effects } = stepDelivery(this.state, input, this.limits);
    this.state = state;
    expect(state.sent - state.acknowledged).toBeLessThanOrEqual(limits.windowFacts);
    for (const effect of effects) {
      if (effect.kind === 'send') {
        expect(effect.to - effect.from).toBeLessThan(limits.batchFacts);
        this.network.push({ to: 'receiver', from: effect.from, upTo: effect.to, sign: effect.sign });
        if (effect.sign) this.signatures += 1;
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
    if (message.to === 'station') {
      const heldHash = hashAt(message.ack.upTo);
      this.input({ kind: 'ack', ack: message.ack, heldHash, refusedIsOurs: false });
      return;
    }
    const ack = this.receiver.take(message.from, message.upTo);
    if (message.sign && ack.upTo >= message.upTo) this.proven = Math.max(this.proven, message.upTo);
    this.network.push({ to: 'station', ack });
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
    fc.property(fc.array(action, { maxLength: 150 }), fc.boolean(), (actions, signs) => {
      const world = new World(signs ? signing : limits);
      world.input({ kind: 'connected' });
      for (const each of actions) act(world, each);
      const done = () =>
        world.state.acknowledged === world.state.lastSeq && (!signs || world.proven === world.state.lastSeq);
      for (let turn = 0; turn < 2_000 && !done(); turn += 1) {
        world.input({ kind: 'may-sign' });
        if (world.network.length > 0) world.deliver(0);
        else if (world.state.acknowledged < world.state.lastSeq) world.input({ kind: 'timeout' });
        else world.reconnect();
      }
      expect(done()).toBe(true);
      if (!signs) expect(world.signatures).toBe(0);
      expect(world.state.stopped).toBeNull();
      expect(world.receiver.kept).toEqual(Array.from({ length: world.state.lastSeq }, (_, n) => n + 1));
      expect(world.noted).toBe(world.state.lastSeq);
    }),
    { numRuns: 400 },
  );
});

const ack = (upTo: number, gapFrom?: number, heldHash: string | null = hashAt(upTo)): DeliveryInput => ({
  kind: 'ack',
  heldHash,
  refusedIsOurs: false,
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
    { kind: 'send', from: 101, to: 104, sign: false },
    { kind: 'send', from: 105, to: 108, sign: false },
    { kind: 'send', from: 109, to: 112, sign: false },
    { kind: 'timer', wanted: true },
  ]);
});

test('fills a gap once, however often it is named', () => {
  const { state } = connectedAt(100, 112);
  const first = stepDelivery(state, ack(104, 105), limits);
  expect(first.effects).toContainEqual({ kind: 'send', from: 105, to: 108, sign: false });
  const second = stepDelivery(first.state, ack(104, 105), limits);
  expect(second.effects).toEqual([]);
});

test('sends again what a receiver lost that it had acknowledged', () => {
  const { state } = connectedAt(100, 101, 50);
  const { effects } = stepDelivery(state, ack(59, 60), limits);
  expect(effects).toContainEqual({ kind: 'acknowledge', upTo: 59 });
  expect(effects).toContainEqual({ kind: 'send', from: 60, to: 63, sign: false });
});

test('sends again what a receiver lost, also if there is nothing new that would show it the gap', () => {
  const { state } = connectedAt(100, 100, 50);
  const { effects } = stepDelivery(state, ack(97), limits);
  expect(effects).toContainEqual({ kind: 'acknowledge', upTo: 97 });
  expect(effects).toContainEqual({ kind: 'send', from: 98, to: 100, sign: false });
});

test('stops and says why if the receiver has facts that this log does not, or misses what is gone', () => {
  const { state } = connectedAt(100, 112, 50);
  const fresh = connectedAt(0, 112).state;
  const refused = { code: 'FACT_CONFLICT', seq: 103, hash: hashAt(103) };
  const conflict = ack(102) as DeliveryInput & { kind: 'ack' };
  for (const [from, input, code, reason] of [
    [state, ack(113, undefined, null), 'STATION_LOG_BEHIND', /up to 113, this log ends at 112/],
    [fresh, ack(113, undefined, null), 'STATION_LOG_FRESH', /up to 113, this log ends at 112/],
    [state, ack(104, undefined, hashAt(9)), 'STATION_LOG_FORKED', /under seq 104/],
    [fresh, ack(104, undefined, hashAt(9)), 'STATION_LOG_FRESH', /under seq 104/],
    [state, ack(90, undefined, hashAt(9)), 'STATION_LOG_FORKED', /under seq 90/],
    [
      state,
      { ...conflict, ack: { ...conflict.ack, refused }, refusedIsOurs: true },
      'STATION_LOG_FORKED',
      /another history than fact 103/,
    ],
    [state, ack(30, 31), 'STATION_FACTS_GONE', /misses facts from 31 on, this log holds them from 50/],
  ] as const) {
    const { state: stopped, effects } = stepDelivery(from, input, limits);
    expect(stopped.stopped).toMatchObject({ code, reason: expect.stringMatching(reason) });
    expect(stopped.acknowledged).toBe(from.acknowledged);
    expect(effects.some(({ kind }) => kind === 'acknowledge')).toBe(false);
    expect(stepDelivery(stopped, { kind: 'connected' }, limits).effects).toEqual([]);
  }
});

test('goes on when another one with its name was refused, and says when the receiver does not take its own', () => {
  const { state } = connectedAt(100, 112);
  const input = ack(100) as DeliveryInput & { kind: 'ack' };
  const named = (code: string, ours: boolean) => ({
    ...input,
    ack: { ...input.ack, refused: { code, seq: 103, hash: hashAt(103) } },
    refusedIsOurs: ours,
  });
  expect(stepDelivery(state, named('FACT_CONFLICT', false), limits).state.stopped).toBeNull();
  const told = stepDelivery(state, named('HEAD_KEY_UNKNOWN', true), limits).state;
  expect([told.refused, told.stopped]).toEqual(['HEAD_KEY_UNKNOWN', null]);
  expect(stepDelivery(told, ack(104), limits).state.refused).toBeNull();
});

test('signs the end of the log once a pause, and otherwise one of a hundred facts', () => {
  const wide: DeliveryLimits = { windowFacts: 500, batchFacts: 100, patience: 3, factsPerHead: 100 };
  let state = freshDelivery({ lastSeq: 0, oldestHeld: 1, acknowledged: 0 });
  let signatures = 0;
  let unsigned = 0;
  let messages = 0;
  const feed = (input: DeliveryInput) => {
    const step = stepDelivery(state, input, wide);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.kind !== 'send') continue;
      messages += 1;
      unsigned = effect.sign ? 0 : unsigned + effect.to - effect.from + 1;
      expect(unsigned).toBeLessThan(100);
      if (effect.sign) signatures += 1;
    }
  };
  feed({ kind: 'connected' });
  for (let seq = 1; seq <= 50_000; seq += 1) {
    feed({ kind: 'log', lastSeq: seq, oldestHeld: 1 });
    if (seq % 10 === 0) feed(ack(seq));
  }
  expect(messages).toBe(50_000);
  expect(signatures).toBeLessThanOrEqual(501);
  feed({ kind: 'log', lastSeq: 50_002, oldestHeld: 1 });
  expect(unsigned).toBeGreaterThan(0);
  // The end was sent without: when the pause is over it goes once more, signed, and then there is rest.
  feed({ kind: 'may-sign' });
  expect([unsigned, state.signed]).toEqual([0, 50_002]);
  const before = messages;
  feed({ kind: 'may-sign' });
  feed({ kind: 'may-sign' });
  expect(messages).toBe(before);
});

test('vouches for the end of its log on each connection, also with nothing to send', () => {
  const { effects } = stepDelivery(
    freshDelivery({ lastSeq: 40, oldestHeld: 1, acknowledged: 40 }),
    { kind: 'connected' },
    signing,
  );
  expect(effects).toContainEqual({ kind: 'send', from: 40, to: 40, sign: true });
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
