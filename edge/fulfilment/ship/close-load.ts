import type { FactData, FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { say } from '../message.ts';
import { queued } from '../printing/print-queue.ts';
import { maxPrints, type StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { stopOf } from './find-parcel.ts';
import type { LoadedParcel, LoadWork } from './load-work.ts';
import { shipRefusals } from './ship-refusals.ts';

type Lines = FactData<'shipment.dispatched'>['lines'];

/**
 * Closes the load: one manifest, and one shipment.dispatched for each order on it, of exactly what its loaded parcels hold.
 * Of which order a part is missing is refused, unless the person says that the part shall go (`partial`); the rest then
 * leaves later, as a shipment of its own. Where the gateway has told nothing of an order, what is there goes.
 */
export function closeLoad(
  state: StationState,
  load: LoadWork,
  partial: boolean,
  context: StepContext,
): Decision {
  const { work } = context;
  if (load.parcels.length === 0) return refuse(state, shipRefusals.empty(load.load));
  const orders = byOrder(load.parcels);
  const refusal = stoppedIn(load, work) ?? (partial ? undefined : incompleteIn(orders, work));
  if (refusal !== undefined) return refuse(state, refusal);
  const manifest = `M-${load.load}`;
  const closed: FactDraft = {
    type: 'load.closed',
    data: { load: load.load, carrier: load.carrier, manifest, parcels: load.parcels.length },
  };
  const shipments = [...orders].map(([order, parcels]) => dispatched(order, parcels, load, context));
  return {
    verdict: 'load_closed',
    done: true,
    message: say(
      {
        en: 'Load {load} is closed: {n} {n:parcel|parcels} of {orders} {orders:order|orders}. The vehicle may leave.',
        de: 'Ladung {load} ist geschlossen: {n} {n:Paket|Pakete} von {orders} {orders:Auftrag|Aufträgen}. Das Fahrzeug kann fahren.',
        fr: 'Chargement {load} fermé : {n} colis de {orders} {orders:commande|commandes}. Le véhicule peut partir.',
        es: 'La carga {load} está cerrada: {n} {n:paquete|paquetes} de {orders} {orders:pedido|pedidos}. El vehículo puede salir.',
      },
      { load: load.load, n: load.parcels.length, orders: orders.size },
    ),
    state: printManifest({ ...state, activity: null }, load, manifest, work),
    facts: [closed, ...shipments],
  };
}

function byOrder(parcels: readonly LoadedParcel[]): Map<string, LoadedParcel[]> {
  const orders = new Map<string, LoadedParcel[]>();
  for (const parcel of parcels) orders.set(parcel.order, [...(orders.get(parcel.order) ?? []), parcel]);
  return orders;
}

/** An order can be held or cancelled after its parcel was loaded. */
function stoppedIn({ parcels }: LoadWork, work: WorkView): Verdict | undefined {
  for (const parcel of parcels) {
    const reason = stopOf(parcel, work);
    if (reason !== undefined) return shipRefusals.stoppedOnLoad(parcel.sscc, parcel.order, reason);
  }
  return undefined;
}

function incompleteIn(orders: ReadonlyMap<string, LoadedParcel[]>, work: WorkView): Verdict | undefined {
  for (const [order, parcels] of orders) {
    const missing = missingUnits(order, shippedLines(parcels), work);
    if (missing > 0) return shipRefusals.incomplete(order, missing);
  }
  return undefined;
}

/** Units of an order that are neither in these lines, nor gone before, nor given up; 0 where nothing is known of it. */
export function missingUnits(order: string, lines: Lines, work: WorkView): number {
  const progress = work.floor.progress(order);
  if (progress === undefined) return 0;
  const ordered = new Map(work.order(order)?.document.lines.map(({ line, units }) => [line, units]));
  const here = new Map(lines.map(({ line, units }) => [line, units]));
  return progress.lines.reduce((sum, { line, packed, shipped, shorted }) => {
    const wanted = Math.max(packed, (ordered.get(line) ?? 0) - shorted);
    return sum + Math.max(0, wanted - shipped - (here.get(line) ?? 0));
  }, 0);
}

/**
 * What the parcels of one order make. Each parcel leaves once, so the lowest number among them names the shipment for ever:
 * two doors never give the same name to two shipments.
 */
function dispatched(
  order: string,
  parcels: readonly LoadedParcel[],
  { load, carrier }: LoadWork,
  { scanSeq }: StepContext,
): FactDraft {
  const first = Math.min(...parcels.map(({ parcel }) => parcel));
  return {
    type: 'shipment.dispatched',
    data: {
      order,
      shipment: `${order}/${first}`,
      parcels: parcels.map(({ sscc }) => sscc),
      lines: shippedLines(parcels),
      scanSeq,
      load,
      carrier,
    },
  };
}

/** The contents of parcels, added up line by line. */
function shippedLines(parcels: readonly LoadedParcel[]): Lines {
  const lines = new Map<number, Lines[number]>();
  for (const { line, sku, units } of parcels.flatMap(({ items }) => items)) {
    lines.set(line, { line, sku, units: units + (lines.get(line)?.units ?? 0) });
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

/** The paper that goes with the driver; it names every parcel, for the printer finds the load nowhere else. */
function printManifest(
  state: StationState,
  { load, carrier, parcels }: LoadWork,
  manifest: string,
  work: WorkView,
): StationState {
  if (!work.equipment().printer || state.prints.length >= maxPrints) return state;
  const listed = parcels.map(({ sscc, order }) => ({ sscc, order }));
  const paper = { manifest, carrier, parcels: listed };
  return queued(state, [{ document: 'manifest', subject: load, copy: 1, manifest: paper }]);
}
