import type { ActivityRules, Code } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { scanItem } from './item-scan.ts';
import { leaveSession } from './order-scan.ts';
import { packCommand } from './pack-commands.ts';
import { isComplete, openItems, type PackSession, remainingOf, stopOf } from './pack-session.ts';
import { scanParcel } from './parcel-scan.ts';

/** An order is picked and packed at the station. */
export const packRules: ActivityRules<PackSession> = {
  scan: scanCode,
  command: packCommand,
  sense: () => null,
  leave: leaveSession,
  wants: () => ({}),
  order: (session) => session.order.order,
  prompt,
  actions,
  view: () => ({ kind: 'pack' }),
};

function scanCode(
  state: StationState,
  session: PackSession,
  code: Code,
  context: StepContext,
): Decision | null {
  if (code.kind !== 'gs1') return null;
  const { content } = code;
  if (content.sscc !== undefined) return scanParcel(state, session, content.sscc, context);
  if (content.gtin === undefined) return refuse(state, refusals.noProductNamed);
  const product = context.work.productByGtin(content.gtin);
  return product === undefined ? null : scanItem(state, session, content, product, context);
}

function prompt(session: PackSession, work: WorkView): Message {
  const stop = stopOf(session, work);
  if (stop !== undefined) return stopped(stop.status, stop.reason);
  const next = session.order.lines.findIndex((_, index) => remainingOf(session, index) > 0);
  const line = session.order.lines[next];
  if (line !== undefined) {
    return say(
      {
        en: 'Scan {n} x {product}',
        de: '{n} x {product} scannen',
        fr: 'Scannez {n} x {product}',
        es: 'Escanee {n} x {product}',
      },
      { n: remainingOf(session, next), product: line.name },
    );
  }
  return say(
    {
      en: 'Scan the label of parcel {parcel}',
      de: 'Das Label von Paket {parcel} scannen',
      fr: "Scannez l'étiquette du colis {parcel}",
      es: 'Escanee la etiqueta del paquete {parcel}',
    },
    { parcel: session.sealed.find(({ scanned }) => !scanned)?.parcel ?? 1 },
  );
}

function stopped(status: 'on_hold' | 'cancelled', reason: string): Message {
  const texts =
    status === 'on_hold'
      ? {
          en: 'On hold: {reason}. Scan another order',
          de: 'Gesperrt: {reason}. Anderen Auftrag scannen',
          fr: 'Bloquée : {reason}. Scannez une autre commande',
          es: 'Retenido: {reason}. Escanee otro pedido',
        }
      : {
          en: 'Cancelled: {reason}. Put the goods back',
          de: 'Storniert: {reason}. Ware zurücklegen',
          fr: 'Annulée : {reason}. Remettez les articles',
          es: 'Anulado: {reason}. Devuelva los artículos',
        };
  return say(texts, { reason });
}

function actions(session: PackSession): ScreenAction<Message>[] {
  const offered: ScreenAction<Message>[] = [];
  if (session.undoable.length > 0) offered.push({ code: 'PP:UNDO', label: labels.undo, tone: 'plain' });
  if (openItems(session).length > 0 && !isComplete(session)) {
    offered.push({ code: 'PP:SEAL', label: labels.seal, tone: 'plain' });
    offered.push({ code: 'PP:SHORT', label: labels.short, tone: 'danger' });
  }
  return offered;
}

const labels = {
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
  seal: say({ en: 'Seal parcel', de: 'Paket verschließen', fr: 'Fermer le colis', es: 'Cerrar el paquete' }),
  short: say({ en: 'Ship short', de: 'Fehlmenge', fr: 'Manquant', es: 'Falta' }),
} as const;
