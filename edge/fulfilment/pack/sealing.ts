import { allocateSscc, type SsccAllocation } from '../../../protocols/gs1/sscc-range.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { say } from '../message.ts';
import { maxRecentSerials, type StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { isNetOnly } from './expected-weight.ts';
import { packRefusals } from './pack-refusals.ts';
import {
  freshParcel,
  isSealed,
  openItems,
  openParcel,
  type PackSession,
  type SealedParcel,
} from './pack-session.ts';
import { askForPapers, hasRoomForPapers } from './parcel-papers.ts';

/** As many as one shipment.dispatched can name. */
export const maxParcels = 500;
/** In so many of the newest parcels each item can still be taken back after a reopening. */
const keptOpenable = 5;

type Sealing =
  | {
      readonly ok: true;
      readonly state: StationState;
      readonly session: PackSession;
      readonly sscc: string;
      readonly fact: FactDraft;
    }
  | { readonly ok: false; readonly refusal: Verdict };

/** What led to the seal: facts that come before it, and the line that the person is told of. */
export interface Before {
  readonly facts: readonly FactDraft[];
  readonly line?: number;
}

/**
 * Seals the open parcel, which may not be empty and has passed its checks, with the next SSCC of the station, and asks for its
 * label and slip. A refusal leaves everything as it is, so that the same scan can be repeated after a new range was set.
 */
export function sealParcel(
  state: StationState,
  session: PackSession,
  { work }: StepContext,
  { facts, line }: Before,
): Decision {
  const concerns = line === undefined ? {} : { line };
  const sealing = allot(state, session, work);
  if (!sealing.ok) return refuse(state, { ...sealing.refusal, ...concerns });
  const { session: sealed, sscc } = sealing;
  const head = {
    verdict: 'parcel_sealed',
    done: true,
    ...concerns,
    facts: [...facts, sealing.fact],
  } as const;
  if (!isSealed(sealed)) return { ...head, message: nextParcel(session, sscc), state: sealing.state };
  if (work.rules().ship.by === 'station') {
    return { ...head, message: complete(session, sscc), state: sealing.state };
  }
  const order = session.order.order;
  return {
    ...head,
    message: toTheLoad(session, sscc),
    state: finishAtStation(sealing.state, sealed, false),
    finished: order,
  };
}

/** The station is done with the order; its last parcels can still be asked for. */
export function finishAtStation(state: StationState, session: PackSession, left: boolean): StationState {
  const recentSerials = [...state.recentSerials, ...session.serials].slice(-maxRecentSerials);
  return { ...state, activity: null, recentSerials, lastPacked: { session, left } };
}

function allot(state: StationState, session: PackSession, work: WorkView): Sealing {
  const parcel = openParcel(session);
  const site = work.site();
  if (site === undefined) return { ok: false, refusal: packRefusals.noSite };
  if (!hasRoomForPapers(state)) return { ok: false, refusal: packRefusals.printerFull };
  const allocation = nextSscc(state, work, site.gs1CompanyPrefix);
  if (!allocation.ok) return { ok: false, refusal: packRefusals.rangeUsedUp };
  const { sscc, next: nextSsccSerial } = allocation;
  const added = parcelOf(session, sscc);
  const next: PackSession = {
    ...withoutAsking(session),
    lines: session.lines.map((line) => ({ ...line, sealed: line.done })),
    sealed: [...session.sealed.map(forgetItems(session.sealed.length)), added],
    undoable: [],
    parcel: parcel + 1,
    open: freshParcel,
  };
  const { items, packaging, grams } = added;
  const data = { order: session.order.order, parcel, sscc, items: [...items] };
  const asked = askForPapers({ ...state, nextSsccSerial }, next, added, work);
  return {
    ok: true,
    state: { ...asked.state, activity: asked.session },
    session: asked.session,
    sscc,
    fact: {
      type: 'parcel.sealed',
      data: {
        ...data,
        ...(packaging === undefined ? {} : { packaging }),
        ...(grams === undefined ? {} : { grams }),
      },
    },
  };
}

function parcelOf(session: PackSession, sscc: string): SealedParcel {
  const { packaging, weighing } = session.open;
  return {
    parcel: openParcel(session),
    sscc,
    items: openItems(session),
    scanned: false,
    ...(packaging === null ? {} : { packaging: packaging.packaging }),
    ...(weighing === null || isNetOnly(weighing) ? {} : { grams: weighing.grams }),
    confirmed: session.undoable,
  };
}

function forgetItems(count: number): (parcel: SealedParcel, index: number) => SealedParcel {
  return (parcel, index) => {
    if (index > count - keptOpenable) return parcel;
    const { confirmed: _old, ...rest } = parcel;
    return rest;
  };
}

/** What a person was asked for the parcel that is sealed now. */
export function withoutAsking(session: PackSession): PackSession {
  const {
    reopening: _label,
    overriding: _reason,
    substituting: _item,
    approval: _approval,
    ...rest
  } = session;
  return rest;
}

/** Goes on where it stopped as long as that lies in the range; a range elsewhere begins at its first serial. */
function nextSscc(state: StationState, work: WorkView, companyPrefix: string): SsccAllocation {
  const { extensionDigit, firstSerial: first, lastSerial: last } = work.ssccRange();
  const next = state.nextSsccSerial;
  const isWithin = next >= first && next <= last + 1;
  return allocateSscc({ extensionDigit, companyPrefix, first, last }, isWithin ? next : first);
}

function nextParcel(session: PackSession, sscc: string) {
  return say(
    {
      en: 'Parcel {parcel} is sealed, its label is {sscc}. Go on with the next parcel.',
      de: 'Paket {parcel} ist verschlossen, sein Label ist {sscc}. Mit dem nächsten Paket weitermachen.',
      fr: 'Le colis {parcel} est fermé, son étiquette est {sscc}. Continuez avec le colis suivant.',
      es: 'El paquete {parcel} está cerrado, su etiqueta es {sscc}. Siga con el siguiente paquete.',
    },
    { parcel: openParcel(session), sscc },
  );
}

function complete({ order: { order } }: PackSession, sscc: string) {
  return say(
    {
      en: 'Order {order} is complete. Stick the label {sscc} on the parcel and scan it.',
      de: 'Auftrag {order} ist vollständig. Das Label {sscc} auf das Paket kleben und scannen.',
      fr: "La commande {order} est complète. Collez l'étiquette {sscc} sur le colis et scannez-la.",
      es: 'El pedido {order} está completo. Pegue la etiqueta {sscc} en el paquete y escanéela.',
    },
    { order, sscc },
  );
}

function toTheLoad({ order: { order } }: PackSession, sscc: string) {
  return say(
    {
      en: 'Order {order} is packed. Stick the label {sscc} on the parcel and put it to the load. Scan the next order.',
      de: 'Auftrag {order} ist gepackt. Das Label {sscc} aufkleben und das Paket zur Ladung stellen. Den nächsten Auftrag scannen.',
      fr: "La commande {order} est emballée. Collez l'étiquette {sscc} et portez le colis au chargement. Scannez la commande suivante.",
      es: 'El pedido {order} está embalado. Pegue la etiqueta {sscc} y lleve el paquete a la carga. Escanee el pedido siguiente.',
    },
    { order, sscc },
  );
}
