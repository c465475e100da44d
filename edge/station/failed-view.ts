import { messageOf } from '../../kernel/errors.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import { render, say } from '../fulfilment/message.ts';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';

/** What the last try to store ended with, how many failed so far, and what waits. */
interface StorageFailure {
  readonly thrown: unknown;
  /** Whether it failed because there is no room. */
  readonly isFull: boolean;
  readonly tries: number;
  /** Readings that wait. */
  readonly waiting: number;
  readonly at: string;
}

const stop = say({
  en: 'Stop: nothing is stored',
  de: 'Halt: nichts wird gespeichert',
  fr: "Arrêt : rien n'est enregistré",
  es: 'Alto: no se guarda nada',
});
const full = {
  en: 'The storage of this device is full. {waiting} {waiting:scan waits|scans wait}; nothing that was green is lost. Make room: delete pictures or programs, or connect it to the network, and wait until it goes on by itself.',
  de: 'Der Speicher dieses Geräts ist voll. {waiting} {waiting:Scan wartet|Scans warten}; nichts, was grün war, ist verloren. Schaffen Sie Platz: löschen Sie Bilder oder Programme, oder gehen Sie ans Netz, und warten Sie, bis es von selbst weitergeht.',
  fr: "La mémoire de cet appareil est pleine. {waiting} {waiting:lecture attend|lectures attendent} ; rien de ce qui était vert n'est perdu. Faites de la place : supprimez des images ou des programmes, ou connectez-le au réseau, et attendez que le travail reprenne de lui-même.",
  es: 'La memoria de este dispositivo está llena. {waiting} {waiting:lectura espera|lecturas esperan}; nada de lo que estaba en verde se ha perdido. Haga sitio: borre imágenes o programas, o conéctelo a la red, y espere a que continúe por sí solo.',
};
const failed = {
  en: 'This device cannot store ({detail}). {waiting} {waiting:scan waits|scans wait}; nothing that was green is lost. Do not go on; if it stays so, start the program again.',
  de: 'Dieses Gerät kann nicht speichern ({detail}). {waiting} {waiting:Scan wartet|Scans warten}; nichts, was grün war, ist verloren. Nicht weiterarbeiten; wenn es so bleibt, das Programm neu starten.',
  fr: "Cet appareil ne peut pas enregistrer ({detail}). {waiting} {waiting:lecture attend|lectures attendent} ; rien de ce qui était vert n'est perdu. Ne continuez pas ; si cela dure, redémarrez le programme.",
  es: 'Este dispositivo no puede guardar ({detail}). {waiting} {waiting:lectura espera|lecturas esperan}; nada de lo que estaba en verde se ha perdido. No continúe; si sigue así, reinicie el programa.',
};

/** Nothing may look confirmed while nothing can be stored. Each failed try has a negative number of its own. */
export function failedView(
  view: ScreenView,
  { thrown, isFull, tries, waiting, at }: StorageFailure,
  language: Language,
): ScreenView {
  const detail = messageOf(thrown).slice(0, 200);
  const last: LastScan = {
    seq: -tries,
    at,
    raw: '',
    verdict: 'refused_unreadable',
    tone: 'error',
    message: render(say(isFull ? full : failed, { waiting, detail }), language),
    line: null,
  };
  const storage = { id: 'storage', kind: 'storage', state: 'failed', detail };
  return { ...view, prompt: render(stop, language), last, devices: [...view.devices, storage] };
}
