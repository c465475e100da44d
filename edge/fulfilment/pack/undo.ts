import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse } from '../decision.ts';
import { type Message, say } from '../message.ts';
import type { StationState } from '../state.ts';
import { undoItem } from './confirming.ts';
import { packRefusals } from './pack-refusals.ts';
import { openParcel, type PackSession } from './pack-session.ts';
import { putBack } from './picked-item.ts';

/** Takes back the last confirmed item of the open parcel, or what was given up behind it: the effect, by a compensating fact, not the record. */
export function undo(state: StationState, session: PackSession): Decision {
  const { short } = session;
  if (short !== undefined && short.behind >= session.undoable.length) return undoShort(state, session, short);
  const item = session.undoable.at(-1);
  if (item === undefined) return refuse(state, packRefusals.nothingToUndo);
  const { order, lines } = session.order;
  const facts: FactDraft[] = [];
  for (const { index, units, pickSeq, packSeq } of item.parts) {
    const line = lines[index];
    if (line === undefined) continue;
    const named = { order, line: line.line, sku: line.sku, units, parcel: openParcel(session) };
    facts.push(
      item.tote === undefined
        ? { type: 'item.undone', data: { ...named, pickSeq, packSeq } }
        : { type: 'pack.undone', data: { ...named, packSeq } },
    );
  }
  const line = lines[item.parts[0]?.index ?? 0];
  return {
    verdict: 'item_undone',
    message: say(
      {
        en: 'Take {product} out of the parcel again.',
        de: '{product} wieder aus dem Paket nehmen.',
        fr: 'Retirez {product} du colis.',
        es: 'Saque {product} del paquete.',
      },
      { product: item.instead?.name ?? line?.name ?? '' },
    ),
    ...(line === undefined ? {} : { line: line.line }),
    state: { ...state, activity: putBack(undoItem(session, item), item) },
    facts,
  };
}

/** The order waits for its missing units again; a parcel that was sealed without them stays sealed, and they go into another. */
function undoShort(
  state: StationState,
  session: PackSession,
  { parts }: NonNullable<PackSession['short']>,
): Decision {
  const { order, lines } = session.order;
  const facts = parts.flatMap(({ index, units, shortSeq }): FactDraft[] => {
    const line = lines[index];
    if (line === undefined) return [];
    return [{ type: 'pick.short_undone', data: { order, line: line.line, sku: line.sku, units, shortSeq } }];
  });
  const given = new Map(parts.map(({ index, units }) => [index, units]));
  const { short: _taken, ...rest } = session;
  const open: PackSession = {
    ...rest,
    lines: session.lines.map((line, index) => ({
      ...line,
      shorted: line.shorted - (given.get(index) ?? 0),
    })),
    open: { ...session.open, stage: 'filling' },
  };
  return {
    verdict: 'short_undone',
    message: say(
      {
        en: '{n} {n:unit|units} of {order} no longer count as missing. Pack them.',
        de: '{n} {n:Einheit|Einheiten} von {order} gelten nicht mehr als fehlend. Jetzt packen.',
        fr: '{n} {n:unité|unités} de {order} ne comptent plus comme manquantes. Emballez-les.',
        es: '{n} {n:unidad|unidades} de {order} ya no constan como falta. Embálelas.',
      },
      { n: unitsOf(parts), order },
    ),
    state: { ...state, activity: open },
    facts,
  };
}

/** What can be undone while an order is packed, newest first. */
export function packSteps({ undoable, short, order }: PackSession): Message[] {
  const items = undoable.map(({ parts, instead }) => {
    const product = instead?.name ?? order.lines[parts[0]?.index ?? 0]?.name ?? '';
    return say(texts.item, { n: unitsOf(parts), product });
  });
  if (short !== undefined)
    items.splice(Math.min(short.behind, items.length), 0, say(texts.short, { n: unitsOf(short.parts) }));
  return items.reverse();
}

function unitsOf(parts: readonly { readonly units: number }[]): number {
  return parts.reduce((sum, { units }) => sum + units, 0);
}

const texts = {
  item: {
    en: '{n} x {product}',
    de: '{n} x {product}',
    fr: '{n} x {product}',
    es: '{n} x {product}',
  },
  short: {
    en: 'Missing: {n} {n:unit|units}',
    de: 'Fehlt: {n} {n:Einheit|Einheiten}',
    fr: 'Manque : {n} {n:unité|unités}',
    es: 'Faltan: {n} {n:unidad|unidades}',
  },
} as const;
