import type { ToteDocument } from '../../../protocols/wire/floor.ts';
import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import { scanOrder } from './order-scan.ts';
import type { BroughtItem, BroughtTote, PackSession } from './pack-session.ts';

/** More than a cart holds. */
const maxTotes = 60;

/**
 * A tote with picked units, or a slot of a wall, opens its order where packing is a step of its own; scanned again, or while
 * its order is in hand, it is the one from which the next items come.
 */
export function openTote(state: StationState, code: Code, context: StepContext): Decision | null {
  const { work } = context;
  if (code.kind !== 'text' || work.rules().pack.from !== 'picked') return null;
  const tote = work.floor.tote(code.text);
  if (tote === undefined) return null;
  if (tote.order === null)
    return refuse(state, tote.items.length === 0 ? empty(tote.tote) : mixed(tote.tote));
  const opened = scanOrder(state, tote.order, context);
  if (opened.verdict !== 'order_opened') return opened;
  const { activity } = opened.state;
  if (activity?.kind !== 'pack') return opened;
  const brought = bring(activity, tote);
  if (brought === null) return refuse(state, empty(tote.tote));
  return {
    ...saying(
      'tote_opened',
      {
        en: '{tote} holds {n} {n:unit|units} of order {order} for {customer}. Scan each item.',
        de: '{tote} enthält {n} {n:Einheit|Einheiten} von Auftrag {order} für {customer}. Jeden Artikel scannen.',
        fr: '{tote} contient {n} {n:unité|unités} de la commande {order} pour {customer}. Scannez chaque article.',
        es: '{tote} contiene {n} {n:unidad|unidades} del pedido {order} para {customer}. Escanee cada artículo.',
      },
      {
        tote: tote.tote,
        order: tote.order,
        customer: activity.order.customer.name,
        n: unitsOf(brought.totes?.[0]),
      },
    ),
    order: tote.order,
    state: { ...opened.state, activity: brought },
    facts: opened.facts,
  };
}

/** The tote is the first that items are taken from. What was taken out of it before is not believed to be in it again. */
function bring(session: PackSession, { tote, items }: ToteDocument): PackSession | null {
  const totes = session.totes ?? [];
  const known = totes.find((one) => one.tote === tote);
  const contents = known ?? { tote, items: itemsOf(session, items) };
  if (unitsOf(contents) === 0 || totes.length >= maxTotes) return null;
  return { ...session, totes: [contents, ...totes.filter((one) => one !== known)] };
}

function itemsOf({ order }: PackSession, items: ToteDocument['items']): BroughtItem[] {
  return items.flatMap(({ line, units, lot, serial }) => {
    const index = order.lines.findIndex((one) => one.line === line);
    if (index < 0) return [];
    return [
      { index, units, ...(lot === undefined ? {} : { lot }), ...(serial === undefined ? {} : { serial }) },
    ];
  });
}

export function unitsOf(tote: BroughtTote | undefined): number {
  return (tote?.items ?? []).reduce((sum, { units }) => sum + units, 0);
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
