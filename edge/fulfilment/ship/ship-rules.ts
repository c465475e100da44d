import type { ActivityRules, Question } from '../activity.ts';
import { leaveAction } from '../common-actions.ts';
import { type Message, say } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import { shipCommand } from './load-commands.ts';
import { scanAtLoad } from './load-scan.ts';
import type { LoadWork } from './load-work.ts';
import { leaveLoad } from './open-load.ts';
import { throughPortal } from './portal.ts';
import { viewOfLoad } from './ship-view.ts';

/** So many of the newest parcels are named as what can be undone. */
const maxSteps = 50;

/** Parcels are loaded onto the vehicle of a carrier. */
export const shipRules: ActivityRules<LoadWork> = {
  scan: scanAtLoad,
  command: shipCommand,
  sense: (state, load, sensed, context) =>
    sensed.kind === 'tags' ? throughPortal(state, load, sensed, context) : null,
  leave: leaveLoad,
  wants: (_load, work) => (work.equipment().tagReader ? { tags: true } : {}),
  order: ({ stopped }) => stopped?.order,
  prompt,
  actions,
  undoable: ({ parcels }) =>
    parcels
      .slice(-maxSteps)
      .toReversed()
      .map(({ order, parcel, sscc }) => say(onLoad, { order, parcel, sscc })),
  question,
  view: viewOfLoad,
};

function prompt({ stopped, unloading, carrier }: LoadWork): Message {
  if (stopped !== null) {
    return say(
      {
        en: 'Put parcel {sscc} aside, then scan PP:STOP',
        de: 'Paket {sscc} beiseitelegen, dann PP:STOP scannen',
        fr: 'Mettez le colis {sscc} de côté, puis scannez PP:STOP',
        es: 'Aparte el paquete {sscc} y escanee PP:STOP',
      },
      { sscc: stopped.sscc },
    );
  }
  return unloading
    ? say({
        en: 'Scan the parcel that comes off',
        de: 'Das Paket scannen, das herunterkommt',
        fr: 'Scannez le colis à retirer',
        es: 'Escanee el paquete que se retira',
      })
    : say(
        {
          en: 'Scan the parcels for {carrier}',
          de: 'Die Pakete für {carrier} scannen',
          fr: 'Scannez les colis pour {carrier}',
          es: 'Escanee los paquetes para {carrier}',
        },
        { carrier },
      );
}

function question(load: LoadWork): Question<LoadWork> | null {
  const { stopped, unloading } = load;
  if (stopped !== null)
    return { what: say(toPutAside, { sscc: stopped.sscc }), without: { ...load, stopped: null } };
  return unloading ? { what: toUnload, without: { ...load, unloading: false } } : null;
}

const onLoad = {
  en: 'Order {order}, parcel {parcel} ({sscc})',
  de: 'Auftrag {order}, Paket {parcel} ({sscc})',
  fr: 'Commande {order}, colis {parcel} ({sscc})',
  es: 'Pedido {order}, paquete {parcel} ({sscc})',
};

const toPutAside = {
  en: 'the question to put parcel {sscc} aside',
  de: 'die Bitte, Paket {sscc} beiseitezulegen',
  fr: 'la demande de mettre le colis {sscc} de côté',
  es: 'la petición de apartar el paquete {sscc}',
};

const toUnload = say({
  en: 'the unloading of a parcel',
  de: 'das Abladen eines Pakets',
  fr: "le déchargement d'un colis",
  es: 'la descarga de un paquete',
});

function actions({ parcels, stopped }: LoadWork): ScreenAction<Message>[] {
  const offered: ScreenAction<Message>[] = [];
  if (stopped !== null) offered.push({ code: 'PP:STOP', label: labels.stop, tone: 'primary' });
  if (parcels.length === 0) return [...offered, leaveAction];
  return [
    ...offered,
    { code: 'PP:CLOSE_LOAD', label: labels.close, tone: stopped === null ? 'primary' : 'plain' },
    { code: 'PP:UNLOAD', label: labels.unload, tone: 'plain' },
    { code: 'PP:UNDO', label: labels.undo, tone: 'plain' },
    { code: 'PP:CLOSE_LOAD:PARTIAL', label: labels.partial, tone: 'danger' },
    leaveAction,
  ];
}

const labels = {
  stop: say({ en: 'Put aside', de: 'Beiseitegelegt', fr: 'Mis de côté', es: 'Apartado' }),
  close: say({ en: 'Close load', de: 'Ladung schließen', fr: 'Fermer le chargement', es: 'Cerrar la carga' }),
  partial: say({
    en: 'Close without the rest',
    de: 'Ohne den Rest schließen',
    fr: 'Fermer sans le reste',
    es: 'Cerrar sin el resto',
  }),
  unload: say({ en: 'Unload', de: 'Abladen', fr: 'Décharger', es: 'Descargar' }),
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
} as const;
