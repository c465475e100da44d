import { type Message, say } from '../message.ts';
import { stopOfOrder } from '../order-stop.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { WorkView } from '../work-view.ts';
import { currentStop, type PickSession, stopAt, unitsOpenAt } from './pick-session.ts';
import { orderWithoutTote, toteOf } from './walk-totes.ts';

/** What to scan next on a walk. */
export function pickPrompt(session: PickSession, work: WorkView): Message {
  const { approval, hand } = session;
  if (approval !== null) return approval.badge === null ? prompts.approve : prompts.pin;
  if (hand !== null) {
    const order = stopAt(session, hand.stop).parts[hand.shares[0]?.part ?? 0]?.order ?? '';
    if (stopOfOrder(order, work) !== undefined) return say(putBack, { product: hand.name });
    return say(intoTote, {
      n: hand.shares[0]?.units ?? 0,
      product: hand.name,
      tote: toteOf(session, order) ?? '',
    });
  }
  const index = currentStop(session, work);
  if (index === -1) return prompts.done;
  const order = orderWithoutTote(session, work);
  if (order !== undefined)
    return say(emptyTote, { order: session.mode === 'batch' ? (session.task ?? '') : order });
  return stopPrompt(session, index, work);
}

function stopPrompt(session: PickSession, index: number, work: WorkView): Message {
  const stop = stopAt(session, index);
  const { location, name: product } = stop;
  const values = { n: unitsOpenAt(stop, work), product, location: location ?? '' };
  if (location === undefined) return say(take, values);
  const asks = work.rules().pick.confirm !== 'item' && session.at !== location;
  return say(asks ? goTo : takeAt, values);
}

/** Everything that can be done now by a command. */
export function pickActions(session: PickSession, work: WorkView): ScreenAction<Message>[] {
  const index = currentStop(session, work);
  const offered: ScreenAction<Message>[] = [];
  if (session.hand !== null || session.undoable.length > 0) {
    offered.push({ code: 'PP:UNDO', label: labels.undo, tone: 'plain' });
  }
  if (session.hand !== null) return offered;
  if (index === -1) offered.push({ code: 'PP:DONE', label: labels.done, tone: 'primary' });
  else {
    offered.push({ code: 'PP:SKIP', label: labels.skip, tone: 'plain' });
    offered.push({ code: 'PP:SHORT:STOCK_OUT', label: labels.stockOut, tone: 'danger' });
    offered.push({ code: 'PP:SHORT:NOT_LOCATED', label: labels.notLocated, tone: 'danger' });
    offered.push({ code: 'PP:SHORT:DAMAGED', label: labels.damaged, tone: 'danger' });
    offered.push({ code: 'PP:SHORT:EXPIRED', label: labels.expired, tone: 'danger' });
  }
  if (session.task !== null) offered.push({ code: 'PP:HAND_OVER', label: labels.handOver, tone: 'plain' });
  offered.push({ code: 'PP:GIVE_BACK', label: labels.giveBack, tone: 'plain' });
  return offered;
}

const prompts = {
  approve: say({
    en: 'A supervisor scans their badge',
    de: 'Die Aufsicht scannt ihren Ausweis',
    fr: 'Un responsable scanne son badge',
    es: 'Un supervisor escanea su tarjeta',
  }),
  pin: say({
    en: 'The supervisor enters the PIN',
    de: 'Die Aufsicht gibt die PIN ein',
    fr: 'Le responsable saisit son code PIN',
    es: 'El supervisor introduce el PIN',
  }),
  done: say({
    en: 'Nothing is left to pick. Scan DONE',
    de: 'Nichts mehr zu holen. FERTIG (DONE) scannen',
    fr: 'Plus rien à prendre. Scannez DONE',
    es: 'No queda nada por tomar. Escanee DONE',
  }),
} as const;

const putBack = {
  en: 'Stopped: put {product} back and scan UNDO',
  de: 'Gestoppt: {product} zurücklegen und UNDO scannen',
  fr: 'Arrêt : remettez {product} et scannez UNDO',
  es: 'Detenido: devuelva {product} y escanee UNDO',
};

const intoTote = {
  en: 'Put {n} x {product} into {tote}',
  de: '{n} x {product} in {tote} legen',
  fr: 'Mettez {n} x {product} dans {tote}',
  es: 'Ponga {n} x {product} en {tote}',
};

const emptyTote = {
  en: 'Scan an empty tote for {order}',
  de: 'Einen leeren Behälter für {order} scannen',
  fr: 'Scannez un bac vide pour {order}',
  es: 'Escanee una cubeta vacía para {order}',
};

const goTo = {
  en: 'Go to {location} and scan it',
  de: 'Zu {location} gehen und scannen',
  fr: 'Allez à {location} et scannez',
  es: 'Vaya a {location} y escanee',
};

const takeAt = {
  en: '{location}: scan {n} x {product}',
  de: '{location}: {n} x {product} scannen',
  fr: '{location} : scannez {n} x {product}',
  es: '{location}: escanee {n} x {product}',
};

const take = {
  en: 'Scan {n} x {product}',
  de: '{n} x {product} scannen',
  fr: 'Scannez {n} x {product}',
  es: 'Escanee {n} x {product}',
};

const labels = {
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
  skip: say({ en: 'Skip', de: 'Überspringen', fr: 'Passer', es: 'Saltar' }),
  done: say({ en: 'Done', de: 'Fertig', fr: 'Terminé', es: 'Terminado' }),
  stockOut: say({ en: 'Empty', de: 'Leer', fr: 'Vide', es: 'Vacío' }),
  notLocated: say({ en: 'Not found', de: 'Nicht gefunden', fr: 'Introuvable', es: 'No se encuentra' }),
  damaged: say({ en: 'Damaged', de: 'Beschädigt', fr: 'Abîmé', es: 'Dañado' }),
  expired: say({ en: 'Expired', de: 'Abgelaufen', fr: 'Périmé', es: 'Caducado' }),
  handOver: say({ en: 'Hand over', de: 'Übergeben', fr: 'Transmettre', es: 'Entregar' }),
  giveBack: say({ en: 'Give back', de: 'Zurückgeben', fr: 'Rendre', es: 'Devolver' }),
} as const;
