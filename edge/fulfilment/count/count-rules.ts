import type { ActivityRules } from '../activity.ts';
import { leaveAction } from '../common-actions.ts';
import { type Message, say } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { WorkView } from '../work-view.ts';
import { countingCommand } from './count-commands.ts';
import { countRefusals } from './count-refusals.ts';
import { scanCounted } from './count-scan.ts';
import { countTags } from './count-tags.ts';
import { viewOfCount } from './count-view.ts';
import { type CountStep, type CountWork, isUntouched } from './count-work.ts';

/** The goods at a location are counted, by scans and by RFID. */
export const countRules: ActivityRules<CountWork> = {
  scan: scanCounted,
  command: countingCommand,
  sense: countTags,
  // An empty place is a result, too: nobody walks away from a count by a scan.
  leave: (_state, { location }) => countRefusals.countOpen(location),
  wants: (_count, work) => (work.equipment().tagReader ? { tags: true } : {}),
  order: () => undefined,
  prompt: ({ location, doubted }) => {
    if (doubted !== undefined) return say(quantityTexts.again, { n: doubted });
    return say(
      {
        en: 'Count {location}: scan each item',
        de: '{location} zählen: jeden Artikel scannen',
        fr: 'Comptez {location} : scannez chaque article',
        es: 'Cuente {location}: escanee cada artículo',
      },
      { location },
    );
  },
  actions,
  undoable: steps,
  question: ({ doubted, ...count }) =>
    doubted === undefined ? null : { what: say(quantityTexts.doubted, { n: doubted }), without: count },
  view: viewOfCount,
};

function actions(count: CountWork, work: WorkView): ScreenAction<Message>[] {
  const { undoable } = count;
  const last = undoable.at(-1);
  const undo = { code: 'PP:UNDO', label: labels.undo, tone: 'plain' as const };
  return [
    { code: 'PP:DONE', label: labels.done, tone: 'primary' },
    ...(last === undefined ? [] : [undo, ...quantityOf(last, work)]),
    ...(isUntouched(count) ? [leaveAction] : []),
  ];
}

/** A quantity may be typed for what was scanned last; a piece with a serial is one. */
function quantityOf({ scan, keys, parts }: CountStep, work: WorkView): ScreenAction<Message>[] {
  if (scan === null || keys.length > 0) return [];
  const sku = parts[0]?.sku ?? '';
  const values = { product: work.productBySku(sku)?.name ?? sku, n: scan.unitsEach };
  const asks = say(scan.unitsEach === 1 ? quantityTexts.pieces : quantityTexts.packs, values);
  return [{ code: 'PP:ENTER', label: labels.enter, tone: 'plain', asks }];
}

/** What was done to count, newest first. */
function steps({ undoable }: CountWork, work: WorkView): Message[] {
  return undoable.toReversed().map(({ parts }) => {
    const n = parts.reduce((sum, { units }) => sum + units, 0);
    const [first] = parts;
    const sku = first?.sku ?? '';
    return say(unitsOfProduct, { n, product: work.productBySku(sku)?.name ?? sku });
  });
}

const unitsOfProduct = {
  en: '{n} x {product}',
  de: '{n} x {product}',
  fr: '{n} x {product}',
  es: '{n} x {product}',
};

const quantityTexts = {
  again: {
    en: 'Enter {n} once more, or undo',
    de: '{n} noch einmal eingeben, oder rückgängig machen',
    fr: 'Entrez encore {n}, ou annulez',
    es: 'Introduzca otra vez {n}, o deshaga',
  },
  doubted: {
    en: 'the quantity {n}, entered once',
    de: 'die Menge {n}, einmal eingegeben',
    fr: 'la quantité {n}, saisie une fois',
    es: 'la cantidad {n}, introducida una vez',
  },
  pieces: {
    en: 'How many of {product} are there?',
    de: 'Wie viele {product} sind es?',
    fr: 'Combien de {product} y a-t-il ?',
    es: '¿Cuántas unidades de {product} hay?',
  },
  packs: {
    en: 'How many packs of {n} of {product} are there?',
    de: 'Wie viele Packungen zu je {n} {product} sind es?',
    fr: 'Combien de lots de {n} {product} y a-t-il ?',
    es: '¿Cuántos paquetes de {n} de {product} hay?',
  },
} as const;

const labels = {
  done: say({ en: 'Count is done', de: 'Zählung beenden', fr: 'Comptage terminé', es: 'Recuento terminado' }),
  enter: say({
    en: 'Type the quantity',
    de: 'Menge eingeben',
    fr: 'Saisir la quantité',
    es: 'Introducir la cantidad',
  }),
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
} as const;
