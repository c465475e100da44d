import type { ToteDocument } from '../../../protocols/wire/floor.ts';
import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { scanOrder } from './order-scan.ts';
import type { BroughtTote, PackSession } from './pack-session.ts';
import { contentsOf, lookAgain, missingTotes, named, unitsOf } from './tote-contents.ts';

/** More than a cart holds. */
const maxTotes = 60;
const toteName = /^T-[A-Za-z0-9._/-]{1,38}$/;

/**
 * A tote with picked units, or a slot of a wall, opens its order where packing is a step of its own; scanned again, or while
 * its order is in hand, it is the one from which the next items come.
 */
export function openTote(state: StationState, code: Code, context: StepContext): Decision | null {
  const { work } = context;
  if (code.kind !== 'text' || work.rules().pack.from !== 'picked') return null;
  const tote = work.floor.tote(code.text);
  if (tote === undefined) return toteName.test(code.text) ? bringUntold(state, code.text, work) : null;
  if (tote.order === null)
    return refuse(state, tote.items.length === 0 ? empty(tote.tote) : mixed(tote.tote));
  const early = isBrought(state, tote.tote) ? null : stillFilling(tote, tote.order, work);
  if (early !== null) return refuse(state, early);
  const opened = scanOrder(state, tote.order, context);
  if (opened.verdict !== 'order_opened') return opened;
  const { activity } = opened.state;
  if (activity?.kind !== 'pack') return opened;
  const session = lookAgain(activity, work);
  const known = session.totes?.find((one) => one.tote === tote.tote);
  const brought = bring(session, known ?? contentsOf(session, tote));
  if (brought === null) return refuse(state, empty(tote.tote));
  return {
    ...broughtTold(brought, tote, work),
    order: tote.order,
    state: { ...opened.state, activity: brought },
    facts: opened.facts,
  };
}

function isBrought({ activity }: StationState, tote: string): boolean {
  return activity?.kind === 'pack' && (activity.totes ?? []).some((one) => one.tote === tote);
}

/** More may come into it, as far as is known: its order would be packed without that. */
function stillFilling({ tote, status }: ToteDocument, order: string, work: WorkView): Verdict | null {
  if (status === 'picked') return null;
  if (work.connected()) return filling(tote, order);
  return work.rules().pack.totesOffline === 'refuse' ? fillingOffline(tote, order) : null;
}

/** The tote is the first that items are taken from. What was taken out of it before is not believed to be in it again. */
function bring(session: PackSession, contents: BroughtTote): PackSession | null {
  const totes = session.totes ?? [];
  const others = totes.filter(({ tote }) => tote !== contents.tote);
  if (unitsOf(contents) === 0 || others.length >= maxTotes) return null;
  return { ...session, totes: [contents, ...others] };
}

/** A tote of which nothing was told: without network a site may let the order in hand be packed out of it all the same. */
function bringUntold(state: StationState, tote: string, work: WorkView): Decision {
  const { activity } = state;
  const isAllowed = !work.connected() && work.rules().pack.totesOffline === 'ordered';
  if (!isAllowed) return refuse(state, empty(tote));
  if (activity?.kind !== 'pack' || activity.totes === null) return refuse(state, orderFirst(tote));
  const others = activity.totes.filter((one) => one.tote !== tote);
  const known = activity.totes.find((one) => one.tote === tote) ?? { tote, items: [], put: [] };
  if (others.length >= maxTotes) return refuse(state, empty(tote));
  const brought: PackSession = { ...activity, totes: [known, ...others] };
  const { order } = activity.order;
  return { ...untold(tote, order), state: { ...state, activity: brought }, facts: [] };
}

function broughtTold(session: PackSession, { tote, order }: ToteDocument, work: WorkView): Verdict {
  const missing = missingTotes(session, work);
  const values = {
    ...{ tote, order: order ?? '', customer: session.order.customer.name },
    ...{ n: unitsOf(session.totes?.[0]), m: missing.length, missing: named(missing) },
  };
  return missing.length === 0
    ? saying('tote_opened', holdsTexts, values)
    : saying('tote_opened', withOthersTexts, values);
}

const holdsTexts = {
  en: '{tote} holds {n} {n:unit|units} of order {order} for {customer}. Scan each item.',
  de: '{tote} enthält {n} {n:Einheit|Einheiten} von Auftrag {order} für {customer}. Jeden Artikel scannen.',
  fr: '{tote} contient {n} {n:unité|unités} de la commande {order} pour {customer}. Scannez chaque article.',
  es: '{tote} contiene {n} {n:unidad|unidades} del pedido {order} para {customer}. Escanee cada artículo.',
};

const withOthersTexts = {
  en: '{tote} holds {n} {n:unit|units} of order {order} for {customer}. Bring {missing}, too, and scan {m:it|them}.',
  de: '{tote} enthält {n} {n:Einheit|Einheiten} von Auftrag {order} für {customer}. Auch {missing} holen und scannen.',
  fr: '{tote} contient {n} {n:unité|unités} de la commande {order} pour {customer}. Apportez et scannez aussi {missing}.',
  es: '{tote} contiene {n} {n:unidad|unidades} del pedido {order} para {customer}. Traiga y escanee también {missing}.',
};

function untold(tote: string, order: string): Verdict {
  return saying(
    'tote_opened',
    {
      en: 'Without the network nothing is known of {tote}. What order {order} asks for can be packed out of it; scan each item.',
      de: 'Ohne Netz ist über {tote} nichts bekannt. Was Auftrag {order} verlangt, kann daraus gepackt werden; jeden Artikel scannen.',
      fr: "Sans réseau, rien n'est connu de {tote}. Ce que demande la commande {order} peut en être emballé ; scannez chaque article.",
      es: 'Sin red no se sabe nada de {tote}. Lo que pide el pedido {order} puede embalarse de ella; escanee cada artículo.',
    },
    { tote, order },
  );
}

function filling(tote: string, order: string): Verdict {
  return saying(
    'refused_tote_filling',
    {
      en: '{tote} is still being filled: order {order} is not picked yet. Pack another order, and scan {tote} again when it is.',
      de: '{tote} wird noch gefüllt: Auftrag {order} ist noch nicht kommissioniert. Einen anderen Auftrag packen und {tote} danach erneut scannen.',
      fr: "{tote} se remplit encore : la commande {order} n'est pas préparée. Emballez-en une autre, puis scannez de nouveau {tote}.",
      es: '{tote} aún se está llenando: el pedido {order} no está preparado. Embale otro pedido y escanee {tote} otra vez después.',
    },
    { tote, order },
  );
}

function fillingOffline(tote: string, order: string): Verdict {
  return saying(
    'refused_tote_filling',
    {
      en: '{tote} was still being filled for order {order} when the network was lost. Pack another order until the network is back.',
      de: '{tote} wurde noch für Auftrag {order} gefüllt, als das Netz ausfiel. Einen anderen Auftrag packen, bis das Netz wieder da ist.',
      fr: "{tote} se remplissait encore pour la commande {order} à la coupure du réseau. Emballez-en une autre jusqu'à son retour.",
      es: '{tote} aún se llenaba para el pedido {order} cuando se perdió la red. Embale otro pedido hasta que vuelva la red.',
    },
    { tote, order },
  );
}

function orderFirst(tote: string): Verdict {
  return saying(
    'refused_not_picked',
    {
      en: 'Without the network nobody can say whose {tote} is. Scan its order first, then {tote}.',
      de: 'Ohne Netz weiß niemand, zu welchem Auftrag {tote} gehört. Zuerst den Auftrag scannen, dann {tote}.',
      fr: "Sans réseau, nul ne sait à qui est {tote}. Scannez d'abord sa commande, puis {tote}.",
      es: 'Sin red nadie sabe de qué pedido es {tote}. Escanee primero su pedido y luego {tote}.',
    },
    { tote },
  );
}

function empty(tote: string) {
  return saying(
    'refused_not_picked',
    {
      en: 'Nothing that is to be packed lies in {tote}, as far as this station knows. Scan the tote with the goods.',
      de: 'In {tote} liegt nichts zu packen, soweit diese Station weiß. Den Behälter mit der Ware scannen.',
      fr: "Rien à emballer dans {tote}, d'après ce poste. Scannez le bac qui contient les articles.",
      es: 'No hay nada que embalar en {tote}, que este puesto sepa. Escanee la cubeta con la mercancía.',
    },
    { tote },
  );
}

function mixed(tote: string) {
  return saying(
    'refused_tote_mixed',
    {
      en: '{tote} holds units of several orders. Sort them at the wall first.',
      de: '{tote} enthält Einheiten mehrerer Aufträge. Sie zuerst an der Wand sortieren.',
      fr: "{tote} contient les unités de plusieurs commandes. Triez-les d'abord au mur.",
      es: '{tote} contiene unidades de varios pedidos. Clasifíquelas primero en la pared.',
    },
    { tote },
  );
}
