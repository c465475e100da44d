import { type SiteRules, siteRules } from '../../protocols/wire/work/site-rules.ts';
import { seededRandom } from '../harness/random.ts';
import { drawn, type Step } from '../harness/schedule.ts';

/** What a schedule is made for. */
export interface Settings {
  readonly stations: number;
  readonly rules: SiteRules;
  readonly printer: boolean;
  readonly scale: boolean;
  readonly tagReader: boolean;
  /** live: whoever is online tells and hears at once. lazy: only now and then, and packets are lost and repeated. */
  readonly network: 'live' | 'lazy';
}

export const actionKinds = [
  'do',
  'tell',
  'hear',
  'lose',
  'repeat',
  'offline',
  'online',
  'restart',
  'time',
  'order',
  'service',
  'pay',
  'cancel',
  'hold',
  'release',
  'goods',
  'limit',
  'rules',
  'wave',
  'free',
  'gateway',
  'up',
  'down',
] as const;
export type ActionKind = (typeof actionKinds)[number];
export type Action = Step<ActionKind>;

export interface Plan {
  readonly settings: Settings;
  readonly actions: readonly Action[];
}

type Weights = Readonly<Partial<Record<ActionKind, number>>>;

const ordinary: Weights = {
  do: 100,
  tell: 6,
  hear: 8,
  up: 5,
  down: 4,
  order: 2,
  service: 0.7,
  pay: 0.8,
  time: 1,
  wave: 1.5,
  goods: 0.3,
};

/** What a day may be visited by; each has only some of it, so that one kind of trouble does not hide another. */
const troubles: readonly Weights[] = [
  { offline: 2, online: 2.5 },
  { lose: 2, repeat: 2 },
  { restart: 1 },
  { gateway: 0.5 },
  { cancel: 1 },
  { hold: 1.5, release: 1.5 },
  { free: 1 },
  { rules: 0.3 },
  { limit: 0.3 },
];

const pick = <Value>(random: () => number, values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(random() * values.length)] ?? values[0];

const packagings = [
  {
    packaging: 'BOX',
    name: 'Box',
    tareGrams: 100,
    lengthMm: 400,
    widthMm: 300,
    heightMm: 300,
    maxGrams: 9_000,
  },
];
const carriers = [
  { carrier: 'DHL', name: 'DHL', cutOff: '17:00' },
  { carrier: 'UPS', name: 'UPS' },
];

/** Any of the ways in which a site may work; often the plainest one. */
export function anyRules(random: () => number): SiteRules {
  const or = <Value>(plain: Value, ...others: readonly Value[]): Value =>
    random() < 0.5 ? plain : (others[Math.floor(random() * others.length)] ?? plain);
  const waves = or('off', 'cluster', 'zone', 'put_to_wall');
  return siteRules.parse({
    people: {
      signIn: or('optional', 'required'),
      badges: or('any', 'known'),
      pin: or('nobody', 'supervisors', 'everybody'),
      idleMinutes: or(0, 15),
    },
    claims: { mode: or('off', 'lease'), minutes: or(30, 5), conflict: or('first', 'most', 'show') },
    pick: {
      confirm: or('item', 'location', 'location_and_item'),
      fefo: or('off', 'warn', 'enforce'),
      substitution: { lot: or('refuse', 'approve', 'allow'), item: or('allow', 'refuse', 'approve') },
      short: { rest: or('back_order', 'cancel'), count: or(true, false), approval: or(false, true) },
    },
    waves: { mode: waves, ordersPerTask: or(12, 2) },
    pack: {
      from: waves === 'off' ? or('direct', 'picked') : 'picked',
      totesOffline: or('told', 'refuse', 'ordered'),
      sealWhenComplete: or(true, false),
      packagings: or<typeof packagings>([], packagings),
      weight: or('off', 'warn', 'require'),
      tags: or('off', 'warn', 'require'),
      photo: or('off', 'offer', 'require'),
      label: or('off', 'print'),
    },
    ship: { by: or('station', 'load'), carriers },
    count: { blind: or(true, false) },
  });
}

/** The schedule of a seed: always the same. */
export function planOf(seed: number): Plan {
  const random = seededRandom(seed);
  const settings: Settings = {
    stations: pick(random, [2, 2, 2, 3]),
    rules: anyRules(random),
    printer: random() < 0.5,
    scale: random() < 0.5,
    tagReader: random() < 0.5,
    network: pick(random, ['live', 'live', 'lazy']),
  };
  const weights: Partial<Record<ActionKind, number>> = { ...ordinary };
  for (const trouble of troubles) {
    if (random() < 0.55) continue;
    const strength = 0.3 + 2 * random();
    for (const [kind, weight] of Object.entries(trouble) as [ActionKind, number][])
      weights[kind] = (weights[kind] ?? 0) + weight * strength;
  }
  const length = pick(random, [60, 120, 200, 300]);
  const orders: Action[] = [
    ['order', 0, Math.floor(random() * 1024)],
    ['order', 1, Math.floor(random() * 1024)],
    ['down', 0, 0],
  ];
  const rest = drawn(random, weights, { length, a: 64, b: 1024 });
  return { settings, actions: [...orders, ...rest] };
}
