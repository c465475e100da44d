import type { Verdict } from '../decision.ts';
import { say } from '../message.ts';
import { saying } from '../saying.ts';

/** Ways to say no at a wall: what is the matter, and what to do next. */
export const wallRefusals = {
  sorted: (task: string): Verdict =>
    saying(
      'refused_order_done',
      {
        en: '{task} is sorted already. Scan the tote of the next batch.',
        de: '{task} ist schon sortiert. Den Behälter des nächsten Schubs scannen.',
        fr: '{task} est déjà triée. Scannez le bac du lot suivant.',
        es: '{task} ya está clasificada. Escanee la cubeta del lote siguiente.',
      },
      { task },
    ),
  notPicked: (tote: string, task: string): Verdict =>
    saying(
      'refused_task_incomplete',
      {
        en: '{task} is still being picked into {tote}. Sort it when the picker has finished.',
        de: '{task} wird noch in {tote} kommissioniert. Sortieren, wenn das Kommissionieren fertig ist.',
        fr: '{task} est encore en préparation dans {tote}. Triez quand la préparation est finie.',
        es: '{task} todavía se prepara en {tote}. Clasifique cuando termine la preparación.',
      },
      { tote, task },
    ),
  notInBatch: (product: string, task: string): Verdict =>
    saying(
      'refused_not_on_order',
      {
        en: '{product} belongs to no order of {task}. Put it aside.',
        de: '{product} gehört zu keinem Auftrag von {task}. Beiseitelegen.',
        fr: "{product} n'appartient à aucune commande de {task}. Mettez-le de côté.",
        es: '{product} no pertenece a ningún pedido de {task}. Apártelo.',
      },
      { product, task },
    ),
  wrongSlot: (scanned: string, wanted: string): Verdict =>
    saying(
      'refused_wrong_tote',
      {
        en: 'This is slot {scanned}, the units belong into {wanted}. Put them there and scan it.',
        de: 'Dies ist Fach {scanned}, die Einheiten gehören in {wanted}. Dort hineinlegen und scannen.',
        fr: "C'est la case {scanned}, les unités vont dans {wanted}. Mettez-les là et scannez-la.",
        es: 'Esta es la casilla {scanned}, las unidades van en {wanted}. Póngalas allí y escanéela.',
      },
      { scanned, wanted },
    ),
  slotFirst: (product: string, slot: string): Verdict =>
    saying(
      'refused_tote_first',
      {
        en: '{product} is still in your hand. Put it into {slot} and scan that, or undo.',
        de: '{product} ist noch in der Hand. In {slot} legen und dieses scannen, oder rückgängig machen.',
        fr: '{product} est encore en main. Mettez-le dans {slot} et scannez-la, ou annulez.',
        es: '{product} sigue en la mano. Póngalo en {slot} y escanéela, o deshaga.',
      },
      { product, slot },
    ),
  otherBatch: (tote: string, task: string): Verdict =>
    saying(
      'refused_wrong_tote',
      {
        en: '{tote} does not belong to {task}. Finish this batch first, or scan DONE.',
        de: '{tote} gehört nicht zu {task}. Zuerst diesen Schub beenden, oder FERTIG (DONE) scannen.',
        fr: "{tote} n'appartient pas à {task}. Terminez d'abord ce lot, ou scannez DONE.",
        es: '{tote} no pertenece a {task}. Termine primero este lote, o escanee DONE.',
      },
      { tote, task },
    ),
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'There is nothing to take back at this wall. Scan the next item.',
    de: 'An dieser Wand gibt es nichts zurückzunehmen. Den nächsten Artikel scannen.',
    fr: "Il n'y a rien à annuler à ce mur. Scannez l'article suivant.",
    es: 'No hay nada que deshacer en esta pared. Escanee el artículo siguiente.',
  }),
} as const;

export const wallMessages = {
  opened: (tote: string, task: string, n: number) =>
    say(
      {
        en: '{tote} of {task}: {n} {n:unit|units} to sort. Scan an item.',
        de: '{tote} von {task}: {n} {n:Einheit|Einheiten} zu sortieren. Einen Artikel scannen.',
        fr: '{tote} de {task} : {n} {n:unité|unités} à trier. Scannez un article.',
        es: '{tote} de {task}: {n} {n:unidad|unidades} por clasificar. Escanee un artículo.',
      },
      { tote, task, n },
    ),
  intoSlot: (n: number, product: string, slot: string) =>
    say(
      {
        en: 'Put {n} x {product} into {slot} and scan it.',
        de: '{n} x {product} in {slot} legen und dieses scannen.',
        fr: 'Mettez {n} x {product} dans {slot} et scannez-la.',
        es: 'Ponga {n} x {product} en {slot} y escanéela.',
      },
      { n, product, slot },
    ),
  put: (slot: string, n: number) =>
    say(
      {
        en: '{slot}: {n} {n:unit|units} more.',
        de: '{slot}: noch {n} {n:Einheit|Einheiten}.',
        fr: '{slot} : encore {n} {n:unité|unités}.',
        es: '{slot}: {n} {n:unidad|unidades} más.',
      },
      { slot, n },
    ),
  slotComplete: (slot: string, order: string) =>
    say(
      {
        en: '{slot} is complete: order {order} can be packed.',
        de: '{slot} ist vollständig: Auftrag {order} kann gepackt werden.',
        fr: '{slot} est complète : la commande {order} peut être emballée.',
        es: '{slot} está completa: el pedido {order} se puede embalar.',
      },
      { slot, order },
    ),
  sorted: (task: string) =>
    say(
      {
        en: '{task} is sorted, its totes are free. Scan a slot to pack its order.',
        de: '{task} ist sortiert, die Behälter sind frei. Zum Packen ein Fach scannen.',
        fr: '{task} est triée, ses bacs sont libres. Scannez une case pour emballer sa commande.',
        es: '{task} está clasificada, sus cubetas están libres. Escanee una casilla para embalar su pedido.',
      },
      { task },
    ),
  left: (task: string) =>
    say(
      {
        en: '{task} is left as it is. Scan one of its totes to go on.',
        de: '{task} bleibt, wie es ist. Zum Weitermachen einen Behälter davon scannen.',
        fr: "{task} reste en l'état. Scannez un de ses bacs pour continuer.",
        es: '{task} queda como está. Escanee una de sus cubetas para seguir.',
      },
      { task },
    ),
  takenOut: (n: number, product: string, slot: string) =>
    say(
      {
        en: 'Take {n} x {product} out of {slot} again.',
        de: '{n} x {product} wieder aus {slot} nehmen.',
        fr: 'Retirez {n} x {product} de {slot}.',
        es: 'Saque {n} x {product} de {slot}.',
      },
      { n, product, slot },
    ),
  backToTote: (product: string, tote: string) =>
    say(
      {
        en: 'Put {product} back into {tote}.',
        de: '{product} in {tote} zurücklegen.',
        fr: 'Remettez {product} dans {tote}.',
        es: 'Devuelva {product} a {tote}.',
      },
      { product, tote },
    ),
} as const;
