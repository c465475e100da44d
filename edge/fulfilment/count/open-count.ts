import type { Code, Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say, shown } from '../message.ts';
import type { StationState } from '../state.ts';
import { countRefusals } from './count-refusals.ts';
import { emptyCount } from './count-work.ts';

/** `PP:COUNT:location`; `PP:COUNT` alone asks for the code at the shelf. */
export function countCommand(state: StationState, command: Command, context: StepContext): Decision | null {
  if (command.name !== 'COUNT') return null;
  const location = command.argument.trim();
  if (location !== '') return openCount(state, location, context);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  return {
    verdict: 'count_started',
    message: say({
      en: 'Scan the code of the location that you count.',
      de: 'Den Code des Lagerplatzes scannen, der gezählt wird.',
      fr: "Scannez le code de l'emplacement à compter.",
      es: 'Escanee el código de la ubicación que va a contar.',
    }),
    state: { ...left, activity: { kind: 'asked', for: 'count' } },
    facts: [],
  };
}

/** The code of a location that somebody has to count opens its count. */
export function openCountTask(state: StationState, { text }: Code, context: StepContext): Decision | null {
  return context.work.floor.countTask(text) === undefined ? null : openCount(state, text, context);
}

export function openCount(state: StationState, location: string, context: StepContext): Decision {
  const { work, scanSeq } = context;
  const { activity } = state;
  if (activity?.kind === 'count' && activity.location === location) return told(state, location);
  const task = work.floor.countTask(location);
  if (task === undefined && work.location(location) === undefined) {
    return refuse(state, countRefusals.locationUnknown(shown(location)));
  }
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const count = task?.count ?? countName(location, scanSeq);
  return {
    ...told({ ...left, activity: emptyCount(count, location) }, location),
    facts: [{ type: 'count.started', data: { count, location, trigger: task?.trigger ?? 'person' } }],
  };
}

/** Unique at the station, as the seq of its scan is. */
function countName(location: string, seq: number): string {
  return `C-${location.slice(0, 37 - String(seq).length)}-${seq}`;
}

function told(state: StationState, location: string): Decision {
  return {
    verdict: 'count_started',
    message: say(
      {
        en: 'Count {location}: scan each item, then PP:DONE. Nothing there? PP:DONE at once.',
        de: '{location} zählen: jeden Artikel scannen, dann PP:DONE. Nichts da? Gleich PP:DONE.',
        fr: 'Comptez {location} : scannez chaque article, puis PP:DONE. Rien ? Tout de suite PP:DONE.',
        es: 'Cuente {location}: escanee cada artículo y luego PP:DONE. ¿No hay nada? PP:DONE enseguida.',
      },
      { location },
    ),
    state,
    facts: [],
  };
}
