import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { isDoor, scanDoor } from './dock-door.ts';
import { parcelFor, stopOf } from './find-parcel.ts';
import type { KnownParcel, LoadWork } from './load-work.ts';
import { shipRefusals } from './ship-refusals.ts';

/** The label of a parcel was scanned: it goes onto the load or, after PP:UNLOAD, comes off it. */
export function scanAtLoad(
  state: StationState,
  load: LoadWork,
  code: Code,
  context: StepContext,
): Decision | null {
  if (isDoor(code)) return scanDoor(state, load, code.text, context);
  if (code.kind !== 'gs1' || code.content.sscc === undefined) return null;
  const { sscc } = code.content;
  return load.unloading ? unload(state, load, sscc, 'unloaded') : loadParcel(state, load, sscc, context);
}

function loadParcel(state: StationState, load: LoadWork, sscc: string, context: StepContext): Decision {
  const parcel = parcelFor(load, sscc, state, context.work);
  if ('verdict' in parcel) return refuse(rememberStopped(state, load, sscc, context), parcel);
  const { order } = parcel;
  const loaded = withParcel(load, parcel);
  return {
    verdict: 'parcel_loaded',
    message: say(
      {
        en: 'Order {order}, parcel {parcel}: on load {load}, {n} in all.',
        de: 'Auftrag {order}, Paket {parcel}: auf Ladung {load}, {n} insgesamt.',
        fr: 'Commande {order}, colis {parcel} : sur le chargement {load}, {n} en tout.',
        es: 'Pedido {order}, paquete {parcel}: en la carga {load}, {n} en total.',
      },
      { order, parcel: parcel.parcel, load: load.load, n: loaded.parcels.length },
    ),
    order,
    state: { ...state, activity: loaded },
    facts: [{ type: 'parcel.loaded', data: { load: load.load, order, sscc, scanSeq: context.scanSeq } }],
  };
}

/** What has to be put aside before PP:STOP says that it was. */
function rememberStopped(
  state: StationState,
  load: LoadWork,
  sscc: string,
  { work }: StepContext,
): StationState {
  const order =
    work.floor.parcel(sscc)?.order ?? state.parcels.sealed.find((one) => one.sscc === sscc)?.order;
  const reason = order === undefined ? undefined : stopOf({ sscc, order }, work);
  if (order === undefined || reason === undefined || load.parcels.some((one) => one.sscc === sscc)) {
    return state;
  }
  return { ...state, activity: { ...load, stopped: { sscc, order, reason: reason.slice(0, 400) } } };
}

export function withParcel(load: LoadWork, parcel: KnownParcel): LoadWork {
  return { ...load, stopped: null, parcels: [...load.parcels, parcel] };
}

/** Takes a parcel off the load, by a fact that compensates the one that put it there. */
export function unload(state: StationState, load: LoadWork, sscc: string, reason: string): Decision {
  const parcel = load.parcels.find((one) => one.sscc === sscc);
  if (parcel === undefined) return refuse(state, shipRefusals.notOnLoad(sscc, load.load));
  const { order } = parcel;
  const parcels = load.parcels.filter((one) => one !== parcel);
  const fact: FactDraft = { type: 'parcel.unloaded', data: { load: load.load, order, sscc, reason } };
  return {
    verdict: 'parcel_unloaded',
    message: say(
      {
        en: 'Take parcel {sscc} of order {order} off the load.',
        de: 'Paket {sscc} von Auftrag {order} von der Ladung nehmen.',
        fr: 'Retirez du chargement le colis {sscc} de la commande {order}.',
        es: 'Retire de la carga el paquete {sscc} del pedido {order}.',
      },
      { sscc, order },
    ),
    order,
    state: { ...state, activity: { ...load, parcels, unloading: false } },
    facts: [fact],
  };
}
