import { type Decision, refuse, type StepContext } from '../decision.ts';
import { needsItsBarcode } from '../goods/scanned-item.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { handFull } from './item-pick.ts';
import { pickRefusals } from './pick-refusals.ts';
import { currentStop, type Hand, openOf, type PickSession, type PickStop, stopAt } from './pick-session.ts';
import { takeInHand } from './putting.ts';
import { orderWithoutTote } from './walk-totes.ts';

/** The code of a location was scanned: the person stands where the stop is, or somewhere else. */
export function scanLocation(
  state: StationState,
  session: PickSession,
  scanned: string,
  context: StepContext,
): Decision {
  const { work } = context;
  if (session.hand !== null) return refuse(state, handFull(session, session.hand));
  const index = currentStop(session, work);
  if (index === -1) return refuse(state, pickRefusals.nothingLeft);
  const stop = stopAt(session, index);
  if (stop.location !== undefined && stop.location !== scanned) {
    return refuse(state, pickRefusals.wrongLocation(scanned, stop.location));
  }
  const there = { ...session, at: scanned };
  const hand = provesAll(stop, work) ? wholeStop(stop, index, context) : null;
  if (hand === null) return arrived(state, there, stop);
  const order = orderWithoutTote(session, work);
  if (order !== undefined) return refuse(state, pickRefusals.toteFirst(order));
  return takeInHand(state, there, hand, context);
}

/** Whether the site takes the location for the goods that lie there, and their barcode has nothing else to tell. */
function provesAll({ location, sku, lot }: PickStop, work: WorkView): boolean {
  if (work.rules().pick.confirm !== 'location' || location === undefined || lot !== undefined) return false;
  const product = work.productBySku(sku);
  return product !== undefined && !needsItsBarcode(product);
}

/** All that is missing at the stop, as single units. */
function wholeStop(stop: PickStop, index: number, { work, scanSeq }: StepContext): Hand | null {
  const gtin = work.productBySku(stop.sku)?.packagings[0]?.gtin;
  if (gtin === undefined) return null;
  const shares = stop.parts.flatMap((part, position) => {
    const units = openOf(part, work);
    return units === 0 ? [] : [{ part: position, units }];
  });
  const units = shares.reduce((sum, share) => sum + share.units, 0);
  return { stop: index, name: stop.name, shares, units, gtin, key: null, scanSeq };
}

function arrived(state: StationState, session: PickSession, { name }: PickStop): Decision {
  const message = say(
    {
      en: 'This is the place. Scan {product}.',
      de: 'Das ist der Platz. {product} scannen.',
      fr: "C'est l'emplacement. Scannez {product}.",
      es: 'Es la ubicación. Escanee {product}.',
    },
    { product: name },
  );
  return { verdict: 'location_confirmed', message, state: { ...state, activity: session }, facts: [] };
}
