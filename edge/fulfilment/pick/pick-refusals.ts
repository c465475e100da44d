import type { Verdict } from '../decision.ts';
import type { OrderStop } from '../order-stop.ts';
import { saying } from '../saying.ts';

/** Every way to say no on a walk: what is the matter, and what to do next. */
export const pickRefusals = {
  taskUnknown: (task: string): Verdict =>
    saying(
      'refused_task_unknown',
      {
        en: 'Task {task} is not known here. Wait until the gateway has told it, or scan another task.',
        de: 'Aufgabe {task} ist hier nicht bekannt. Warten, bis das Gateway sie meldet, oder eine andere scannen.',
        fr: "La tâche {task} n'est pas connue ici. Attendez que la passerelle l'annonce, ou scannez-en une autre.",
        es: 'La tarea {task} no se conoce aquí. Espere a que la pasarela la anuncie, o escanee otra.',
      },
      { task },
    ),
  taskDone: (task: string): Verdict =>
    saying(
      'refused_order_done',
      {
        en: '{task} is picked already. Scan the next task.',
        de: '{task} ist schon kommissioniert. Die nächste Aufgabe scannen.',
        fr: '{task} est déjà préparée. Scannez la tâche suivante.',
        es: '{task} ya está preparada. Escanee la tarea siguiente.',
      },
      { task },
    ),
  taskElsewhere: (task: string, station: string): Verdict =>
    saying(
      'refused_task_elsewhere',
      {
        en: '{station} works on {task}. Scan another task, or have it handed over there.',
        de: '{station} arbeitet an {task}. Eine andere Aufgabe scannen, oder sie dort übergeben lassen.',
        fr: '{station} travaille sur {task}. Scannez une autre tâche, ou faites-la transmettre là-bas.',
        es: '{station} trabaja en {task}. Escanee otra tarea, o pida que la entreguen allí.',
      },
      { task, station },
    ),
  taskNotHeld: (task: string): Verdict =>
    saying(
      'refused_order_not_held_offline',
      {
        en: 'Without the network nobody can say who works on {task}. Finish what you hold, or wait for the network.',
        de: 'Ohne Netz weiß niemand, wer an {task} arbeitet. Das Begonnene beenden, oder auf das Netz warten.',
        fr: 'Sans réseau, nul ne sait qui travaille sur {task}. Terminez ce que vous avez, ou attendez le réseau.',
        es: 'Sin red nadie sabe quién trabaja en {task}. Termine lo que tiene, o espere a la red.',
      },
      { task },
    ),
  taskAfter: (task: string, before: string): Verdict =>
    saying(
      'refused_task_incomplete',
      {
        en: '{before} comes before {task} and is not done yet. Scan {before} first.',
        de: '{before} kommt vor {task} und ist noch nicht fertig. Zuerst {before} scannen.',
        fr: "{before} vient avant {task} et n'est pas finie. Scannez d'abord {before}.",
        es: '{before} va antes de {task} y no está terminada. Escanee primero {before}.',
      },
      { task, before },
    ),
  taskOpen: (task: string): Verdict =>
    saying(
      'refused_task_incomplete',
      {
        en: '{task} is still open. Finish it, hand it over or give it back first.',
        de: '{task} ist noch offen. Zuerst beenden, übergeben oder zurückgeben.',
        fr: "{task} est encore ouverte. Terminez-la, transmettez-la ou rendez-la d'abord.",
        es: '{task} sigue abierta. Termínela, entréguela o devuélvala primero.',
      },
      { task },
    ),
  stillMissing: (n: number): Verdict =>
    saying(
      'refused_task_incomplete',
      {
        en: '{n} {n:unit is|units are} still to be picked. Pick them, or report them short.',
        de: 'Es {n:ist|sind} noch {n} {n:Einheit|Einheiten} zu holen. Holen, oder als fehlend melden.',
        fr: 'Il reste {n} {n:unité|unités} à prendre. Prenez-les, ou signalez-les manquantes.',
        es: '{n:Queda|Quedan} {n} {n:unidad|unidades} por tomar. Tómelas, o indique que faltan.',
      },
      { n },
    ),
  lastStop: saying('refused_task_incomplete', {
    en: 'This is the last stop. Pick it, or report it short.',
    de: 'Dies ist der letzte Halt. Entnehmen, oder als fehlend melden.',
    fr: "C'est le dernier arrêt. Prenez-le, ou signalez-le manquant.",
    es: 'Es la última parada. Tómela, o indique que falta.',
  }),
  nothingLeft: saying('refused_line_complete', {
    en: 'Nothing is left to be picked now. Scan DONE to close the task.',
    de: 'Jetzt ist nichts mehr zu holen. FERTIG (DONE) scannen, um die Aufgabe zu schließen.',
    fr: "Il n'y a plus rien à prendre. Scannez DONE pour fermer la tâche.",
    es: 'Ya no queda nada por tomar. Escanee DONE para cerrar la tarea.',
  }),
  handEmptyFirst: (product: string, tote: string): Verdict =>
    saying(
      'refused_tote_first',
      {
        en: '{product} is still in your hand. Put it into {tote} and scan that, or undo.',
        de: '{product} ist noch in der Hand. In {tote} legen und diesen scannen, oder rückgängig machen.',
        fr: '{product} est encore en main. Mettez-le dans {tote} et scannez ce bac, ou annulez.',
        es: '{product} sigue en la mano. Póngalo en {tote} y escanéela, o deshaga.',
      },
      { product, tote },
    ),
  toteFirst: (order: string): Verdict =>
    saying(
      'refused_tote_first',
      {
        en: 'There is no tote for {order} yet. Scan an empty tote first.',
        de: 'Für {order} gibt es noch keinen Behälter. Zuerst einen leeren Behälter scannen.',
        fr: "Il n'y a pas encore de bac pour {order}. Scannez d'abord un bac vide.",
        es: 'Todavía no hay cubeta para {order}. Escanee primero una cubeta vacía.',
      },
      { order },
    ),
  wrongTote: (scanned: string, wanted: string): Verdict =>
    saying(
      'refused_wrong_tote',
      {
        en: 'This is {scanned}, the units belong into {wanted}. Put them there and scan it.',
        de: 'Dies ist {scanned}, die Einheiten gehören in {wanted}. Dort hineinlegen und scannen.',
        fr: "C'est {scanned}, les unités vont dans {wanted}. Mettez-les là et scannez ce bac.",
        es: 'Esta es {scanned}, las unidades van en {wanted}. Póngalas allí y escanéela.',
      },
      { scanned, wanted },
    ),
  toteInUse: (tote: string, user: string): Verdict =>
    saying(
      'refused_tote_in_use',
      {
        en: '{tote} is in use for {user}. Take an empty tote and scan it.',
        de: '{tote} ist für {user} in Gebrauch. Einen leeren Behälter nehmen und scannen.',
        fr: '{tote} sert déjà pour {user}. Prenez un bac vide et scannez-le.',
        es: '{tote} está en uso para {user}. Tome una cubeta vacía y escanéela.',
      },
      { tote, user },
    ),
  toteNotNeeded: (tote: string): Verdict =>
    saying(
      'refused_wrong_tote',
      {
        en: 'Each order has its tote already. If one is full, scan the item first, then {tote}; else put {tote} aside.',
        de: 'Jeder Auftrag hat schon seinen Behälter. Ist einer voll, zuerst den Artikel scannen, dann {tote}; sonst {tote} beiseitestellen.',
        fr: "Chaque commande a déjà son bac. Si l'un est plein, scannez d'abord l'article, puis {tote} ; sinon, mettez {tote} de côté.",
        es: 'Cada pedido ya tiene su cubeta. Si una está llena, escanee primero el artículo y luego {tote}; si no, aparte {tote}.',
      },
      { tote },
    ),
  tooManyTotes: saying('refused_wrong_tote', {
    en: 'This task has as many totes as it can have. Fill those, or close the task.',
    de: 'Diese Aufgabe hat so viele Behälter wie möglich. Diese füllen, oder die Aufgabe schließen.',
    fr: 'Cette tâche a le nombre maximal de bacs. Remplissez-les, ou fermez la tâche.',
    es: 'Esta tarea tiene el máximo de cubetas. Llénelas, o cierre la tarea.',
  }),
  wrongLocation: (scanned: string, wanted: string): Verdict =>
    saying(
      'refused_wrong_location',
      {
        en: 'This is {scanned}. Go to {wanted} and scan that.',
        de: 'Dies ist {scanned}. Zu {wanted} gehen und diesen Platz scannen.',
        fr: "C'est {scanned}. Allez à {wanted} et scannez cet emplacement.",
        es: 'Esto es {scanned}. Vaya a {wanted} y escanee esa ubicación.',
      },
      { scanned, wanted },
    ),
  locationFirst: (wanted: string): Verdict =>
    saying(
      'refused_location_first',
      {
        en: 'Scan the location {wanted} first, then the item.',
        de: 'Zuerst den Platz {wanted} scannen, dann den Artikel.',
        fr: "Scannez d'abord l'emplacement {wanted}, puis l'article.",
        es: 'Escanee primero la ubicación {wanted} y luego el artículo.',
      },
      { wanted },
    ),
  otherStop: (product: string, wanted: string): Verdict =>
    saying(
      'refused_not_on_order',
      {
        en: '{product} comes at another stop. Here it is {wanted}; skip it if you cannot get to it.',
        de: '{product} kommt an einem anderen Halt. Hier ist es {wanted}; überspringen, wenn es nicht geht.',
        fr: "{product} vient à un autre arrêt. Ici c'est {wanted} ; passez s'il est inaccessible.",
        es: '{product} va en otra parada. Aquí es {wanted}; sáltelo si no puede tomarlo.',
      },
      { product, wanted },
    ),
  notOnTask: (product: string, wanted: string): Verdict =>
    saying(
      'refused_not_on_order',
      {
        en: '{product} is on no order of this walk. Put it back and take {wanted}.',
        de: '{product} gehört zu keinem Auftrag dieses Gangs. Zurücklegen und {wanted} nehmen.',
        fr: "{product} n'est sur aucune commande de ce parcours. Remettez-le et prenez {wanted}.",
        es: '{product} no está en ningún pedido de este recorrido. Devuélvalo y tome {wanted}.',
      },
      { product, wanted },
    ),
  stopped: (order: string, { status, reason }: OrderStop): Verdict => ({
    ...stopTexts[status](order, reason),
    order,
  }),
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'There is nothing to take back on this walk. Go on with the next stop.',
    de: 'Auf diesem Gang gibt es nichts zurückzunehmen. Mit dem nächsten Halt weitermachen.',
    fr: "Il n'y a rien à annuler sur ce parcours. Continuez avec l'arrêt suivant.",
    es: 'No hay nada que deshacer en este recorrido. Siga con la parada siguiente.',
  }),
  packedMeanwhile: (order: string): Verdict =>
    saying(
      'refused_nothing_to_undo',
      {
        en: '{order} is being packed already: nothing of its walk can be taken back. Tell the packer.',
        de: '{order} wird schon gepackt: Von diesem Gang lässt sich nichts mehr zurücknehmen. Beim Packen Bescheid sagen.',
        fr: "{order} est déjà en cours d'emballage : rien de ce parcours ne peut être annulé. Prévenez l'emballage.",
        es: '{order} ya se está embalando: no se puede deshacer nada de este recorrido. Avise a embalaje.',
      },
      { order },
    ),
  tooManyParked: (task: string): Verdict =>
    saying(
      'refused_task_incomplete',
      {
        en: 'Too much work waits already. Finish some of it before {task}.',
        de: 'Es wartet schon zu viel Arbeit. Vor {task} einiges davon beenden.',
        fr: 'Trop de travaux attendent déjà. Terminez-en avant {task}.',
        es: 'Ya espera demasiado trabajo. Termine algo antes de {task}.',
      },
      { task },
    ),
} as const;

const stopTexts = {
  on_hold: (order: string, reason: string): Verdict =>
    saying(
      'refused_order_on_hold',
      {
        en: 'Order {order} is on hold: {reason}. Put this back and go on with the others.',
        de: 'Auftrag {order} ist gesperrt: {reason}. Dies zurücklegen und mit den anderen weitermachen.',
        fr: 'La commande {order} est bloquée : {reason}. Remettez ceci et continuez avec les autres.',
        es: 'El pedido {order} está retenido: {reason}. Devuelva esto y siga con los demás.',
      },
      { order, reason },
    ),
  cancelled: (order: string, reason: string): Verdict =>
    saying(
      'refused_order_cancelled',
      {
        en: 'Order {order} was cancelled: {reason}. Put this back and go on with the others.',
        de: 'Auftrag {order} wurde storniert: {reason}. Dies zurücklegen und mit den anderen weitermachen.',
        fr: 'La commande {order} est annulée : {reason}. Remettez ceci et continuez avec les autres.',
        es: 'El pedido {order} se ha anulado: {reason}. Devuelva esto y siga con los demás.',
      },
      { order, reason },
    ),
  conflict: (order: string, keeper: string): Verdict =>
    saying(
      'refused_order_elsewhere',
      {
        en: '{keeper} picks order {order}, too, and goes on with it. Put this back and go on with the others.',
        de: 'Auch {keeper} kommissioniert Auftrag {order} und macht weiter. Dies zurücklegen und mit den anderen weitermachen.',
        fr: '{keeper} prépare aussi la commande {order} et la continue. Remettez ceci et continuez avec les autres.',
        es: '{keeper} también prepara el pedido {order} y sigue con él. Devuelva esto y siga con los demás.',
      },
      { order, keeper },
    ),
} as const;
