import { seededRandom } from '../harness/random.ts';
import { drawn, type Step } from '../harness/schedule.ts';

/** Defects that can be put into the model, so that the simulation can show that it would find them. */
export type Defect =
  | 'none'
  /** The gateway acknowledges what its disk has only promised. */
  | 'acknowledge-before-commit'
  /** A station lets go of facts as soon as they were sent. */
  | 'delete-before-acknowledgement'
  /** A station takes what was set aside as a conflict for acknowledged: it does not compare hashes. */
  | 'acknowledge-conflicts'
  /** A sync moves its cursor before central has answered. */
  | 'move-cursor-before-acknowledgement'
  /** A subscriber's position moves when an event was sent, not when it was taken. */
  | 'move-subscriber-before-puback';

/** What a schedule is made for. All sizes are small: a defect that needs a thousand facts has a twin that needs three. */
export interface Settings {
  readonly stations: number;
  /** As many programs that read the log by their own cursor, and as many MQTT subscribers whose cursor the gateway keeps. */
  readonly subscribers: number;
  /** Packets keep their order and are only lost with their connection; or, behind an external broker, anything goes. */
  readonly network: 'tcp' | 'broker';
  readonly windowFacts: number;
  readonly batchFacts: number;
  readonly patience: number;
  /** How many acknowledged facts a station keeps, at least the last one; behind a broker more than can be late (in earnest 20,000 to a window of 500). */
  readonly keep: number;
  readonly defect: Defect;
}

export const actionKinds = [
  'make',
  'poison',
  'up',
  'commit',
  'down',
  'lose',
  'repeat',
  'cut',
  'silence',
  'connect',
  'timeout',
  'http',
  'http-cut',
  'tick',
  'time',
  'poll',
  'push',
  'take',
  'puback',
  'keep-cursor',
  'unplug',
  'crash',
  'start',
  'disk',
  'mend',
  'backup',
  'restore',
  'clone',
  'clock',
] as const;
export type ActionKind = (typeof actionKinds)[number];

export type Action = Step<ActionKind>;

export interface Plan {
  readonly settings: Settings;
  readonly actions: readonly Action[];
}

type Weights = Readonly<Partial<Record<ActionKind, number>>>;

/** What goes on anyway. */
const ordinary: Weights = {
  make: 10,
  up: 14,
  commit: 8,
  down: 14,
  connect: 6,
  timeout: 2,
  http: 18,
  tick: 8,
  time: 1,
  poll: 2,
  push: 6,
  take: 6,
  puback: 5,
  'keep-cursor': 3,
  start: 6,
  mend: 4,
};

/** What a schedule may be visited by; each has only some of them, so that one kind of trouble does not hide another. */
const troubles: readonly Weights[] = [
  { lose: 5 },
  { repeat: 4 },
  { cut: 3 },
  { unplug: 2 },
  { silence: 3 },
  { 'http-cut': 4 },
  { crash: 3 },
  { disk: 3 },
  { poison: 2 },
  { backup: 3, restore: 2 },
  { backup: 1, clone: 1 },
  { clock: 2, time: 3 },
  { timeout: 5, connect: 4 },
];

/** What a schedule brings far: left to chance, hardly a fact would reach central before the faults are over. */
const emphases: readonly [Weights, ...Weights[]] = [
  {},
  { http: 70, tick: 20, up: 10, down: 6, commit: 6 },
  { push: 14, take: 14, puback: 12, 'keep-cursor': 6, up: 10, commit: 6 },
];

const pick = <Value>(random: () => number, values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(random() * values.length)] ?? values[0];

/** The schedule of a seed: always the same. */
export function planOf(seed: number, defect: Defect = 'none'): Plan {
  const random = seededRandom(seed);
  const network = pick<Settings['network']>(random, ['tcp', 'broker']);
  const settings: Settings = {
    stations: pick(random, [1, 1, 2, 3]),
    subscribers: pick(random, [0, 1, 2]),
    network,
    windowFacts: pick(random, [2, 4, 8, 12]),
    batchFacts: pick(random, [1, 2, 4]),
    patience: pick(random, [2, 3]),
    keep: network === 'broker' ? 100 : pick(random, [1, 2, 6, 100]),
    defect,
  };
  const weights: Partial<Record<ActionKind, number>> = { ...ordinary };
  const emphasis = pick(random, emphases);
  add(weights, emphasis, 1);
  for (const trouble of troubles) {
    if (random() < 0.6) continue;
    const strength = 0.3 + 2 * random();
    add(weights, trouble, strength);
  }
  const length = pick(random, [30, 60, 100, 160]) * (emphasis === emphases[0] ? 1 : 2);
  return { settings, actions: drawn(random, weights, { length, a: 64, b: 64 }) };
}

function add(weights: Partial<Record<ActionKind, number>>, more: Weights, strength: number): void {
  for (const [kind, weight] of Object.entries(more) as [ActionKind, number][])
    weights[kind] = (weights[kind] ?? 0) + weight * strength;
}
