import type { ActivityRules } from '../activity.ts';
import { openCount } from '../count/open-count.ts';
import type { Decision } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { returnOf } from '../returns/start-return.ts';
import type { StationState } from '../state.ts';

/** A command was scanned that needs to know of what: the next code tells. */
export interface Asked {
  readonly kind: 'asked';
  readonly for: 'count' | 'return';
}

export interface AskedView {
  readonly kind: 'asked';
  readonly for: Asked['for'];
}

export const askedRules: ActivityRules<Asked> = {
  scan: (state, asked, code, context) =>
    asked.for === 'count' ? openCount(state, code.text, context) : returnOf(state, code, context),
  command: (state, asked, { name }) => (name === 'UNDO' ? takeBack(state, asked) : null),
  sense: () => null,
  leave: (state) => ({ ...state, activity: null }),
  wants: () => ({}),
  order: () => undefined,
  prompt: (asked) => prompts[asked.for],
  actions: () => [{ code: 'PP:UNDO', label: cancel, tone: 'plain' }],
  view: (asked): AskedView => asked,
};

/** Nothing was begun yet, so nothing has to be compensated. */
function takeBack(state: StationState, asked: Asked): Decision {
  return {
    verdict: asked.for === 'count' ? 'count_undone' : 'return_undone',
    message: say({
      en: 'Cancelled. Nothing was begun.',
      de: 'Abgebrochen. Es wurde nichts begonnen.',
      fr: "Annulé. Rien n'a été commencé.",
      es: 'Cancelado. No se ha empezado nada.',
    }),
    state: { ...state, activity: null },
    facts: [],
  };
}

const cancel = say({ en: 'Cancel', de: 'Abbrechen', fr: 'Annuler', es: 'Cancelar' });

const prompts: Readonly<Record<Asked['for'], Message>> = {
  count: say({
    en: 'Scan the location to count',
    de: 'Den zu zählenden Lagerplatz scannen',
    fr: "Scannez l'emplacement à compter",
    es: 'Escanee la ubicación que va a contar',
  }),
  return: say({
    en: 'Scan the parcel label or the order',
    de: 'Das Paketlabel oder den Auftrag scannen',
    fr: "Scannez l'étiquette du colis ou la commande",
    es: 'Escanee la etiqueta del paquete o el pedido',
  }),
};
