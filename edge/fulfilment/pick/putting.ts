import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision, StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { closeTask } from './closing.ts';
import {
  addUnits,
  currentStop,
  type Hand,
  type PickSession,
  remember,
  stopAt,
  unitsOnHold,
  unitsOpenAt,
} from './pick-session.ts';
import { confirmsPuts, fill, toteOf } from './walk-totes.ts';

/** An item was taken: it goes into the tote at once, or stays in the hand until the tote of its order is scanned. */
export function takeInHand(
  state: StationState,
  session: PickSession,
  hand: Hand,
  context: StepContext,
): Decision {
  const first = stopAt(session, hand.stop).parts[hand.shares[0]?.part ?? 0];
  const order = first?.order ?? '';
  const tote = toteOf(session, order) ?? '';
  if (!confirmsPuts(session)) return putInto(state, session, { hand, tote, order: null }, context);
  const told = say(
    {
      en: 'Put {n} x {product} into {tote} and scan it.',
      de: '{n} x {product} in {tote} legen und diesen scannen.',
      fr: 'Mettez {n} x {product} dans {tote} et scannez-le.',
      es: 'Ponga {n} x {product} en {tote} y escanéela.',
    },
    { n: hand.shares[0]?.units ?? 0, product: hand.name, tote },
  );
  const taken = { ...session, hand };
  return {
    verdict: 'item_confirmed',
    message: told,
    order,
    ...(first === undefined ? {} : { line: first.line }),
    state: { ...state, activity: taken },
    facts: [],
  };
}

interface Put {
  readonly hand: Hand;
  readonly tote: string;
  /** Whose units go in; null for all that is in the hand. */
  readonly order: string | null;
}

/** Units go from the hand into a tote, and count as picked from now on. The last of the walk closes it. */
export function putInto(
  state: StationState,
  session: PickSession,
  { hand, tote, order }: Put,
  context: StepContext,
): Decision {
  const stop = stopAt(session, hand.stop);
  const isMeant = ({ part }: Hand['shares'][number]) => order === null || stop.parts[part]?.order === order;
  const shares = hand.shares.filter(isMeant);
  const rest = hand.shares.filter((share) => !isMeant(share));
  const parts = shares.map((share, at) => ({ ...share, seq: context.scanSeq + 1 + at }));
  const facts = shares.flatMap((share) => factOf(session, hand, share, tote));
  const { stop: index, name, key, lot } = hand;
  const put: PickSession = {
    ...session,
    stops: addUnits(session, index, 'done', shares),
    totes: fill(session.totes, tote, unitsOf(shares)),
    hand: rest.length === 0 ? null : { ...hand, shares: rest },
    undoable: remember(session, {
      ...{ kind: 'put', stop: index, name, tote, parts, key },
      ...(lot === undefined ? {} : { lot }),
    }),
    serials: key === null || session.serials.includes(key) ? session.serials : [...session.serials, key],
  };
  const first = stop.parts[shares[0]?.part ?? 0];
  const of = first === undefined ? {} : { order: first.order, line: first.line };
  const done = isDone(put, context.work);
  if (done) return { ...closeTask(state, put, { facts, context, by: 'scan' }), ...of };
  const message = put.hand === null ? progress(put, index, name, context.work) : nextTote(put, put.hand);
  return { verdict: 'item_put', message, ...of, state: { ...state, activity: put }, facts };
}

function unitsOf(shares: readonly { readonly units: number }[]): number {
  return shares.reduce((sum, { units }) => sum + units, 0);
}

/** Nothing is left to be picked, and nothing waits for the release of its order. */
export function isDone(session: PickSession, work: WorkView): boolean {
  return session.hand === null && currentStop(session, work) === -1 && unitsOnHold(session, work) === 0;
}

function factOf(
  session: PickSession,
  hand: Hand,
  { part, units }: Hand['shares'][number],
  tote: string,
): FactDraft[] {
  const stop = stopAt(session, hand.stop);
  const { order, line } = stop.parts[part] ?? {};
  if (order === undefined || line === undefined) return [];
  const { lot, expiry, serial, grams, substitute } = hand;
  return [
    {
      type: 'pick.confirmed',
      data: {
        ...{ order, line, sku: stop.sku, units, gtin: hand.gtin, scanSeq: hand.scanSeq, tote },
        ...whereOf(session, hand.stop),
        ...(lot === undefined ? {} : { lot }),
        ...(expiry === undefined ? {} : { expiry }),
        ...(serial === undefined ? {} : { serial }),
        // What a whole packaging weighs is shared by its units.
        ...(grams === undefined ? {} : { grams: Math.round((grams * units) / hand.units) }),
        ...(substitute === undefined ? {} : { substitute }),
      },
    },
  ];
}

/** The task and the location, as facts name them: where the books know no location, the one that was scanned. */
export function whereOf(session: PickSession, index: number): { task?: string; location?: string } {
  const location = stopAt(session, index).location ?? session.at;
  return {
    ...(session.task === null ? {} : { task: session.task }),
    ...(location === null ? {} : { location }),
  };
}

function nextTote(session: PickSession, { stop, shares }: Hand): Message {
  const [share] = shares;
  const order = stopAt(session, stop).parts[share?.part ?? 0]?.order ?? '';
  return say(
    {
      en: 'Now {n} of them into {tote}: put {n:it|them} there and scan it.',
      de: 'Nun {n} davon in {tote}: dort hineinlegen und scannen.',
      fr: 'Maintenant {n} dans {tote} : {n:mettez-la|mettez-les} et scannez ce bac.',
      es: 'Ahora {n} en {tote}: {n:póngala|póngalas} y escanéela.',
    },
    { n: share?.units ?? 0, tote: toteOf(session, order) ?? '' },
  );
}

function progress(session: PickSession, index: number, product: string, work: WorkView): Message {
  const n = unitsOpenAt(stopAt(session, index), work);
  const more = {
    en: '{product}: {n} still to take.',
    de: '{product}: noch {n} zu nehmen.',
    fr: '{product} : encore {n} à prendre.',
    es: '{product}: {n:queda|quedan} {n} por tomar.',
  };
  const complete = {
    en: '{product}: complete. Go on to the next stop.',
    de: '{product}: vollständig. Weiter zum nächsten Halt.',
    fr: "{product} : complet. Passez à l'arrêt suivant.",
    es: '{product}: completo. Pase a la parada siguiente.',
  };
  return say(n === 0 ? complete : more, { product, n });
}
