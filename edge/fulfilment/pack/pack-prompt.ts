import { type Message, say } from '../message.ts';
import { type OrderStop, stopOfOrder } from '../order-stop.ts';
import type { WorkView } from '../work-view.ts';
import { askFor, refuseFor } from './check-messages.ts';
import { isComplete, isSealed, openItems, type PackSession, remainingOf } from './pack-session.ts';
import { openChecks } from './parcel-checks.ts';
import { missingTotes, named, unitsOf } from './tote-contents.ts';

/** What to do next with the order in hand. */
export function packPrompt(session: PackSession, work: WorkView): Message {
  const stop = stopOfOrder(session.order.order, work);
  if (stop !== undefined) return stopped(stop);
  if (session.overriding !== undefined || session.substituting !== undefined) return prompts.supervisor;
  if (session.reopening === true) return prompts.labelToReopen;
  if (session.open.stage === 'checking') return checking(session, work);
  if (isSealed(session)) return scanLabel(session);
  if (isComplete(session)) return prompts.seal;
  if (session.totes !== null && !session.totes.some((tote) => unitsOf(tote) > 0))
    return nextTote(session, work);
  return scanItem(session);
}

function nextTote(session: PackSession, work: WorkView): Message {
  const missing = missingTotes(session, work);
  if (missing.length > 0) return say(thisTote, { totes: named(missing) });
  if ((session.without ?? []).length === 0)
    return isUnpicked(session, work) ? prompts.unpicked : prompts.tote;
  // Two people answer for the totes that nobody brought: no tote is asked for any more.
  return openItems(session).length > 0 ? prompts.sealOrShort : prompts.short;
}

/** Only the gateway knows what others did: without it, a tote may be there. */
function isUnpicked({ order }: PackSession, work: WorkView): boolean {
  const lines = work.floor.progress(order.order)?.lines ?? [];
  return work.connected() && lines.every(({ picked }) => picked === 0);
}

function checking(session: PackSession, work: WorkView): Message {
  const checks = openChecks(session, work);
  const next = checks.find(({ state }) => state === 'failed') ?? checks[0];
  if (next === undefined) return prompts.seal;
  if (next.state !== 'failed') return asTitle(askFor(next, session, work).message);
  // What is wrong with it stands in the refusal below, with its figures.
  if (next.check === 'weight') return prompts.weighAgain;
  if (next.check === 'tags') return prompts.readAgain;
  return asTitle(refuseFor(next, session, work).message);
}

/** A title has no full stop at its end. */
function asTitle({ texts, values }: Message): Message {
  const { en, de, fr, es } = texts;
  const bare = (text: string) => text.replace(/\.$/, '');
  return { texts: { en: bare(en), de: bare(de), fr: bare(fr), es: bare(es) }, values };
}

function scanItem(session: PackSession): Message {
  const next = session.order.lines.findIndex((_, index) => remainingOf(session, index) > 0);
  return say(
    {
      en: 'Scan {n} x {product}',
      de: '{n} x {product} scannen',
      fr: 'Scannez {n} x {product}',
      es: 'Escanee {n} x {product}',
    },
    { n: remainingOf(session, next), product: session.order.lines[next]?.name ?? '' },
  );
}

function scanLabel({ sealed }: PackSession): Message {
  return say(
    {
      en: 'Scan the label of parcel {parcel}',
      de: 'Das Label von Paket {parcel} scannen',
      fr: "Scannez l'étiquette du colis {parcel}",
      es: 'Escanee la etiqueta del paquete {parcel}',
    },
    { parcel: sealed.find(({ scanned }) => !scanned)?.parcel ?? 1 },
  );
}

function stopped(stop: OrderStop): Message {
  switch (stop.status) {
    case 'on_hold':
      return say(
        {
          en: 'On hold: {reason}. Scan another order',
          de: 'Gesperrt: {reason}. Anderen Auftrag scannen',
          fr: 'Bloquée : {reason}. Scannez une autre commande',
          es: 'Retenido: {reason}. Escanee otro pedido',
        },
        { reason: stop.reason },
      );
    case 'cancelled':
      return say(
        {
          en: 'Cancelled: {reason}. Put the goods back',
          de: 'Storniert: {reason}. Ware zurücklegen',
          fr: 'Annulée : {reason}. Remettez les articles',
          es: 'Anulado: {reason}. Devuelva los artículos',
        },
        { reason: stop.reason },
      );
    case 'conflict':
      return say(
        {
          en: 'Goes on at {station}. Bring the goods there',
          de: 'Geht an {station} weiter. Die Ware dorthin bringen',
          fr: 'Continue à {station}. Portez-y les articles',
          es: 'Sigue en {station}. Lleve allí la mercancía',
        },
        { station: stop.reason },
      );
  }
}

const thisTote = {
  en: 'Bring and scan {totes}',
  de: '{totes} holen und scannen',
  fr: 'Apportez et scannez {totes}',
  es: 'Traiga y escanee {totes}',
};

const prompts = {
  supervisor: say({
    en: 'Supervisor: scan your badge',
    de: 'Aufsicht: den Ausweis scannen',
    fr: 'Responsable : scannez votre badge',
    es: 'Supervisor: escanee su tarjeta',
  }),
  labelToReopen: say({
    en: 'Scan the label to reopen',
    de: 'Das Label zum Öffnen scannen',
    fr: "Scannez l'étiquette à rouvrir",
    es: 'Escanee la etiqueta que se abre',
  }),
  weighAgain: say({
    en: 'Check the contents, then weigh again',
    de: 'Den Inhalt prüfen, dann neu wiegen',
    fr: 'Vérifiez le contenu, puis pesez de nouveau',
    es: 'Revise el contenido y pese otra vez',
  }),
  readAgain: say({
    en: 'Check the contents, then read the tags again',
    de: 'Den Inhalt prüfen, dann die Etiketten neu lesen',
    fr: 'Vérifiez le contenu, puis relisez les étiquettes',
    es: 'Revise el contenido y lea otra vez las etiquetas',
  }),
  seal: say({
    en: 'Seal the parcel',
    de: 'Das Paket verschließen',
    fr: 'Fermez le colis',
    es: 'Cierre el paquete',
  }),
  sealOrShort: say({
    en: 'Seal the parcel (PP:SEAL), or report the rest missing (PP:SHORT)',
    de: 'Das Paket verschließen (PP:SEAL), oder den Rest als fehlend melden (PP:SHORT)',
    fr: 'Fermez le colis (PP:SEAL), ou signalez le reste manquant (PP:SHORT)',
    es: 'Cierre el paquete (PP:SEAL), o indique que falta el resto (PP:SHORT)',
  }),
  short: say({
    en: 'Report the rest missing (PP:SHORT)',
    de: 'Den Rest als fehlend melden (PP:SHORT)',
    fr: 'Signalez le reste manquant (PP:SHORT)',
    es: 'Indique que falta el resto (PP:SHORT)',
  }),
  unpicked: say({
    en: 'Not picked yet: scan its tote once it is here',
    de: 'Noch nicht kommissioniert: den Behälter scannen, sobald er da ist',
    fr: "Pas encore préparée : scannez son bac dès qu'il est là",
    es: 'Aún sin preparar: escanee su cubeta en cuanto llegue',
  }),
  tote: say({
    en: 'Scan the next tote',
    de: 'Den nächsten Behälter scannen',
    fr: 'Scannez le bac suivant',
    es: 'Escanee la cubeta siguiente',
  }),
} as const;
