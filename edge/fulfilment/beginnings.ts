import { type Message, say } from './message.ts';
import type { ScreenAction } from './screen-view.ts';
import type { WorkView } from './work-view.ts';

/** What can be begun by a command while nothing is in hand. */
export function beginnings(work: WorkView): ScreenAction<Message>[] {
  const { ship } = work.rules();
  const loads = ship.by === 'load' ? ship.carriers : [];
  return [
    ...loads.map(({ carrier, name }) => ({
      code: `PP:LOAD:${carrier}`,
      label: loadFor(name),
      tone: 'primary' as const,
    })),
    { code: 'PP:RETURN', label: labels.return, tone: 'plain' },
    { code: 'PP:COUNT', label: labels.count, tone: 'plain' },
  ];
}

function loadFor(name: string): Message {
  return say(
    { en: 'Load {name}', de: 'Verladen: {name}', fr: 'Charger {name}', es: 'Cargar {name}' },
    { name },
  );
}

const labels = {
  return: say({ en: 'Return', de: 'Retoure', fr: 'Retour', es: 'Devolución' }),
  count: say({ en: 'Count', de: 'Zählen', fr: 'Comptage', es: 'Recuento' }),
} as const;
