import type { Command } from './activity.ts';
import { isUntouched } from './count/count-work.ts';
import { type Decision, refuse, type StepContext } from './decision.ts';
import { type Message, say } from './message.ts';
import type { Activity, StationState } from './state.ts';
import { wallMessages } from './wall/wall-messages.ts';

/**
 * `PP:GIVE_BACK`: out of work of which nothing was done yet, or that may be left as it is. Its claim is given back as soon as
 * it is in hand no more. A walk has an answer of its own, as its task has to hear of it.
 */
export function leaveCommand(state: StationState, { name }: Command, context: StepContext): Decision | null {
  const { activity } = state;
  if (name !== 'GIVE_BACK' || activity === null) return null;
  const isLeft = activity.kind === 'count' && isUntouched(activity);
  const left = isLeft ? { ...state, activity: null } : context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const isParked = left.parked.length > state.parked.length;
  return {
    verdict: 'work_given_back',
    message: isParked ? laidAside(activity) : givenBack(activity),
    state: left,
    facts: [],
  };
}

function laidAside(activity: Activity): Message {
  return activity.kind === 'ship'
    ? say(texts.load, { load: activity.load, carrier: activity.carrier, n: activity.parcels.length })
    : say(texts.aside, { work: nameOf(activity) });
}

function givenBack(activity: Activity): Message {
  if (activity.kind === 'return') return say(texts.return, { work: activity.order });
  if (activity.kind === 'wall') return wallMessages.left(activity.task);
  if (activity.kind === 'count') return say(texts.count, { work: activity.location });
  return activity.kind === 'asked' ? say(texts.nothing) : say(texts.order, { work: nameOf(activity) });
}

function nameOf(activity: Activity): string {
  switch (activity.kind) {
    case 'pack':
    case 'service':
      return activity.order.order;
    case 'pick':
      return activity.task ?? activity.orders[0] ?? '';
    case 'wall':
      return activity.task;
    case 'return':
      return activity.order;
    case 'count':
      return activity.location;
    case 'ship':
      return activity.load;
    case 'asked':
      return '';
  }
}

const texts = {
  order: {
    en: '{work} is given back, and anybody may take it. Scan what comes next.',
    de: '{work} ist zurückgegeben, jeder kann es übernehmen. Das Nächste scannen.',
    fr: '{work} est rendu, chacun peut le prendre. Scannez la suite.',
    es: '{work} se ha devuelto y cualquiera puede tomarlo. Escanee lo siguiente.',
  },
  aside: {
    en: '{work} is laid aside until it may go on. Scan it again then.',
    de: '{work} ist beiseitegelegt, bis es weitergehen darf. Es dann wieder scannen.',
    fr: "{work} est mis de côté jusqu'à ce qu'il puisse continuer. Scannez-le alors de nouveau.",
    es: '{work} queda apartado hasta que pueda seguir. Escanéelo entonces otra vez.',
  },
  load: {
    en: 'Load {load} stays open, with {n} {n:parcel|parcels}. PP:LOAD:{carrier} or its code takes it up again.',
    de: 'Ladung {load} bleibt offen, mit {n} {n:Paket|Paketen}. PP:LOAD:{carrier} oder ihr Code nimmt sie wieder auf.',
    fr: 'Le chargement {load} reste ouvert, avec {n} colis. PP:LOAD:{carrier} ou son code le reprend.',
    es: 'La carga {load} queda abierta, con {n} {n:paquete|paquetes}. PP:LOAD:{carrier} o su código la retoma.',
  },
  return: {
    en: 'The return of order {work} is left: nothing was received. Scan what comes next.',
    de: 'Die Retoure von Auftrag {work} ist verlassen: nichts wurde angenommen. Das Nächste scannen.',
    fr: "Le retour de la commande {work} est abandonné : rien n'a été reçu. Scannez la suite.",
    es: 'Se ha dejado la devolución del pedido {work}: no se ha recibido nada. Escanee lo siguiente.',
  },
  count: {
    en: 'The count of {work} is left: nothing was counted, and it waits for somebody else. Scan what comes next.',
    de: 'Die Zählung von {work} ist verlassen: nichts wurde gezählt, sie wartet auf jemand anderen. Das Nächste scannen.',
    fr: "Le comptage de {work} est abandonné : rien n'a été compté, il attend quelqu'un d'autre. Scannez la suite.",
    es: 'Se ha dejado el recuento de {work}: no se ha contado nada y espera a otra persona. Escanee lo siguiente.',
  },
  nothing: {
    en: 'Cancelled. Nothing was begun.',
    de: 'Abgebrochen. Es wurde nichts begonnen.',
    fr: "Annulé. Rien n'a été commencé.",
    es: 'Cancelado. No se ha empezado nada.',
  },
} as const;
