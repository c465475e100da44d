import { openItems } from '../../edge/fulfilment/pack/pack-session.ts';
import type { ScreenAction, ScreenView } from '../../edge/fulfilment/screen-view.ts';
import type { Desk } from './desk.ts';
import type { Doing, TagScan } from './doing.ts';
import type { Floor } from './floor.ts';
import {
  type Article,
  articleOf,
  articles,
  barcodeOf,
  isTagged,
  serialBarcode,
  tagOf,
  tagText,
} from './goods.ts';
import { badges, pins, supervisor } from './office.ts';

/** Something that a person may do now: scan this, or let a device tell that. Likely things weigh more. */
export interface Choice {
  readonly weight: number;
  readonly what: Doing;
}

/** Totes that stand around. */
const totes = ['T-1', 'T-2', 'T-3', 'T-4', 'T-5'];
const usual = 20;
const rare = 0.5;

const scans = (weight: number, codes: Iterable<string>): Choice[] =>
  [...codes].map((what) => ({ weight, what }));

/**
 * What a plausible person at this station may do next: mostly what the screen asks for, sometimes something else that could be done,
 * now and then a mistake. `n` varies what cannot be listed: lots, serials, weights, reasons.
 */
export function choices(desk: Desk, floor: Floor, n: number): Choice[] {
  const view = desk.screen();
  const open = [
    ...people(desk, view, n),
    ...printing(desk, n),
    ...view.actions.map((action) => command(action, n)),
    ...inHand(desk, view, floor, n),
    ...(view.activity === null ? [] : lighter(beginnings(view, floor, desk), desk.frustration())),
    ...anything(floor, n),
  ];
  return open.map((choice) => wary(choice, desk));
}

/** What leads away from the work in hand is done seldom, and more often when that does not go on. */
function lighter(open: readonly Choice[], frustration: number): Choice[] {
  return open.map(({ weight, what }) => ({ weight: weight * (0.03 + 0.15 * frustration), what }));
}

/** What was refused just now is not tried again at once. */
function wary({ weight, what }: Choice, desk: Desk): Choice {
  const refused = typeof what === 'string' ? desk.refusals(what) : 0;
  return { weight: weight / (1 + 6 * refused), what };
}

function people({ state, work }: Desk, { activity }: ScreenView, n: number): Choice[] {
  const { signing } = state;
  if (signing !== null)
    return [
      ...scans(usual * 3, [`PP:PIN:${pins[signing.badge] ?? ''}`]),
      ...scans(usual / 2, [`PP:PIN:${1_000 + n}`]),
    ];
  const asked = activity !== null && isAsking(activity);
  const signedOut = state.operator === null;
  const needed = signedOut && work.rules().people.signIn === 'required';
  return [
    { weight: rare / 5, what: away },
    ...scans(asked && !signedOut ? usual : rare / 5, [`PP:BADGE:${supervisor}`]),
    ...scans(needed ? usual : signedOut ? 4 : rare / 5, [`PP:BADGE:${badges[0]}`, `PP:BADGE:${badges[1]}`]),
  ];
}

function isAsking(activity: NonNullable<ScreenView['activity']>): boolean {
  if (activity.kind === 'pick') return activity.approval !== null;
  return activity.kind === 'pack' && activity.overriding !== null;
}

function printing({ state }: Desk, n: number): Choice[] {
  const [job] = state.prints.filter(({ failed }) => failed === undefined);
  if (job === undefined) return [];
  const outcome = n % 5 === 0 ? 'failed' : 'printed';
  return [{ weight: 6, what: { kind: 'printed', job: job.job, printer: 'printer', outcome } }];
}

function command({ code, tone, asks }: ScreenAction, n: number): Choice {
  if (code === 'PP:SIGN_OUT') return { weight: rare / 5, what: code };
  const weight = tone === 'primary' ? 6 : tone === 'plain' ? 1.2 : rare;
  return { weight, what: asks === undefined ? code : `${code}:${n % 4}` };
}

const away: Doing = { kind: 'idle', minutes: 20 };
const reasons = ['stock_out', 'damaged'];

function inHand(desk: Desk, view: ScreenView, floor: Floor, n: number): Choice[] {
  const { activity } = view;
  if (activity === null) return beginnings(view, floor, desk);
  switch (activity.kind) {
    case 'pick':
      return walking(activity, n);
    case 'pack':
      return packing(desk, view, floor, n);
    case 'ship':
      return [...scans(10, floor.labels('sealed')), ...scans(1, floor.labels('any')), ...scans(1, ['D-1'])];
    case 'wall':
      return sorting(activity, floor, n);
    case 'return':
      return [
        ...activity.lines.flatMap(({ sku, left }) =>
          scans(left > 0 ? usual : rare, itemsOf(articleOf(sku), activity.order, floor, n)),
        ),
        ...scans(1, ['L-1', 'L-4']),
      ];
    case 'count':
      return [
        ...articles.flatMap((article) =>
          scans(article.location === activity.location ? usual : rare, [barcodeOf(article, n)]),
        ),
        ...scans(2, [`PP:ENTER:${n % 14}`]),
      ];
    case 'asked':
      return activity.for === 'count'
        ? scans(usual, [`L-${1 + (n % articles.length)}`])
        : scans(usual, [...floor.labels('left'), ...floor.orders]);
    case 'service':
      return view.wants.signature === true ? [signature(n)] : [];
  }
}

function beginnings({ queue, floor: known }: ScreenView, floor: Floor, desk: Desk): Choice[] {
  const listed = queue.next.map((item) => item.order);
  return [
    ...scans(6, listed),
    ...scans(rare, floor.orders),
    ...scans(
      4,
      floor.orders.filter((order) => order.startsWith('SV-')),
    ),
    ...scans(8, known?.tasks.map(({ task }) => task) ?? []),
    ...scans(3, known?.counts.map(({ location }) => location) ?? []),
    ...scans(rare, known?.loads.map(({ load }) => load) ?? []),
    ...scans(
      7,
      desk.state.parked.flatMap((one) => (one.kind === 'ship' ? [one.load] : [])),
    ),
    ...scans(6, floor.totesInUse()),
    ...scans(6, floor.labels('sealed')),
    ...scans(
      rare,
      floor.dispatched().map((order) => `PP:RETURN:${order}`),
    ),
  ];
}

type ViewOf<Kind> = Extract<NonNullable<ScreenView['activity']>, { readonly kind: Kind }>;

function walking({ stop, hand, located, totes: own }: ViewOf<'pick'>, n: number): Choice[] {
  const free = totes.filter((tote) => !own.some((one) => one.tote === tote));
  const fresh = scans(hand === null ? 1 : rare, free.slice(n % totes.length, (n % totes.length) + 1));
  if (hand !== null) {
    const right = hand.tote === null ? [] : [hand.tote];
    return [
      ...scans(usual * 2, right),
      ...fresh,
      ...scans(
        1,
        own.map(({ tote }) => tote),
      ),
    ];
  }
  if (stop === null) return scans(usual, ['PP:DONE']);
  const article = articleOf(stop.sku);
  const wantsTote = stop.parts.some(({ tote }) => tote === null);
  const cased = article.case === null ? [] : [article.case];
  return [
    ...fresh,
    ...scans(wantsTote ? usual * 2 : rare, [totes[n % totes.length] ?? 'T-1']),
    ...(stop.location === null ? [] : scans(located ? rare : usual, [stop.location])),
    ...scans(usual, [barcodeOf(article, n)]),
    ...scans(2, cased),
    ...mistakes(n),
    ...scans(
      rare,
      reasons.map((reason) => `PP:SHORT:${reason}`),
    ),
  ];
}

function packing(desk: Desk, { order, activity, wants }: ScreenView, floor: Floor, n: number): Choice[] {
  if (order === null || activity?.kind !== 'pack') return [];
  const open = order.lines.filter(({ units, done, shorted }) => done + shorted < units);
  const labels = order.parcels.filter(({ scanned }) => !scanned).map(({ sscc }) => `00${sscc}`);
  const brought = activity.totes?.map(({ tote }) => tote) ?? [];
  return [
    ...open.flatMap(({ sku }) => scans(usual, itemsOf(articleOf(sku), order.number, floor, n))),
    ...open.flatMap(({ sku }) => scans(2, cases(articleOf(sku)))),
    ...scans(open.length === 0 ? usual : 2, labels),
    ...scans(usual, activity.missingTotes ?? []),
    ...scans(rare, brought),
    ...mistakes(n),
    ...scans(
      rare,
      reasons.map((reason) => `PP:SHORT:${reason}`),
    ),
    ...(wants.weight === true ? [weighing(activity, n)] : []),
    ...(wants.photo === true ? [photo] : []),
    ...(wants.tags === true ? [gate(desk, n)] : []),
    // Somebody walks away from a parcel that waits for its checks.
    ...(wants.weight === true || wants.tags === true ? [{ weight: 3, what: away }] : []),
    ...open.flatMap(({ sku }) => tagScans(sku, floor, n)),
  ];
}

function weighing({ expected }: ViewOf<'pack'>, n: number): Choice {
  const grams = n % 6 === 0 ? 5_000 : (expected?.grams ?? 1_000);
  return { weight: usual, what: { kind: 'weight', device: 'scale', grams } };
}

const photo: Choice = {
  weight: usual,
  what: { kind: 'photo', sha256: 'a'.repeat(64), bytes: 1_000, mediaType: 'image/jpeg' },
};

/** Most customers write their name. */
const signature = (n: number): Choice => ({
  weight: usual,
  what: {
    ...{ kind: 'signature', sha256: 'b'.repeat(64), bytes: 900, mediaType: 'image/png' },
    ...(n % 5 === 0 ? {} : { name: 'Eva Sommer' }),
  },
});

/** A reader looks at the closed parcel: mostly at what lies in it, sometimes one is not read, or one lies beside it. */
function gate({ state: { activity } }: Desk, n: number): Choice {
  const parcel = activity?.kind === 'pack' ? activity : null;
  const items = parcel === null ? [] : openItems(parcel).filter(({ sku }) => isTagged(sku));
  const serials = parcel?.undoable.flatMap(({ serial }) => serial ?? []) ?? [];
  const tags = items.flatMap(({ sku, units }) => {
    const { each, capture } = articleOf(sku);
    const own = serials.filter((key) => key.startsWith(each)).map((key) => key.slice(each.length + 1));
    const named = capture === 'serial' ? own : Array.from({ length: units }, (_, nth) => `C${nth}`);
    return named.map((serial) => tagOf(each, serial));
  });
  const beside = n % 6 === 1 ? [tagOf(articleOf('CUP').each, 'beside')] : [];
  const epcs = [...(n % 6 === 0 ? tags.slice(1) : tags), ...beside];
  return { weight: usual, what: { kind: 'tags', device: 'gate', epcs } };
}

/** The tag of a piece is as good as its barcode. */
function tagScans(sku: string, floor: Floor, n: number): Choice[] {
  if (sku !== 'PHONE') return [];
  const article = articleOf(sku);
  const serial = floor.pieceOnShelf(n);
  const what: TagScan = {
    kind: 'tag_scan',
    raw: tagText(article.each, serial),
    epc: tagOf(article.each, serial),
  };
  return [{ weight: usual / 2, what }];
}

function sorting({ hand, slots }: ViewOf<'wall'>, floor: Floor, n: number): Choice[] {
  const others = scans(
    hand === null ? rare : 1,
    slots.map(({ slot }) => slot),
  );
  if (hand !== null) return [...scans(usual * 2, [hand.slot]), ...others];
  const missing = slots.flatMap((slot) => slot.missing.map(({ sku }) => ({ sku, order: slot.order })));
  return [
    ...others,
    ...missing.flatMap(({ sku, order }) => scans(usual, itemsOf(articleOf(sku), order, floor, n))),
    ...mistakes(n),
  ];
}

/** The pieces that were picked for the order, where each is one of its own; else any piece of the article. */
function itemsOf(article: Article, order: string, floor: Floor, n: number): string[] {
  if (article.capture !== 'serial') return [barcodeOf(article, n)];
  // A label was copied, or a piece lies where it should not.
  if (n % 9 === 4) return [serialBarcode(article.each, `P${n % 5}`)];
  const known = floor.serialsOf(order);
  const serial = known[n % Math.max(1, known.length)];
  return serial === undefined || n % 3 === 0
    ? [floor.freshSerial(article, n)]
    : [serialBarcode(article.each, serial)];
}

function cases(article: Article): string[] {
  return article.case === null ? [] : [article.case];
}

function mistakes(n: number): Choice[] {
  const wrong = articles[n % articles.length];
  return wrong === undefined ? [] : scans(1, [barcodeOf(wrong, n)]);
}

/** Codes that are everywhere in a warehouse, whatever is in hand. */
function anything(floor: Floor, n: number): Choice[] {
  const codes = [
    ...[
      'PP:UNDO',
      'PP:DONE',
      'PP:REPRINT',
      'PP:REOPEN',
      'PP:STOP',
      'PP:SKIP',
      'PP:HAND_OVER',
      'PP:GIVE_BACK',
    ],
    ...[
      'PP:CLOSE_LOAD',
      'PP:CLOSE_LOAD:PARTIAL',
      'PP:SEAL',
      'PP:NEW_PARCEL',
      'PP:OVERRIDE:checked',
      'PP:COUNT',
    ],
    ...['PP:RETURN', 'PP:CONDITION:as_new', 'PP:CONDITION:damaged', 'PP:PACKAGING:BOX', 'PP:STATION:dock'],
    ...['T-1', 'W-1', 'L-1', 'D-1', 'nonsense', ...floor.orders, ...floor.labels('any')],
  ];
  return scans(0.04, codes).concat(scans(rare, [codes[n % codes.length] ?? 'PP:UNDO']));
}
