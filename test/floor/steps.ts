import { isoInstant } from '../../kernel/clock.ts';
import { seededRandom } from '../harness/random.ts';
import type { Desk } from './desk.ts';
import type { Floor } from './floor.ts';
import { articles, lots, work } from './goods.ts';
import { choices } from './person.ts';
import { type ActionKind, anyRules } from './plan.ts';

const maxOrders = 8;
const minuteMs = 60_000;

type StepOf = (floor: Floor, a: number, b: number) => Promise<unknown> | undefined;

/** What each kind of step does. The numbers choose among what there is. */
export const steps: Readonly<Record<ActionKind, StepOf>> = {
  do: (floor, a, b) => act(floor, deskAt(floor, a), b),
  tell: atOnce((floor, a, b) => floor.tell(deskAt(floor, a), 1 + (b % 40), true)),
  lose: atOnce((floor, a, b) => floor.tell(deskAt(floor, a), 1 + (b % 40), false)),
  repeat: (floor, _a, b) => floor.carryUp(1 + (b % 40), false),
  hear: (floor, a) => floor.hear(deskAt(floor, a)),
  offline: atOnce((floor, a) => {
    deskAt(floor, a).online = false;
  }),
  online: async (floor, a) => {
    const desk = deskAt(floor, a);
    desk.online = true;
    await floor.talk(desk);
  },
  restart: async (floor, a) => {
    const desk = deskAt(floor, a);
    await desk.restart();
    floor.collect(desk);
    await floor.settle();
  },
  time: async (floor, _a, b) => {
    floor.clock.advance((1 + (b % 40)) * minuteMs);
    await floor.settle();
  },
  order: (floor, a, b) => enter(floor, a, b),
  service: (floor, a, b) => enterService(floor, a, b),
  pay: (floor, a, b) => floor.office.pay(a, b),
  cancel: (floor, a) => ofOrder(floor, a, (order) => floor.office.cancel(order)),
  hold: (floor, a) => ofOrder(floor, a, (order) => floor.office.hold(order)),
  release: (floor, a) => ofOrder(floor, a, (order) => floor.office.release(order)),
  goods: (floor, a, b) => floor.office.receive(articles[a % articles.length]?.sku ?? '', 1 + (b % 10)),
  limit: (floor) => floor.office.raiseLimit(),
  rules: (floor, a, b) => {
    floor.rulesChanged = true;
    return floor.office.changeRules(anyRules(seededRandom(a * 1024 + b)));
  },
  wave: (floor) => floor.gateway.plan(),
  free: async (floor, a) => {
    const order = floor.orders[a % Math.max(1, floor.orders.length)] ?? '';
    await floor.gateway.ask('POST', `/v1/claims/${encodeURIComponent(`order:${order}`)}/release`);
  },
  gateway: (floor) => floor.gateway.restart(),
  up: (floor, _a, b) => floor.carryUp(1 + (b % 60)),
  down: (floor) => floor.carryDown(),
};

function atOnce(step: (floor: Floor, a: number, b: number) => void): StepOf {
  return (floor, a, b) => {
    step(floor, a, b);
    return undefined;
  };
}

function deskAt({ desks }: Floor, a: number): Desk {
  const desk = desks[a % desks.length];
  if (desk === undefined) throw new Error('there is no station');
  return desk;
}

/** What the person at the station does next: `b` chooses, likely things for more of its values. */
async function act(floor: Floor, desk: Desk, b: number): Promise<void> {
  const open = choices(desk, floor, b);
  const total = open.reduce((sum, { weight }) => sum + weight, 0);
  let left = ((b * 0.618_033_988_75) % 1) * total;
  for (const { weight, what } of open) {
    left -= weight;
    if (left >= 0) continue;
    await floor.does(desk, what);
    return;
  }
}

async function enter(floor: Floor, a: number, b: number): Promise<void> {
  if (floor.orders.length >= maxOrders) return;
  const number = `SO-${floor.orders.length + 1}`;
  const count = 1 + (b % 3);
  const lines = Array.from({ length: count }, (_, nth) => {
    const article = articles[(a + b + nth * (1 + (b % 2))) % articles.length];
    if (article === undefined) throw new Error('there is no article');
    const wantsLot = article.capture === 'lot' && b % 5 === 0;
    return {
      sku: article.sku,
      units: 1 + ((a + b + nth) % 4),
      ...(wantsLot ? { lot: lots[a % 2]?.lot ?? 'M1' } : {}),
    };
  });
  const carrier = b % 4 === 0 ? {} : { carrier: b % 4 === 1 ? 'UPS' : 'DHL' };
  floor.orders.push(number);
  await floor.office.enter({ number, lines, ...carrier });
}

async function enterService(floor: Floor, a: number, b: number): Promise<void> {
  if (floor.orders.length >= maxOrders) return;
  const number = `SV-${floor.orders.length + 1}`;
  const from = isoInstant(floor.clock.now() + (a % 8) * 60 * minuteMs);
  const to = isoInstant(floor.clock.now() + (1 + (a % 8)) * 60 * minuteMs);
  floor.orders.push(number);
  const lines = [{ sku: work.sku, units: 1 + (b % 2) }];
  await floor.office.enter({ number, kind: 'service', appointment: { from, to }, lines });
}

function ofOrder(
  floor: Floor,
  a: number,
  change: (order: string) => Promise<boolean>,
): Promise<boolean> | undefined {
  const order = floor.orders[a % Math.max(1, floor.orders.length)];
  return order === undefined ? undefined : change(order);
}
