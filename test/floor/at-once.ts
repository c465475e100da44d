import type { FactType, KnownFact } from '../../protocols/wire/fact.ts';
import type { SiteRules } from '../../protocols/wire/work/site-rules.ts';
import { Breach } from '../harness/breach.ts';
import type { Desk } from './desk.ts';
import { isTagged } from './goods.ts';
import type { Ledger } from './ledger.ts';

// What is promised by the rules and claims of the moment is held to them at once: they are others at the end of the day.

/** Claims of others that the station knows of, where its site keeps some. */
export function foreignClaims({ name, work, floor }: Desk, subjects: readonly string[]): ReadonlySet<string> {
  if (work.rules().claims.mode !== 'lease') return new Set();
  return new Set(subjects.filter((id) => (floor.book.claim(id)?.station ?? name) !== name));
}

/** Nobody begins or picks what another has claimed, once they know. @throws Breach */
export function holdsClaims({ name }: Desk, claimed: ReadonlySet<string>, facts: readonly KnownFact[]): void {
  for (const { type, data } of facts) {
    if (type !== 'pick.confirmed' && type !== 'task.started' && type !== 'order.started') continue;
    const task = 'task' in data ? data.task : undefined;
    const order = 'order' in data ? data.order : '';
    // Orders of a walk are worked on by the claim of the walk.
    if (type === 'order.started' && facts.some((fact) => fact.type === 'task.started')) continue;
    const id = task === undefined ? `order:${order}` : `task:${task}`;
    if (claimed.has(id))
      throw new Breach(`nobody works on what another has claimed - ${name} at ${id}: ${type}`);
  }
}

/** What tells of a device, of a person who comes or goes, or of a scan alone: nothing is done by it. */
const idle: ReadonlySet<FactType> = new Set([
  ...(['scan.recorded', 'tag.read', 'document.printed', 'station.bound', 'station.started'] as const),
  ...(['operator.signed_in', 'operator.signed_out', 'operator.refused'] as const),
]);

interface Moment {
  readonly operator: string | null;
  readonly rules: SiteRules;
}

/** @throws Breach */
export function holdsSignIn(
  { operator, rules: { people } }: Moment,
  { name }: Desk,
  facts: readonly KnownFact[],
): void {
  for (const { type, data } of facts) {
    if (people.signIn === 'required' && operator === null && !idle.has(type))
      throw new Breach(`nothing is done by nobody where people sign in - ${name}: ${type}`);
    if (type !== 'operator.signed_in' || !('by' in data)) continue;
    const isNeeded =
      people.pin === 'everybody' || (people.pin === 'supervisors' && data.role === 'supervisor');
    if (isNeeded && data.by !== 'badge_and_pin')
      throw new Breach(`whoever needs a PIN has entered it - ${name}: ${data.operator}`);
  }
}

/** A station that sent a parcel off does not send it off again, by whatever name. @throws Breach */
export function holdsParcels({ name }: Desk, ledger: Ledger, facts: readonly KnownFact[]): void {
  const sent = (fact: KnownFact) => (fact.type === 'shipment.dispatched' ? fact.data.parcels : []);
  for (const sscc of facts.flatMap(sent)) {
    const own = ledger.facts.filter((fact) => fact.station === name && sent(fact).includes(sscc));
    if (own.length > 1) throw new Breach(`no station sends a parcel off twice - ${name}: ${sscc}`);
  }
}

/** A parcel of tagged goods is sealed once its tags are right, or two people answer for it. @throws Breach */
export function holdsTags(
  { pack }: SiteRules,
  { name }: Desk,
  ledger: Ledger,
  facts: readonly KnownFact[],
): void {
  const sealed = facts.find((fact) => fact.type === 'parcel.sealed');
  if (pack.tags !== 'require' || sealed === undefined) return;
  const { order, parcel, items } = sealed.data;
  if (!items.some(({ sku }) => isTagged(sku))) return;
  const own = ledger.facts.filter(
    ({ station, data }) => station === name && 'order' in data && data.order === order,
  );
  const checked = own.findLast((fact) => fact.type === 'parcel.tags_checked' && fact.data.parcel === parcel);
  const overridden = own.some(
    (fact) =>
      fact.type === 'parcel.overridden' &&
      fact.data.parcel === parcel &&
      fact.data.exceptions.includes('tags'),
  );
  const isRight = checked?.type === 'parcel.tags_checked' && checked.data.outcome === 'complete';
  if (!isRight && !overridden)
    throw new Breach(`no parcel is sealed with wrong tags - ${name}: parcel ${parcel} of ${order}`);
}
