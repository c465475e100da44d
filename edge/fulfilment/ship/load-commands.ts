import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { closeLoad } from './close-load.ts';
import { unload } from './load-scan.ts';
import type { LoadWork } from './load-work.ts';
import { shipRefusals } from './ship-refusals.ts';

/** A command barcode was scanned while a load is open. */
export function shipCommand(
  state: StationState,
  load: LoadWork,
  command: Command,
  context: StepContext,
): Decision | null {
  switch (command.name) {
    case 'CLOSE_LOAD': {
      const { argument } = command;
      if (argument !== '' && argument !== 'PARTIAL') {
        return refuse(state, refusals.unknownCommand(command.text));
      }
      return closeLoad(state, load, argument === 'PARTIAL', context);
    }
    case 'UNLOAD':
      return load.parcels.length === 0
        ? refuse(state, shipRefusals.empty(load.load))
        : askForParcel(state, load);
    case 'UNDO':
      return undo(state, load);
    case 'STOP':
      return confirmStopped(state, load);
    default:
      return null;
  }
}

function askForParcel(state: StationState, load: LoadWork): Decision {
  return {
    verdict: 'load_opened',
    message: say({
      en: 'Scan the label of the parcel that comes off the load.',
      de: 'Das Label des Pakets scannen, das von der Ladung kommt.',
      fr: "Scannez l'étiquette du colis à retirer du chargement.",
      es: 'Escanee la etiqueta del paquete que se retira de la carga.',
    }),
    state: { ...state, activity: { ...load, unloading: true } },
    facts: [],
  };
}

/** The last parcel comes off again. */
function undo(state: StationState, load: LoadWork): Decision {
  const last = load.parcels.at(-1);
  if (last === undefined) return refuse(state, shipRefusals.nothingToUndo);
  return unload(state, load, last.sscc, 'undone');
}

/** The person has put the parcel aside that may not leave. */
function confirmStopped(state: StationState, load: LoadWork): Decision {
  const { stopped } = load;
  if (stopped === null) return refuse(state, shipRefusals.nothingStopped);
  const { sscc, order } = stopped;
  return {
    verdict: 'parcel_stopped',
    message: say(
      {
        en: 'Parcel {sscc} of order {order} stays here. Go on with the next parcel.',
        de: 'Paket {sscc} von Auftrag {order} bleibt hier. Mit dem nächsten Paket weitermachen.',
        fr: 'Le colis {sscc} de la commande {order} reste ici. Passez au colis suivant.',
        es: 'El paquete {sscc} del pedido {order} se queda aquí. Siga con el siguiente.',
      },
      { sscc, order },
    ),
    order,
    state: { ...state, activity: { ...load, stopped: null } },
    facts: [{ type: 'parcel.stopped', data: stopped }],
  };
}
