import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { type LoadWork, openLoads } from './load-work.ts';
import { loadOpened, takeUp } from './open-load.ts';
import { shipRefusals } from './ship-refusals.ts';

/** `D-` names a dock door. */
const doorCode = /^D-[A-Za-z0-9._/-]{1,38}$/;

export function isDoor({ kind, text }: Code): boolean {
  return kind === 'text' && doorCode.test(text);
}

/** The code of a door: the load that stands there is taken up, or the next load is opened there. */
export function openDoor(state: StationState, code: Code, context: StepContext): Decision | null {
  if (!isDoor(code) || context.work.rules().ship.by !== 'load') return null;
  const door = code.text;
  const there = openLoads(state).find((load) => load.door === door);
  if (there !== undefined) return takeUp(state, there, context);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  return {
    verdict: 'door_scanned',
    message: say(
      {
        en: 'Door {door}. Choose whose load is opened there.',
        de: 'Tor {door}. Auswählen, wessen Ladung dort geöffnet wird.',
        fr: 'Porte {door}. Choisissez pour qui y ouvrir un chargement.',
        es: 'Puerta {door}. Elija de quién es la carga que se abre ahí.',
      },
      { door },
    ),
    state: { ...left, door },
    facts: [],
  };
}

/** A door while a load is in hand: its vehicle stands there, unless another load of this station does. */
export function scanDoor(state: StationState, load: LoadWork, door: string, context: StepContext): Decision {
  const there = openLoads(state).find((other) => other.door === door);
  if (there !== undefined) return takeUp(state, there, context);
  if (load.door !== undefined) return refuse(state, shipRefusals.otherDoor(load.load, load.door, door));
  const standing: LoadWork = { ...load, door };
  return {
    verdict: 'door_scanned',
    message: say(
      {
        en: 'Load {load} stands at door {door}. Scan the label of each parcel.',
        de: 'Ladung {load} steht an Tor {door}. Das Label jedes Pakets scannen.',
        fr: "Le chargement {load} est à la porte {door}. Scannez l'étiquette de chaque colis.",
        es: 'La carga {load} está en la puerta {door}. Escanee la etiqueta de cada paquete.',
      },
      { load: load.load, door },
    ),
    state: { ...state, activity: standing },
    facts: [loadOpened(standing)],
  };
}
