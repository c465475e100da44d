import type { Language } from '../../protocols/wire/work/site-rules.ts';
import { beginnings } from './beginnings.ts';
import { undoAction } from './common-actions.ts';
import { knownWork } from './known/known-work.ts';
import { languageOf } from './language.ts';
import { type Message, render, say } from './message.ts';
import { lastPackedActions } from './pack/pack-actions.ts';
import { isSealed, type LineProgress, openItems, type PackSession } from './pack/pack-session.ts';
import { stopActions } from './pack/stopping.ts';
import { peopleActions, peoplePrompt } from './people/people-screen.ts';
import { closedWalkActions, closedWalkSteps } from './pick/undo-list.ts';
import { notPrinted, printingActions } from './printing/printing-screen.ts';
import { rulesOf } from './rules-of.ts';
import type { Phase, ScreenAction, ScreenLine, ScreenOrder, ScreenView, Wants } from './screen-view.ts';
import type { Activity, StationState } from './state.ts';
import { questionOf } from './withdraw.ts';
import type { WorkView } from './work-view.ts';

const maxUndoShown = 10;

/** The parts of the screen that the agent knows and the core does not. */
export type ScreenSurroundings = Pick<
  ScreenView,
  'revision' | 'site' | 'station' | 'queue' | 'floor' | 'link' | 'devices'
>;

/** The whole screen of a station. Pure. */
export function screenOf(state: StationState, told: WorkView, around: ScreenSurroundings): ScreenView {
  const work = knownWork(told, state);
  const { activity } = state;
  const language = languageOf(state, work);
  return {
    v: 1,
    ...around,
    operator: state.operator,
    place: state.profile,
    role: state.person.role,
    language,
    phase: phaseOf(activity),
    prompt: render(promptOf(state, work), language),
    order: activity?.kind === 'pack' ? orderOf(activity, work) : null,
    ...inHand(state, work, language),
    printing: state.prints.length,
    notPrinted: notPrinted(state),
    last: state.last,
  };
}

function inHand(
  state: StationState,
  work: WorkView,
  language: Language,
): Pick<ScreenView, 'activity' | 'actions' | 'undo' | 'wants'> {
  const { activity, signing } = state;
  const rules = activity === null ? null : rulesOf(activity);
  const question = questionOf(state);
  const ofWork =
    activity === null
      ? [...closedWalkActions(state), ...lastPackedActions(state, work), ...beginnings(work)]
      : (rules?.actions(activity, work) ?? []);
  const canUndo = question === null || ofWork.some(({ code }) => code === undoAction.code);
  const offered = [...stopActions(state), ...(canUndo ? [] : [undoAction]), ...ofWork];
  const done = activity === null ? closedWalkSteps(state) : (rules?.undoable?.(activity, work) ?? []);
  const undo = question === null ? done : [question.what, ...done];
  const wants = wantsOf(state, work);
  return {
    activity: activity === null ? null : (rules?.view(activity, work, language) ?? null),
    actions: [...offered, ...printingActions(state, offered), ...peopleActions(state)].map((action) =>
      shownAction(action, language),
    ),
    undo: undo.slice(0, maxUndoShown).map((one) => render(one, language)),
    wants: signing === null ? wants : { ...wants, pin: true },
  };
}

function shownAction({ asks, ...action }: ScreenAction<Message>, language: Language): ScreenAction {
  const label = render(action.label, language);
  return { ...action, label, ...(asks === undefined ? {} : { asks: render(asks, language) }) };
}

/** What the work in hand waits for beside scans. */
export function wantsOf({ activity }: StationState, work: WorkView): Wants {
  return activity === null ? {} : rulesOf(activity).wants(activity, work);
}

function phaseOf(activity: Activity | null): Phase {
  if (activity === null) return 'idle';
  if (activity.kind !== 'pack') return 'other';
  return isSealed(activity) ? 'sealed' : 'picking';
}

const scanAnOrder = say({
  en: 'Scan an order',
  de: 'Einen Auftrag scannen',
  fr: 'Scannez une commande',
  es: 'Escanee un pedido',
});

/** Where nothing is packed that was not picked before. */
const scanWork = say({
  en: 'Scan a task or a tote',
  de: 'Eine Aufgabe oder einen Behälter scannen',
  fr: 'Scannez une tâche ou un bac',
  es: 'Escanee una tarea o una cubeta',
});

function promptOf(state: StationState, work: WorkView): Message {
  const { activity } = state;
  const asked = peoplePrompt(state, work);
  if (asked !== null) return asked;
  if (activity !== null) return rulesOf(activity).prompt(activity, work);
  return work.rules().pack.from === 'picked' ? scanWork : scanAnOrder;
}

function orderOf(session: PackSession, work: WorkView): ScreenOrder {
  const { order, customer, shipTo, lines } = session.order;
  return {
    number: order,
    customer: customer.name,
    shipTo: `${shipTo.name}, ${shipTo.street}, ${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`,
    unitsDone: sumOf(session.lines.map(({ done }) => done)),
    unitsTotal: sumOf(lines.map(({ units }) => units)),
    lines: session.lines.flatMap((progress, index) => lineOf(session, index, progress, work)),
    openParcelUnits: sumOf(openItems(session).map(({ units }) => units)),
    openParcel: session.parcel,
    parcels: session.sealed.map(({ parcel, sscc, items, scanned }) => ({
      parcel,
      sscc,
      units: sumOf(items.map(({ units }) => units)),
      scanned,
    })),
  };
}

function lineOf(session: PackSession, index: number, progress: LineProgress, work: WorkView): ScreenLine[] {
  const line = session.order.lines[index];
  if (line === undefined) return [];
  const { sku, name, units } = line;
  const { done, shorted } = progress;
  const barcodes = work.productBySku(sku)?.packagings ?? [];
  return [{ line: line.line, sku, name, units, done, shorted, state: stateOf(units, progress), barcodes }];
}

function stateOf(units: number, { done, shorted }: LineProgress): ScreenLine['state'] {
  if (shorted > 0) return 'short';
  if (done === units) return 'done';
  return done > 0 ? 'partial' : 'todo';
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
