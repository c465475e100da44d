import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

export const serviceRefusals = {
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'Nothing of a service can be undone. PP:STOP interrupts it; what was begun by mistake ends there.',
    de: 'An einem Service lässt sich nichts rückgängig machen. PP:STOP unterbricht ihn; was irrtümlich begonnen wurde, endet damit.',
    fr: "Rien d'un service ne peut être annulé. PP:STOP l'interrompt ; ce qui a commencé par erreur s'arrête là.",
    es: 'De un servicio no se puede deshacer nada. PP:STOP lo interrumpe; lo que empezó por error termina ahí.',
  }),
  notStarted: (order: string): Verdict =>
    saying(
      'refused_service_not_started',
      {
        en: 'Service {order} has not been started. Scan PP:START when the work begins.',
        de: 'Service {order} wurde nicht begonnen. PP:START scannen, wenn die Arbeit beginnt.',
        fr: "Le service {order} n'a pas commencé. Scannez PP:START au début du travail.",
        es: 'El servicio {order} no ha empezado. Escanee PP:START cuando empiece el trabajo.',
      },
      { order },
    ),
  notSigned: (order: string): Verdict =>
    saying(
      'refused_signature_first',
      {
        en: 'Service {order} waits for the signature. Let the customer sign, or scan PP:STOP to interrupt.',
        de: 'Service {order} wartet auf die Unterschrift. Unterschreiben lassen, oder mit PP:STOP unterbrechen.',
        fr: 'Le service {order} attend la signature. Faites signer le client, ou scannez PP:STOP pour interrompre.',
        es: 'El servicio {order} espera la firma. Haga firmar al cliente, o escanee PP:STOP para interrumpir.',
      },
      { order },
    ),
  stillRunning: (order: string): Verdict =>
    saying(
      'refused_order_open',
      {
        en: 'Service {order} is still running. Complete it with PP:COMPLETE, or interrupt it with PP:STOP first.',
        de: 'Service {order} läuft noch. Zuerst mit PP:COMPLETE abschließen oder mit PP:STOP unterbrechen.',
        fr: "Le service {order} est encore en cours. Terminez-le avec PP:COMPLETE, ou interrompez-le d'abord avec PP:STOP.",
        es: 'El servicio {order} sigue en curso. Termínelo con PP:COMPLETE, o interrúmpalo primero con PP:STOP.',
      },
      { order },
    ),
  done: (order: string): Verdict => ({
    ...saying(
      'refused_order_done',
      {
        en: 'Service {order} is completed and signed. Open another order.',
        de: 'Service {order} ist abgeschlossen und unterschrieben. Einen anderen Auftrag öffnen.',
        fr: 'Le service {order} est terminé et signé. Ouvrez une autre commande.',
        es: 'El servicio {order} está terminado y firmado. Abra otro pedido.',
      },
      { order },
    ),
    order,
  }),
} as const;
