import type { ActivityRules } from '../activity.ts';
import { type Message, say } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import { countingCommand } from './count-commands.ts';
import { countRefusals } from './count-refusals.ts';
import { scanCounted } from './count-scan.ts';
import { countTags } from './count-tags.ts';
import { viewOfCount } from './count-view.ts';
import type { CountWork } from './count-work.ts';

/** The goods at a location are counted, by scans and by RFID. */
export const countRules: ActivityRules<CountWork> = {
  scan: scanCounted,
  command: countingCommand,
  sense: countTags,
  leave: (_state, { location }) => countRefusals.countOpen(location),
  wants: (_count, work) => (work.equipment().tagReader ? { tags: true } : {}),
  order: () => undefined,
  prompt: ({ location }) =>
    say(
      {
        en: 'Count {location}: scan each item',
        de: '{location} zählen: jeden Artikel scannen',
        fr: 'Comptez {location} : scannez chaque article',
        es: 'Cuente {location}: escanee cada artículo',
      },
      { location },
    ),
  actions,
  view: viewOfCount,
};

function actions({ undoable }: CountWork): ScreenAction<Message>[] {
  const undo = { code: 'PP:UNDO', label: labels.undo, tone: 'plain' as const };
  return [{ code: 'PP:DONE', label: labels.done, tone: 'primary' }, ...(undoable.length > 0 ? [undo] : [])];
}

const labels = {
  done: say({ en: 'Count is done', de: 'Zählung beenden', fr: 'Comptage terminé', es: 'Recuento terminado' }),
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
} as const;
