import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { namedParcel } from '../parcel-label.ts';
import { saying } from '../saying.ts';
import { loadOf } from '../ship/load-work.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { packRefusals } from './pack-refusals.ts';
import { type LineProgress, type PackSession, type SealedParcel, uncheck } from './pack-session.ts';
import { withoutAsking } from './sealing.ts';

const maxVoided = 100;

/**
 * `PP:REOPEN`: the only sealed parcel at once, else the one whose label is scanned next; the same command again takes the last
 * one, and `PP:REOPEN:sscc` the one that is named.
 */
export function reopenByCommand(state: StationState, session: PackSession, argument: string): Decision {
  const named = namedParcel(argument);
  if (named !== '') return reopenParcel(state, session, named);
  const last = session.sealed.at(-1);
  if (last === undefined) return refuse(state, noneSealed);
  if (session.sealed.length === 1 || session.reopening === true) {
    return reopenParcel(state, session, last.sscc);
  }
  return { ...asked, state: { ...state, activity: { ...session, reopening: true } }, facts: [] };
}

/** Its label counts no more, and its units lie in the open parcel again. */
export function reopenParcel(state: StationState, session: PackSession, sscc: string): Decision {
  const parcel = session.sealed.find((one) => one.sscc === sscc);
  if (parcel === undefined) return refuse(state, packRefusals.wrongParcel(sscc, session.order.order));
  const { order } = session.order;
  const fact: FactDraft = {
    type: 'parcel.reopened',
    data: { order, parcel: parcel.parcel, sscc, reason: 'reopened at the station' },
  };
  const reopened = reopen(withoutAsking(session), parcel);
  // A label that nobody has printed yet is not printed any more.
  const prints = state.prints.filter((job) => job.subject !== sscc);
  return {
    ...saying(
      'parcel_reopened',
      {
        en: 'Parcel {parcel} is open again. Destroy its label {sscc}; it gets a new one with PP:SEAL.',
        de: 'Paket {parcel} ist wieder offen. Das Label {sscc} vernichten; mit PP:SEAL bekommt es ein neues.',
        fr: "Le colis {parcel} est rouvert. Détruisez l'étiquette {sscc} ; PP:SEAL en donne une nouvelle.",
        es: 'El paquete {parcel} está abierto de nuevo. Destruya la etiqueta {sscc}; PP:SEAL le da una nueva.',
      },
      { parcel: parcel.parcel, sscc },
    ),
    state: { ...state, activity: reopened, prints },
    facts: [fact],
  };
}

function reopen(session: PackSession, parcel: SealedParcel): PackSession {
  const inParcel = new Map<number, number>(parcel.items.map(({ line, units }) => [line, units]));
  const lines = session.lines.map((progress, index): LineProgress => {
    const units = inParcel.get(session.order.lines[index]?.line ?? 0) ?? 0;
    return { ...progress, sealed: progress.sealed - units };
  });
  return {
    ...session,
    lines,
    sealed: session.sealed.filter((one) => one !== parcel),
    undoable: [...(parcel.confirmed ?? []), ...session.undoable],
    voided: [...session.voided, parcel.sscc].slice(-maxVoided),
    open: uncheck(session.open),
  };
}

/** `PP:REOPEN` after an order was finished here: the order in hand comes first, and else the last one is taken up again. */
export function reopenCommand(
  state: StationState,
  { name, argument }: Command,
  context: StepContext,
): Decision | null {
  if (name !== 'REOPEN' || state.activity !== null) return null;
  const { lastPacked } = state;
  if (lastPacked === null) return refuse(state, noneSealed);
  const { session, left } = lastPacked;
  const named = namedParcel(argument);
  const isIts = named === '' || session.sealed.some(({ sscc }) => sscc === named);
  if (!isIts) return refuse(state, packRefusals.wrongParcel(named, session.order.order));
  const sscc = named === '' ? (session.sealed.at(-1)?.sscc ?? '') : named;
  if (left || isOnLoad(state, sscc, context.work)) return refuse(state, parcelLeft(sscc));
  const serials = new Set(session.serials);
  const recentSerials = state.recentSerials.filter((serial) => !serials.has(serial));
  const decision = reopenByCommand(
    { ...state, activity: session, lastPacked: null, recentSerials },
    session,
    argument,
  );
  return { ...decision, order: session.order.order };
}

/** By what the gateway tells and, as that may be old, by what was done here. */
export function isOnLoad(state: StationState, sscc: string, work: WorkView): boolean {
  const told = work.floor.parcel(sscc)?.status;
  const isHere = state.parcels.left.includes(sscc) || loadOf(state, sscc) !== undefined;
  return told === 'loaded' || told === 'dispatched' || isHere;
}

function parcelLeft(sscc: string) {
  return saying(
    'refused_parcel_left',
    {
      en: 'Parcel {sscc} has left or lies on a load. Take it off the load first (PP:UNLOAD), or book it as a return.',
      de: 'Paket {sscc} ist schon weg oder verladen. Es zuerst abladen (PP:UNLOAD) oder als Retoure buchen.',
      fr: "Le colis {sscc} est parti ou chargé. Déchargez-le d'abord (PP:UNLOAD) ou enregistrez un retour.",
      es: 'El paquete {sscc} ya ha salido o está cargado. Descárguelo primero (PP:UNLOAD) o regístrelo como devolución.',
    },
    { sscc },
  );
}

const asked = saying('reopen_asked', {
  en: 'Scan the label of the parcel to reopen. PP:REOPEN again takes the last one.',
  de: 'Das Label des Pakets scannen, das geöffnet werden soll. Noch einmal PP:REOPEN nimmt das letzte.',
  fr: "Scannez l'étiquette du colis à rouvrir. PP:REOPEN encore une fois prend le dernier.",
  es: 'Escanee la etiqueta del paquete que se abre. PP:REOPEN otra vez toma el último.',
});

const noneSealed = saying('refused_nothing_packed', {
  en: 'There is no sealed parcel here that could be opened. Go on packing.',
  de: 'Hier ist kein verschlossenes Paket, das geöffnet werden kann. Weiterpacken.',
  fr: "Il n'y a ici aucun colis fermé à rouvrir. Continuez l'emballage.",
  es: 'No hay aquí ningún paquete cerrado que abrir. Siga embalando.',
});
