import type { SiteRules } from '../../../protocols/wire/work/site-rules.ts';
import type { Verdict } from '../decision.ts';
import type { Message } from '../message.ts';
import type { WorkView } from '../work-view.ts';
import { olderThan, type Shelf } from './first-expired.ts';
import { goodsRefusals, takeOlderFirst } from './goods-refusals.ts';
import { daysBetween, goodUntil, refuseCondition } from './item-condition.ts';
import type { ScannedItem } from './scanned-item.ts';
import { shareOut } from './share-out.ts';
import { refuseOfOtherOrder } from './taken-piece.ts';
import type { Share, Want } from './want.ts';

type Stance = SiteRules['pick']['substitution']['lot'];

/** What surrounds an item when it is taken. */
export interface Circumstances {
  readonly work: WorkView;
  /** ISO 8601 instant. */
  readonly at: string;
  /** Where it is taken from, if that is known. */
  readonly shelf: Shelf | null;
  /** Whether a piece with this serial key was taken already. */
  isTaken(serial: string): boolean;
  /** The orders in hand. */
  readonly orders: readonly string[];
  /** The supervisor who agreed to a substitution. */
  readonly approvedBy: string | null;
  /** What to say of an item that nobody here asks for. */
  readonly strange: Verdict;
}

/** Whom the units of a scan serve. */
export interface Choice {
  readonly shares: readonly Share[];
  /** As the fact tells it, where it goes in place of what was ordered. */
  readonly substitute?: {
    readonly sku: string;
    readonly rule: 'policy' | 'approved';
    readonly approvedBy?: string;
  };
  /** What a supervisor has to agree to before it is taken. */
  readonly needsApproval: Message | null;
  /** Something that the person should mind the next time. */
  readonly hint: Message | null;
}

/** The wants that an item may serve, and whether only in the place of something else. */
interface Candidates {
  readonly wants: readonly Want[];
  readonly replaces: { readonly name: string; readonly stance: Stance } | null;
}

/** Which wants the units of an item serve, or why they serve none. Pure; never a part of a packaging. */
export function chooseWants(
  item: ScannedItem,
  wants: readonly Want[],
  around: Circumstances,
): Choice | Verdict {
  const ofItem = ofProduct(item, wants, around);
  const [first] = ofItem.wants;
  if (first === undefined) return around.strange;
  const refused = (verdict: Verdict): Verdict => ({ order: first.order, line: first.line, ...verdict });
  const condition = refuseCondition(item, today(around));
  if (condition !== null) return refused(condition);
  const fresh = freshEnough(item, ofItem, around);
  if ('verdict' in fresh) return refused(fresh);
  const ofLots = ofLot(item, fresh, around);
  if ('verdict' in ofLots) return refused(ofLots);
  const older = olderFirst(item, ofLots, around);
  if (older !== null && 'verdict' in older) return refused(older);
  if (item.serial !== null && around.isTaken(item.serial)) {
    return refused(goodsRefusals.duplicateSerial(item.product.name, item.content.serial ?? ''));
  }
  const ofOther = refuseOfOtherOrder(item, around.orders, around.work);
  if (ofOther !== null) return refused(ofOther);
  const shares = shareOut(item, ofLots.wants);
  return 'verdict' in shares ? shares : choice(item, ofLots, shares, older, around);
}

function today({ at }: Circumstances): string {
  return at.slice(0, 10);
}

/** The wants of the very product; where none of them is open, those in whose place it may go. */
function ofProduct({ product }: ScannedItem, wants: readonly Want[], { work }: Circumstances): Candidates {
  const own = wants.filter(({ sku }) => sku === product.sku);
  if (own.some(({ remaining }) => remaining > 0)) return { wants: own, replaces: null };
  const replaced = wants.filter(
    ({ sku, remaining }) =>
      remaining > 0 && work.productBySku(sku)?.substitutes?.includes(product.sku) === true,
  );
  const [first] = replaced;
  if (first === undefined) return { wants: own, replaces: null };
  const name = work.productBySku(first.sku)?.name ?? first.sku;
  return mostLenient(replaced, work.rules().pick.substitution.item, name);
}

/** The customer's word comes before the site's rule; only the wants with the most lenient stance may be served. */
function mostLenient(wants: readonly Want[], rule: Stance, name: string): Candidates {
  const stanceOf = ({ substitution }: Want): Stance =>
    substitution === undefined ? rule : substitution === 'allowed' ? 'allow' : 'refuse';
  const stances = new Set(wants.map(stanceOf));
  const stance = (['allow', 'approve'] as const).find((one) => stances.has(one)) ?? 'refuse';
  return { wants: wants.filter((want) => stanceOf(want) === stance), replaces: { name, stance } };
}

/** Those who do not ask for more days than are left: the strictest of product, order and site counts. */
function freshEnough(
  item: ScannedItem,
  { wants, replaces }: Candidates,
  around: Circumstances,
): Candidates | Verdict {
  if (replaces?.stance === 'refuse') return goodsRefusals.notASubstitute(item.product.name, replaces.name);
  const until = goodUntil(item);
  if (until === undefined) return { wants, replaces };
  const left = daysBetween(today(around), until);
  const fresh = wants.filter((want) => left >= minDays(item, want, around));
  const open = wants.filter(({ remaining }) => remaining > 0);
  if (open.length === 0) return { wants, replaces };
  if (fresh.some(({ remaining }) => remaining > 0)) return { wants: fresh, replaces };
  const least = Math.min(...open.map((want) => minDays(item, want, around)));
  return goodsRefusals.expiresTooSoon(item.product.name, until, least);
}

/** 0 where nobody asks for any: what is still good today then is good enough. */
function minDays({ product }: ScannedItem, want: Want, { work }: Circumstances): number {
  const days = Math.max(
    product.minRemainingDays ?? 0,
    want.minRemainingDays,
    work.rules().pick.minRemainingDays,
  );
  return days === 0 ? Number.NEGATIVE_INFINITY : days;
}

/** Those whom this lot may serve, first those that ask for it; else those that take another lot. */
function ofLot(
  item: ScannedItem,
  { wants, replaces }: Candidates,
  { work }: Circumstances,
): Candidates | Verdict {
  const { lot } = item.content;
  // A lot is one of the ordered product: what goes in its place has lots of its own.
  if (replaces !== null) return { wants, replaces };
  const asking = wants.filter((want) => lot !== undefined && want.lot === lot);
  const free = wants.filter((want) => want.lot === undefined);
  const open = [...asking, ...free].some(({ remaining }) => remaining > 0);
  const others = wants.filter((want) => want.lot !== undefined && want.lot !== lot && want.remaining > 0);
  if (open || (others.length === 0 && asking.length + free.length > 0))
    return { wants: [...asking, ...free], replaces };
  const rule = work.rules().pick.substitution.lot;
  const lenient = mostLenient(others, rule, item.product.name);
  const wanted = [...new Set(wants.flatMap((want) => want.lot ?? []))].join(', ').slice(0, 60);
  const mayReplace = lot !== undefined && lenient.wants.length > 0 && lenient.replaces?.stance !== 'refuse';
  if (mayReplace)
    return { ...lenient, replaces: { name: wanted, stance: lenient.replaces?.stance ?? 'refuse' } };
  if (asking.length + free.length > 0) return { wants: [...asking, ...free], replaces };
  return goodsRefusals.wrongLot(item.product.name, wanted, lot);
}

/** First expired, first out: a refusal, a hint, or nothing to say. A lot that was asked for by name is taken as it is. */
function olderFirst(
  item: ScannedItem,
  { wants }: Candidates,
  around: Circumstances,
): Verdict | Message | null {
  const { fefo } = around.work.rules().pick;
  const expiry = goodUntil(item);
  if (fefo === 'off' || expiry === undefined || around.shelf === null) return null;
  const [first] = wants;
  if (first === undefined || (first.lot !== undefined && first.lot === item.content.lot)) return null;
  const days = Math.max(0, minDays(item, first, around));
  const { sku, name } = item.product;
  const older = olderThan(around.shelf, { sku, expiry, today: today(around), minDays: days });
  if (older === undefined) return null;
  const named = older.lot ?? '-';
  return fefo === 'enforce'
    ? goodsRefusals.olderFirst(name, named, older.expiry ?? '')
    : takeOlderFirst(named, older.expiry ?? '');
}

function choice(
  item: ScannedItem,
  { replaces }: Candidates,
  shares: readonly Share[],
  hint: Message | null,
  { approvedBy }: Circumstances,
): Choice {
  if (replaces === null) return { shares, needsApproval: null, hint };
  const { sku, name } = item.product;
  if (replaces.stance === 'allow') {
    return { shares, substitute: { sku, rule: 'policy' }, needsApproval: null, hint };
  }
  if (approvedBy !== null) {
    return { shares, substitute: { sku, rule: 'approved', approvedBy }, needsApproval: null, hint };
  }
  const asked = goodsRefusals.askSubstitute(name, item.content.lot, replaces.name);
  return { shares, needsApproval: asked, hint };
}
