import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import type { PackSession, SealedParcel } from '../pack/pack-session.ts';
import { printPapers } from '../pack/parcel-papers.ts';
import { namedParcel } from '../parcel-label.ts';
import { saying } from '../saying.ts';
import { maxPrints, type StationState } from '../state.ts';

/**
 * `PP:REPRINT`: what the printer could not do is given to it again; if there is no such thing, one more copy of the label of the
 * parcel that was sealed last is made, or of the one that is named (`PP:REPRINT:sscc`).
 */
export function reprintCommand(
  state: StationState,
  { name, argument }: Command,
  { work }: StepContext,
): Decision | null {
  if (name !== 'REPRINT') return null;
  const sscc = namedParcel(argument);
  const failed = state.prints.filter((job) => job.failed !== undefined);
  if (sscc === '' && failed.length > 0) return retry(state, failed.length);
  if (work.rules().pack.label !== 'print') return refuse(state, noLabels);
  if (state.prints.length >= maxPrints) return refuse(state, tooMany);
  const found = findParcel(state, sscc);
  if (found === undefined) return refuse(state, nothingToPrint);
  const { session, parcel } = found;
  const asked = printPapers(state, session, parcel, ['parcel_label']);
  const ofLast = state.activity !== session && state.lastPacked?.session === session;
  const lastPacked =
    ofLast && state.lastPacked !== null ? { ...state.lastPacked, session: asked.session } : state.lastPacked;
  return {
    ...saying(
      'document_asked',
      {
        en: 'Label {sscc} is printed again, as copy {copy}. Destroy the one that it replaces.',
        de: 'Label {sscc} wird noch einmal gedruckt, als Kopie {copy}. Das ersetzte vernichten.',
        fr: "L'étiquette {sscc} est réimprimée, copie {copy}. Détruisez celle qu'elle remplace.",
        es: 'La etiqueta {sscc} se imprime de nuevo, copia {copy}. Destruya la que sustituye.',
      },
      { sscc: parcel.sscc, copy: (parcel.labels ?? 0) + 1 },
    ),
    state: {
      ...asked.state,
      activity: state.activity === session ? asked.session : state.activity,
      lastPacked,
    },
    facts: [],
  };
}

function retry(state: StationState, n: number): Decision {
  const prints = state.prints.map(({ failed, ...job }) =>
    failed === undefined ? job : { ...job, retries: (job.retries ?? 0) + 1 },
  );
  const told = saying(
    'document_asked',
    {
      en: '{n} {n:paper is|papers are} given to the printer again.',
      de: '{n} {n:Papier wird|Papiere werden} dem Drucker noch einmal gegeben.',
      fr: "{n} {n:document est renvoyé|documents sont renvoyés} à l'imprimante.",
      es: '{n} {n:documento se envía|documentos se envían} otra vez a la impresora.',
    },
    { n },
  );
  return { ...told, state: { ...state, prints }, facts: [] };
}

/** A parcel that is sealed and whose papers this station still knows: the last, unless one is named. */
function findParcel(
  state: StationState,
  sscc: string,
): { readonly session: PackSession; readonly parcel: SealedParcel } | undefined {
  const { activity, lastPacked } = state;
  const sessions = [
    ...(activity?.kind === 'pack' ? [activity] : []),
    ...(lastPacked === null ? [] : [lastPacked.session]),
  ];
  for (const session of sessions) {
    const parcel = sscc === '' ? session.sealed.at(-1) : session.sealed.find((one) => one.sscc === sscc);
    if (parcel !== undefined) return { session, parcel };
  }
  return undefined;
}

const noLabels = saying('refused_nothing_to_print', {
  en: 'This site prints no labels here. Use a label that was printed before.',
  de: 'Dieser Standort druckt hier keine Labels. Ein vorgedrucktes Label verwenden.',
  fr: "Ce site n'imprime pas d'étiquettes ici. Utilisez une étiquette déjà imprimée.",
  es: 'Este centro no imprime etiquetas aquí. Use una etiqueta ya impresa.',
});

const nothingToPrint = saying('refused_nothing_to_print', {
  en: 'There is no sealed parcel here whose label could be printed. Open its order first.',
  de: 'Hier ist kein verschlossenes Paket, dessen Label gedruckt werden kann. Zuerst seinen Auftrag öffnen.',
  fr: "Aucun colis fermé ici dont l'étiquette puisse être imprimée. Ouvrez d'abord sa commande.",
  es: 'No hay aquí ningún paquete cerrado cuya etiqueta se pueda imprimir. Abra primero su pedido.',
});

const tooMany = saying('refused_nothing_to_print', {
  en: 'Too many papers wait for the printer. Mend it, and scan PP:REPRINT again.',
  de: 'Zu viele Papiere warten auf den Drucker. Ihn richten und PP:REPRINT noch einmal scannen.',
  fr: "Trop de documents attendent l'imprimante. Réparez-la et scannez de nouveau PP:REPRINT.",
  es: 'Demasiados documentos esperan a la impresora. Arréglela y escanee PP:REPRINT otra vez.',
});
