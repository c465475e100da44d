import fc from 'fast-check';
import { testNames, testNowMs, type WorkStep } from '../../../edge/handheld/store/testing-work-steps.ts';
import { orderOf } from '../../../edge/testing-edge.ts';
import { floorPage } from '../../../protocols/wire/floor.ts';
import { workPage } from '../../../protocols/wire/work.ts';
import { orderScans } from './handheld-site.ts';

const { orders, skus, gtins, badges, places, tasks, totes } = testNames;
const one = <Value>(...values: Value[]) => fc.constantFrom(...values);

interface Content {
  readonly kind: string;
  readonly id: string;
  readonly data: unknown;
}

/** Now and then a document is taken away. */
function documents(kind: string, ids: readonly string[], dataOf: (id: string) => fc.Arbitrary<unknown>) {
  return one(...ids).chain((id) =>
    fc.option(dataOf(id), { freq: 6 }).map((data): Content => ({ kind, id, data })),
  );
}

const rules = one(
  {},
  { pack: { from: 'picked' } },
  { claims: { mode: 'lease' } },
  { pick: { confirm: 'location_and_item' } },
);
const line = fc.record({ sku: one(...skus), units: fc.integer({ min: 1, max: 4 }) });
const work: fc.Arbitrary<Content> = fc.oneof(
  rules.map((chosen) => ({
    kind: 'site',
    id: 'HAM',
    data: { name: 'Hamburg', gs1CompanyPrefix: '9520001', rules: chosen },
  })),
  // The same barcode may stand on two products for a while, when it moves from one to the other.
  documents('product', skus, (sku) =>
    fc.uniqueArray(one(...gtins), { minLength: 1, maxLength: 2 }).map((chosen) => ({
      sku,
      name: sku,
      packagings: chosen.map((gtin) => ({ gtin, level: 'each', units: gtin.startsWith('1') ? 2 : 1 })),
    })),
  ),
  documents('order', orders, (order) =>
    fc
      .record({
        lines: fc.array(line, { minLength: 1, maxLength: 3 }),
        status: one('released', 'released', 'on_hold', 'cancelled'),
      })
      .map(({ lines, status }) =>
        orderOf(order, {
          status,
          lines: lines.map((given, at) => ({ line: at + 1, name: given.sku, ...given })),
        }),
      ),
  ),
  documents('person', badges, (badge) =>
    one('operator', 'supervisor').map((role) => ({ badge, name: badge, role })),
  ),
  documents('location', places, (location) =>
    fc.nat({ max: 9 }).map((walk) => ({ location, walk, contents: [] })),
  ),
);
const instant = (minutes: number) => new Date(testNowMs + minutes * 60_000).toISOString();
const floor: fc.Arbitrary<Content> = fc.oneof(
  documents(
    'claim',
    [...orders.map((order) => `order:${order}`), ...tasks.map((task) => `task:${task}`)],
    (id) =>
      fc.record({ station: one('S8', 'S9'), minutes: one(-5, 5) }).map(({ station, minutes }) => {
        const [kind = '', name] = id.split(':');
        const expiresAt = instant(minutes);
        return {
          subject: { kind, [kind]: name },
          station,
          operator: null,
          grantedAt: instant(-9),
          expiresAt,
        };
      }),
  ),
  documents('task', tasks, (task) =>
    fc.record({ order: one(...orders), units: fc.integer({ min: 1, max: 3 }) }).map(({ order, units }) => ({
      task,
      mode: 'order',
      status: 'open',
      orders: [order],
      stops: [{ sku: 'TEA', name: 'Tea', parts: [{ order, line: 1, units }] }],
      totes: [],
    })),
  ),
  documents('tote', totes, (tote) =>
    one(...orders).map((order) => ({
      tote,
      order,
      status: 'picked',
      items: [{ line: 1, sku: 'TEA', units: 1 }],
    })),
  ),
  documents('item_weight', skus, (sku) =>
    fc.integer({ min: 1, max: 900 }).map((grams) => ({ sku, samples: 3, meanGrams: grams, sdGrams: 1 })),
  ),
);

const codes = fc.oneof(
  { weight: 3, arbitrary: one(...orders, ...tasks, ...totes, ...places) },
  { weight: 8, arbitrary: one(...gtins) },
  { weight: 2, arbitrary: one('PP:UNDO', 'PP:SEAL', 'PP:SHORT', 'PP:BADGE:Anna', 'PP:SIGN_OUT') },
  { weight: 1, arbitrary: one(...[0, 1].map((parcel) => orderScans('', parcel)[3] ?? '')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
);

type Plan =
  | {
      readonly feed: 'work' | 'floor';
      readonly contents: readonly Content[];
      readonly back: number;
      readonly anew: boolean;
    }
  | { readonly raw: string }
  | { readonly reopen: true };

const feed = (name: 'work' | 'floor', content: fc.Arbitrary<Content>): fc.Arbitrary<Plan> =>
  fc.record({
    feed: fc.constant(name),
    contents: fc.array(content, { maxLength: 5 }),
    // Mostly what follows; sometimes what is known already, and what has a gap before it.
    back: one(0, 0, 0, 0, 2, -1),
    anew: fc
      .boolean()
      .chain((maybe) => (maybe ? fc.boolean() : fc.constant(false)))
      .map((is) => is),
  });
const plans = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: feed('work', work) },
    { weight: 2, arbitrary: feed('floor', floor) },
    { weight: 14, arbitrary: codes.map((raw): Plan => ({ raw })) },
    { weight: 1, arbitrary: fc.constant<Plan>({ reopen: true }) },
  ),
  { maxLength: 40, size: 'max' },
);

/** An order that can be picked, told in the beginning. */
const beginning: Plan = {
  feed: 'work',
  back: 0,
  anew: false,
  contents: [
    { kind: 'site', id: 'HAM', data: { name: 'Hamburg', gs1CompanyPrefix: '9520001' } },
    {
      kind: 'product',
      id: 'TEA',
      data: { sku: 'TEA', name: 'Tea', packagings: [{ gtin: gtins[0], level: 'each', units: 1 }] },
    },
    { kind: 'order', id: 'SO-1', data: orderOf('SO-1') },
  ],
};

/** Random work, told in pages as a gateway tells them, and random scans in between. */
export const workSteps: fc.Arbitrary<WorkStep[]> = plans.map((plan) =>
  stepsOf([beginning, { raw: 'SO-1' }, { raw: gtins[0] }, ...plan]),
);

function stepsOf(plan: readonly Plan[]): WorkStep[] {
  const places = { work: { epoch: 1, cursor: 0 }, floor: { epoch: 1, cursor: 0 } };
  let seq = 0;
  return plan.map((step): WorkStep => {
    if ('reopen' in step) return { do: 'reopen' };
    if ('raw' in step) {
      seq += 1;
      const at = new Date(testNowMs + seq).toISOString();
      return {
        do: 'scan',
        reading: { scan: { device: 'wedge', boot: 'test', seq }, raw: step.raw, at, bounceMs: 0 },
      };
    }
    const place = places[step.feed];
    if (step.anew) Object.assign(place, { epoch: place.epoch + 1, cursor: 0 });
    const after = Math.max(0, place.cursor - step.back);
    const told = step.contents.map((content, at) => ({
      ...content,
      version: after + at + 1,
      cursor: after + at + 1,
    }));
    const cursor = after + told.length;
    if (step.back >= 0) place.cursor = Math.max(place.cursor, cursor);
    const page = {
      v: 1,
      site: 'HAM',
      epoch: `e${place.epoch}`,
      documents: told,
      cursor,
      more: false,
      asOf: instant(0),
    };
    return step.feed === 'work'
      ? { do: 'work', page: workPage.parse(page), after }
      : { do: 'floor', page: floorPage.parse(page), after };
  });
}
