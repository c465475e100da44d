import { overrideReasons } from '../../../protocols/wire/facts/override-reasons.ts';
import { leaveAction } from '../common-actions.ts';
import { type Message, say } from '../message.ts';
import { stopOfOrder } from '../order-stop.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { isComplete, isUntouched, openItems, type PackSession } from './pack-session.ts';
import { openChecks } from './parcel-checks.ts';
import { isOnLoad } from './reopening.ts';
import { missingTotes, unitsOf } from './tote-contents.ts';

/** Everything that a command can do for the order in hand now. */
export function packActions(session: PackSession, work: WorkView): ScreenAction<Message>[] {
  const holdsItems = openItems(session).length > 0;
  const complete = isComplete(session);
  const offered: ScreenAction<Message>[] = [];
  if (session.undoable.length > 0 || session.short !== undefined)
    offered.push({ code: 'PP:UNDO', label: labels.undo, tone: 'plain' });
  if (holdsItems) {
    offered.push({ code: 'PP:SEAL', label: labels.seal, tone: complete ? 'primary' : 'plain' });
    offered.push(...packagingActions(session, work));
  }
  if ((holdsItems || session.sealed.length > 0) && !complete)
    offered.push({ code: 'PP:SHORT', label: labels.short, tone: 'danger' });
  if (isStuck(session, work)) {
    for (const { code, label } of overrides) offered.push({ code, label, tone: 'danger' });
  }
  offered.push(...sealedActions(session, work));
  if (isUntouched(session) || stopOfOrder(session.order.order, work) !== undefined) offered.push(leaveAction);
  return offered;
}

/** Of the order that was packed last, while nothing is in hand and its parcels are still here. */
export function lastPackedActions(state: StationState, work: WorkView): ScreenAction<Message>[] {
  const { lastPacked } = state;
  if (lastPacked === null || lastPacked.left) return [];
  const { session } = lastPacked;
  const areGone = session.sealed.every(({ sscc }) => isOnLoad(state, sscc, work));
  return areGone ? [] : sealedActions(session, work);
}

function sealedActions({ sealed }: PackSession, work: WorkView): ScreenAction<Message>[] {
  if (sealed.length === 0) return [];
  const reopen = { code: 'PP:REOPEN', label: labels.reopen, tone: 'plain' } as const;
  if (work.rules().pack.label !== 'print') return [reopen];
  return [reopen, { code: 'PP:REPRINT', label: labels.reprint, tone: 'plain' }];
}

/** Something stands in the way of the seal, or all that is left lies in totes that are not here. */
function isStuck(session: PackSession, work: WorkView): boolean {
  if (session.open.stage === 'checking') return openChecks(session, work).some(({ blocks }) => blocks);
  const isEmpty = session.totes?.every((tote) => unitsOf(tote) === 0) === true;
  return isEmpty && missingTotes(session, work).length > 0;
}

function packagingActions({ open }: PackSession, work: WorkView): ScreenAction<Message>[] {
  const { packagings } = work.rules().pack;
  return packagings
    .filter(({ packaging }) => packaging !== open.packaging?.packaging)
    .map(({ packaging, name }) => ({
      code: `PP:PACKAGING:${packaging}`,
      label: say({ en: '{name}', de: '{name}', fr: '{name}', es: '{name}' }, { name }),
      tone: 'plain',
    }));
}

const labels = {
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
  seal: say({ en: 'Seal parcel', de: 'Paket verschließen', fr: 'Fermer le colis', es: 'Cerrar el paquete' }),
  short: say({ en: 'Ship short', de: 'Fehlmenge', fr: 'Manquant', es: 'Falta' }),
  reopen: say({ en: 'Reopen parcel', de: 'Paket öffnen', fr: 'Rouvrir le colis', es: 'Reabrir paquete' }),
  reprint: say({
    en: 'Reprint label',
    de: 'Label nachdrucken',
    fr: "Réimprimer l'étiquette",
    es: 'Reimprimir',
  }),
} as const;

/** The reasons that the command sheet offers. */
const overrides = Object.entries(overrideReasons).map(([reason, words]) => ({
  code: `PP:OVERRIDE:${reason}`,
  label: say(
    { en: 'Supervisor: {en}', de: 'Aufsicht: {de}', fr: 'Responsable : {fr}', es: 'Supervisor: {es}' },
    words,
  ),
}));
