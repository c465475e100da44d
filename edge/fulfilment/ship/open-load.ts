import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { floorName } from '../../../protocols/wire/facts/fact-members.ts';
import type { Code, Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say, shown } from '../message.ts';
import { maxParked, type StationState } from '../state.ts';
import { type LoadWork, openedLoad, openLoads } from './load-work.ts';
import { shipRefusals } from './ship-refusals.ts';

/** `PP:LOAD:carrier`: goes on with the load that is open for it here, or opens one. */
export function loadCommand(state: StationState, command: Command, context: StepContext): Decision | null {
  if (command.name !== 'LOAD') return null;
  const { by, carriers } = context.work.rules().ship;
  if (by !== 'load') return refuse(state, shipRefusals.noLoads);
  const wanted = command.argument.trim();
  const found =
    wanted === '' && carriers.length === 1
      ? carriers[0]
      : carriers.find(({ carrier }) => carrier.toLowerCase() === wanted.toLowerCase());
  if (found === undefined) {
    const names = carriers.map(({ carrier }) => carrier).join(', ');
    return refuse(state, shipRefusals.carrierUnknown(shown(wanted), names.slice(0, 200) || '-'));
  }
  const open = openLoads(state).find(({ carrier }) => carrier === found.carrier);
  return open === undefined ? openLoad(state, found.carrier, context) : takeUp(state, open, context);
}

/** The code of a load takes it up again. */
export function openLoadByCode(state: StationState, { text }: Code, context: StepContext): Decision | null {
  const open = openLoads(state).find(({ load }) => load === text);
  if (open !== undefined) return takeUp(state, open, context);
  const document = context.work.floor.load(text);
  if (document === undefined) return null;
  return refuse(
    state,
    document.status === 'closed'
      ? shipRefusals.loadClosed(text)
      : shipRefusals.loadElsewhere(text, document.station),
  );
}

/** A load is left open for other work: several vehicles can stand at the doors at once. */
export function leaveLoad(state: StationState, load: LoadWork) {
  if (state.parked.length >= maxParked) return shipRefusals.tooManyLoads;
  const parked = { ...load, unloading: false, stopped: null };
  return { ...state, activity: null, parked: [...state.parked, parked] };
}

export function takeUp(state: StationState, load: LoadWork, context: StepContext): Decision {
  if (state.activity === load) return told(state, load);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const parked = left.parked.filter((one) => one !== load);
  return told({ ...left, parked, activity: load }, load);
}

function openLoad(state: StationState, carrier: string, context: StepContext): Decision {
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const loads = nextLoad(left, context.at);
  const load = openedLoad(loadName(context.work.station, loads), carrier, left.door);
  return {
    ...told({ ...left, loads, door: null, activity: load }, load),
    facts: [loadOpened(load)],
  };
}

export function loadOpened({ load, carrier, door }: LoadWork): FactDraft {
  return { type: 'load.opened', data: { load, carrier, ...(door === undefined ? {} : { door }) } };
}

/** Counts within a day (UTC) of the station. */
function nextLoad({ loads }: StationState, at: string): StationState['loads'] {
  const date = at.slice(0, 10).replaceAll('-', '');
  return { date, n: loads.date === date ? loads.n + 1 : 1 };
}

/** `{station}-{date}-{n}`, which leaves room for the manifest's `M-`; of a long station name the end counts. */
function loadName(station: string, { date, n }: StationState['loads']): string {
  const end = `-${date}-${n}`;
  const name = `${station.slice(-(38 - end.length)).replace(/^[^A-Za-z0-9]+/, '')}${end}`;
  return floorName.parse(name);
}

function told(state: StationState, { load, carrier, parcels }: LoadWork): Decision {
  return {
    verdict: 'load_opened',
    message: say(
      {
        en: 'Load {load} for {carrier}, {n} {n:parcel|parcels}. Scan the label of each parcel.',
        de: 'Ladung {load} für {carrier}, {n} {n:Paket|Pakete}. Das Label jedes Pakets scannen.',
        fr: "Chargement {load} pour {carrier}, {n} colis. Scannez l'étiquette de chaque colis.",
        es: 'Carga {load} para {carrier}, {n} {n:paquete|paquetes}. Escanee la etiqueta de cada paquete.',
      },
      { load, carrier, n: parcels.length },
    ),
    state,
    facts: [],
  };
}
