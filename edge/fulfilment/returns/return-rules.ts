import type { ActivityRules, Command } from '../activity.ts';
import { leaveAction } from '../common-actions.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { conditionTexts, dispositionTexts, setCondition, setDisposition } from './finding.ts';
import { receiveItem } from './receive-item.ts';
import { returnRefusals } from './return-refusals.ts';
import { viewOfReturn } from './return-view.ts';
import { maxReturned, type ReturnWork, unitsOf, withoutItem } from './return-work.ts';

/** Goods come back: received against what left, as they were found. */
export const returnRules: ActivityRules<ReturnWork> = {
  scan: receiveItem,
  command: commandInReturn,
  sense: () => null,
  leave: (state, work) =>
    unitsOf(work) === 0 ? { ...state, activity: null } : returnRefusals.returnOpen(work.order),
  wants: () => ({}),
  order: ({ order }) => order,
  prompt: ({ found }) => (found === null ? prompts.condition : prompts.items),
  actions,
  undoable: steps,
  view: viewOfReturn,
};

function commandInReturn(
  state: StationState,
  work: ReturnWork,
  command: Command,
  context: StepContext,
): Decision | null {
  switch (command.name) {
    case 'CONDITION':
      return setCondition(state, work, command);
    case 'DISPOSITION':
      return setDisposition(state, work, command);
    case 'UNDO':
      return undo(state, work, context.work);
    case 'DONE':
      return close(state, work);
    default:
      return null;
  }
}

function undo(state: StationState, work: ReturnWork, site: WorkView): Decision {
  const item = work.undoable.at(-1);
  if (item === undefined) return refuse(state, returnRefusals.nothingToUndo);
  const { line, sku, units, seq } = item;
  const head = { return: work.return, order: work.order };
  return {
    verdict: 'return_undone',
    message: say(
      {
        en: '{n} x {product} {n:is|are} not received any more. Go on with the next item.',
        de: '{n} x {product} {n:ist|sind} nicht mehr angenommen. Mit dem nächsten Stück weitermachen.',
        fr: "{n} x {product} {n:n'est plus reçu|ne sont plus reçus}. Continuez avec l'article suivant.",
        es: '{n} x {product} ya no {n:está recibido|están recibidos}. Siga con el artículo siguiente.',
      },
      { n: units, product: site.productBySku(sku)?.name ?? sku },
    ),
    line,
    state: { ...state, activity: withoutItem(work, item) },
    facts: [{ type: 'return.undone', data: { ...head, line, sku, units, receivedSeq: seq } }],
  };
}

function close(state: StationState, work: ReturnWork): Decision {
  const { order } = work;
  return {
    verdict: 'return_closed',
    done: true,
    message: say(
      {
        en: 'Return of order {order} closed: {n} {n:unit|units} received.',
        de: 'Retoure von Auftrag {order} beendet: {n} {n:Einheit|Einheiten} angenommen.',
        fr: 'Retour de la commande {order} terminé : {n} {n:unité reçue|unités reçues}.',
        es: 'Devolución del pedido {order} cerrada: {n} {n:unidad recibida|unidades recibidas}.',
      },
      { order, n: unitsOf(work) },
    ),
    state: { ...remember(state, work), activity: null },
    facts: [{ type: 'return.closed', data: { return: work.return, order } }],
  };
}

function remember(state: StationState, { order, lines }: ReturnWork): StationState {
  const before = state.returned.find((one) => one.order === order);
  const units = lines.map(({ line, received }) => ({
    line,
    units: received + (before?.lines.find((one) => one.line === line)?.units ?? 0),
  }));
  const others = state.returned.filter((one) => one !== before).slice(1 - maxReturned);
  const returned = { order, lines: units.filter((one) => one.units > 0) };
  return { ...state, returned: [...others, returned] };
}

/** What came back, newest first. */
function steps({ undoable }: ReturnWork, work: WorkView): Message[] {
  return undoable
    .toReversed()
    .map(({ units, sku }) => say(unitsOfProduct, { n: units, product: work.productBySku(sku)?.name ?? sku }));
}

const unitsOfProduct = {
  en: '{n} x {product}',
  de: '{n} x {product}',
  fr: '{n} x {product}',
  es: '{n} x {product}',
};

function actions(work: ReturnWork): ScreenAction<Message>[] {
  const { undoable } = work;
  const conditions = Object.entries(conditionTexts).map(([condition, texts]) => ({
    code: `PP:CONDITION:${condition}`,
    label: say(texts),
    tone: 'plain' as const,
  }));
  // Where it goes can be said once it is known how it was found.
  const dispositions = Object.entries(work.found === null ? {} : dispositionTexts).map(
    ([disposition, texts]) => ({
      code: `PP:DISPOSITION:${disposition}`,
      label: say(texts),
      tone: 'plain' as const,
    }),
  );
  const undoing = { code: 'PP:UNDO', label: labels.undo, tone: 'plain' as const };
  return [
    { code: 'PP:DONE', label: labels.done, tone: 'primary' },
    ...conditions,
    ...(undoable.length > 0 ? [undoing] : []),
    ...(unitsOf(work) === 0 ? [leaveAction] : []),
    ...dispositions,
  ];
}

const prompts = {
  condition: say({
    en: 'Scan the condition of the goods',
    de: 'Den Zustand der Ware scannen',
    fr: "Scannez l'état des articles",
    es: 'Escanee el estado de los artículos',
  }),
  items: say({
    en: 'Scan the items that came back',
    de: 'Die zurückgekommenen Artikel scannen',
    fr: 'Scannez les articles revenus',
    es: 'Escanee los artículos devueltos',
  }),
} as const;

const labels = {
  done: say({
    en: 'Return is done',
    de: 'Retoure beenden',
    fr: 'Retour terminé',
    es: 'Devolución terminada',
  }),
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
} as const;
