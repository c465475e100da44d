import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision, StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { maxRecentPicks, maxRecentSerials, type StationState } from '../state.ts';
import type { ClosedWalk, PickSession } from './pick-session.ts';

type Outcome = 'picked' | 'short' | 'given_back';

interface Closing {
  /** What the same scan did before. */
  readonly facts: readonly FactDraft[];
  readonly context: Pick<StepContext, 'scanSeq'>;
  /** What can be taken back of it, see `ClosedWalk`; null for nothing. */
  readonly by: ClosedWalk['by'] | null;
}

/** The walk is over: its totes go on to be packed. */
export function closeTask(
  state: StationState,
  session: PickSession,
  { facts, context, by }: Closing,
): Decision {
  const closedSeq = session.task === null ? null : context.scanSeq + facts.length + 1;
  const isShort = session.stops.some(({ parts }) => parts.some(({ shorted }) => shorted > 0));
  return {
    verdict: 'task_closed',
    done: true,
    message: closedMessage(session),
    state: {
      ...laidDown(state, session),
      recentPicks: [...state.recentPicks, nameOf(session)].slice(-maxRecentPicks),
      closedWalk: by === null ? null : { session, closedSeq, by },
    },
    facts: [...facts, ...closedFact(session, isShort ? 'short' : 'picked')],
  };
}

/** What is left is somebody else's from now on. */
export function giveBack(state: StationState, session: PickSession): Decision {
  return {
    verdict: 'task_closed',
    message: say(session.totes.length === 0 ? givenBack : givenBackWithTotes, { task: nameOf(session) }),
    state: laidDown(state, session),
    facts: closedFact(session, 'given_back'),
  };
}

const givenBack = {
  en: '{task} is given back: anybody may take it. Scan the next task.',
  de: '{task} ist zurückgegeben: jeder kann sie übernehmen. Die nächste Aufgabe scannen.',
  fr: '{task} est rendue : chacun peut la prendre. Scannez la tâche suivante.',
  es: '{task} se ha devuelto: cualquiera puede tomarla. Escanee la tarea siguiente.',
};

const givenBackWithTotes = {
  en: '{task} is given back. Bring its totes to the place for open work.',
  de: '{task} ist zurückgegeben. Die Behälter zum Platz für offene Arbeit bringen.',
  fr: '{task} est rendue. Apportez ses bacs à la zone des travaux ouverts.',
  es: '{task} se ha devuelto. Lleve sus cubetas al lugar del trabajo pendiente.',
};

/** Without the walk in hand; the serials that lie in its totes stay known. */
export function laidDown(state: StationState, { serials }: PickSession): StationState {
  return {
    ...state,
    activity: null,
    recentSerials: [...state.recentSerials, ...serials].slice(-maxRecentSerials),
  };
}

/** The walk is in hand again, as if it had not been closed. */
export function takenUp(state: StationState, session: PickSession): StationState {
  const { serials } = session;
  return {
    ...state,
    activity: session,
    closedWalk: null,
    recentPicks: state.recentPicks.filter((name) => name !== nameOf(session)),
    recentSerials: state.recentSerials.filter((key) => !serials.includes(key)),
  };
}

/** The task, or the order that is picked without one. */
export function nameOf({ task, orders }: PickSession): string {
  return task ?? orders[0] ?? '';
}

function closedFact({ task }: PickSession, outcome: Outcome): FactDraft[] {
  return task === null ? [] : [{ type: 'task.closed', data: { task, outcome } }];
}

function closedMessage(session: PickSession): Message {
  const totes = session.totes.map(({ tote }) => tote);
  const named = totes.length > 4 ? `${totes.slice(0, 4).join(', ')} ...` : totes.join(', ');
  const values = { task: nameOf(session), totes: named };
  if (totes.length === 0) {
    return say(
      {
        en: '{task} is done. Scan the next task.',
        de: '{task} ist fertig. Die nächste Aufgabe scannen.',
        fr: '{task} est terminée. Scannez la tâche suivante.',
        es: '{task} está terminada. Escanee la tarea siguiente.',
      },
      values,
    );
  }
  if (session.mode === 'zone') return say(passOn, values);
  return say(session.mode === 'batch' ? bringToWall : bringToPacking, values);
}

/** Whether another zone follows is not known at a station that only has this task. */
const passOn = {
  en: '{task} is picked. Pass {totes} on to the next zone, or to packing where this was the last.',
  de: '{task} ist kommissioniert. {totes} an die nächste Zone weitergeben, oder zum Packen, wenn dies die letzte war.',
  fr: "{task} est préparée. Passez {totes} à la zone suivante, ou à l'emballage si c'était la dernière.",
  es: '{task} está preparada. Pase {totes} a la zona siguiente, o a embalar si era la última.',
};

const bringToPacking = {
  en: '{task} is picked. Bring {totes} to packing.',
  de: '{task} ist kommissioniert. {totes} zum Packen bringen.',
  fr: "{task} est préparée. Apportez {totes} à l'emballage.",
  es: '{task} está preparada. Lleve {totes} a embalar.',
};

const bringToWall = {
  en: '{task} is picked. Bring {totes} to the wall.',
  de: '{task} ist kommissioniert. {totes} zur Sortierwand bringen.',
  fr: '{task} est préparée. Apportez {totes} au mur de tri.',
  es: '{task} está preparada. Lleve {totes} a la pared de clasificación.',
};
