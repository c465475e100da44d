import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

export const countRefusals = {
  locationUnknown: (location: string): Verdict =>
    saying(
      'refused_count_unknown',
      {
        en: '{location} is no location of this site. Scan PP:COUNT, then the code at the shelf.',
        de: '{location} ist kein Lagerplatz dieses Standorts. PP:COUNT scannen, dann den Code am Regal.',
        fr: "{location} n'est pas un emplacement de ce site. Scannez PP:COUNT, puis le code de l'étagère.",
        es: '{location} no es una ubicación de este centro. Escanee PP:COUNT y luego el código del estante.',
      },
      { location },
    ),
  countOpen: (location: string): Verdict =>
    saying(
      'refused_count_open',
      {
        en: 'The count of {location} is still open. Finish it with PP:DONE, or take all of it back (PP:UNDO) and give it back (PP:GIVE_BACK).',
        de: 'Die Zählung von {location} ist noch offen. Mit PP:DONE beenden, oder alles zurücknehmen (PP:UNDO) und sie zurückgeben (PP:GIVE_BACK).',
        fr: 'Le comptage de {location} est encore ouvert. Terminez-le avec PP:DONE, ou annulez tout (PP:UNDO) et rendez-le (PP:GIVE_BACK).',
        es: 'El recuento de {location} sigue abierto. Termínelo con PP:DONE, o deshaga todo (PP:UNDO) y devuélvalo (PP:GIVE_BACK).',
      },
      { location },
    ),
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'Nothing was counted yet that could be undone. Scan an item.',
    de: 'Es wurde noch nichts gezählt, was sich zurücknehmen lässt. Einen Artikel scannen.',
    fr: "Rien n'a encore été compté. Scannez un article.",
    es: 'Aún no se ha contado nada que deshacer. Escanee un artículo.',
  }),
  quantity: (text: string): Verdict =>
    saying(
      'refused_unknown_command',
      {
        en: '"{text}" is no quantity. Scan the item first, then enter a whole number.',
        de: '"{text}" ist keine Menge. Zuerst den Artikel scannen, dann eine ganze Zahl eingeben.',
        fr: "« {text} » n'est pas une quantité. Scannez d'abord l'article, puis entrez un nombre entier.",
        es: '«{text}» no es una cantidad. Escanee primero el artículo y luego introduzca un número entero.',
      },
      { text },
    ),
  /** No number is in it that the person has not typed or scanned: the books stay out of a blind count. */
  packsOrPieces: (product: string, packs: number, each: number, units: number): Verdict =>
    saying(
      'refused_too_many',
      {
        en: '{packs} packs of {each} {product} are {units} units. If that is so, enter {packs} again. If {packs} single units were meant: PP:UNDO twice, scan one unit, and enter {packs}.',
        de: '{packs} Gebinde zu {each} {product} sind {units} Einheiten. Stimmt das, {packs} noch einmal eingeben. Waren {packs} einzelne gemeint: zweimal PP:UNDO, ein Stück scannen und {packs} eingeben.',
        fr: "{packs} lots de {each} {product} font {units} unités. Si c'est juste, entrez encore {packs}. S'il s'agit de {packs} unités : PP:UNDO deux fois, scannez une unité et entrez {packs}.",
        es: '{packs} paquetes de {each} {product} son {units} unidades. Si es así, introduzca otra vez {packs}. Si eran {packs} sueltas: PP:UNDO dos veces, escanee una unidad e introduzca {packs}.',
      },
      { product, packs, each, units },
    ),
  tooMuch: saying('refused_too_many', {
    en: 'That is more than one count can hold. Close it with PP:DONE and tell a supervisor.',
    de: 'Das ist mehr, als eine Zählung fasst. Mit PP:DONE schließen und der Aufsicht melden.',
    fr: "C'est plus qu'un comptage ne peut contenir. Fermez-le avec PP:DONE et prévenez un responsable.",
    es: 'Es más de lo que cabe en un recuento. Ciérrelo con PP:DONE y avise a un supervisor.',
  }),
} as const;
