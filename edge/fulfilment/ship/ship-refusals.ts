import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

/** Ways to say no at the door: each says what is the matter, and what to do next. */
export const shipRefusals = {
  noLoads: saying('refused_load_unknown', {
    en: 'This site ships without loads: scan the label at the pack station.',
    de: 'Dieser Standort versendet ohne Ladungen: das Label an der Packstation scannen.',
    fr: "Ce site expédie sans chargements : scannez l'étiquette au poste d'emballage.",
    es: 'Este centro expide sin cargas: escanee la etiqueta en el puesto de embalaje.',
  }),
  carrierUnknown: (carrier: string, carriers: string): Verdict =>
    saying(
      'refused_load_unknown',
      {
        en: 'This site has no carrier "{carrier}". Scan the code of one of these: {carriers}.',
        de: 'Dieser Standort hat keinen Frachtführer "{carrier}". Den Code von einem von diesen scannen: {carriers}.',
        fr: 'Ce site n\'a pas de transporteur "{carrier}". Scannez le code de l\'un de ceux-ci : {carriers}.',
        es: 'Este centro no tiene ningún transportista "{carrier}". Escanee el código de uno de estos: {carriers}.',
      },
      { carrier, carriers },
    ),
  tooManyLoads: saying('refused_load_incomplete', {
    en: 'Too much work is open here. Close a load before you open another.',
    de: 'Hier ist zu viel Arbeit offen. Eine Ladung schließen, bevor eine andere geöffnet wird.',
    fr: "Trop de travail est ouvert ici. Fermez un chargement avant d'en ouvrir un autre.",
    es: 'Hay demasiado trabajo abierto aquí. Cierre una carga antes de abrir otra.',
  }),
  loadClosed: (load: string): Verdict =>
    saying(
      'refused_load_closed',
      {
        en: 'Load {load} is closed and has left. Open a new one by the code of its carrier.',
        de: 'Ladung {load} ist geschlossen und weg. Mit dem Code des Frachtführers eine neue öffnen.',
        fr: 'Le chargement {load} est fermé et parti. Ouvrez-en un autre avec le code du transporteur.',
        es: 'La carga {load} está cerrada y ha salido. Abra una nueva con el código del transportista.',
      },
      { load },
    ),
  loadElsewhere: (load: string, station: string): Verdict =>
    saying(
      'refused_wrong_load',
      {
        en: 'Load {load} is open at station {station}. Load it there, or open one here by the code of its carrier.',
        de: 'Ladung {load} ist an Station {station} offen. Dort beladen, oder hier mit dem Code des Frachtführers eine öffnen.',
        fr: 'Le chargement {load} est ouvert au poste {station}. Chargez là-bas, ou ouvrez-en un ici avec le code du transporteur.',
        es: 'La carga {load} está abierta en el puesto {station}. Cárguela allí, o abra una aquí con el código del transportista.',
      },
      { load, station },
    ),
  parcelUnknown: (sscc: string): Verdict =>
    saying(
      'refused_parcel_unknown',
      {
        en: 'Nobody has sealed a parcel {sscc} here. Put it aside and ask the pack station.',
        de: 'Niemand hat hier ein Paket {sscc} verschlossen. Beiseitelegen und an der Packstation fragen.',
        fr: "Personne n'a fermé de colis {sscc} ici. Mettez-le de côté et demandez au poste d'emballage.",
        es: 'Nadie ha cerrado aquí un paquete {sscc}. Apártelo y pregunte en el puesto de embalaje.',
      },
      { sscc },
    ),
  parcelUnknownOffline: (sscc: string): Verdict =>
    saying(
      'refused_parcel_unknown',
      {
        en: 'Parcel {sscc} is not known here, and the gateway cannot be asked. Put it aside and scan it again once the connection is back.',
        de: 'Paket {sscc} ist hier nicht bekannt, und das Gateway ist nicht erreichbar. Beiseitelegen und erneut scannen, wenn die Verbindung wieder da ist.',
        fr: "Le colis {sscc} n'est pas connu ici et la passerelle est injoignable. Mettez-le de côté et scannez-le dès que la connexion revient.",
        es: 'El paquete {sscc} no se conoce aquí y no se puede preguntar a la pasarela. Apártelo y escanéelo cuando vuelva la conexión.',
      },
      { sscc },
    ),
  parcelReopened: (sscc: string, order: string): Verdict => ({
    ...saying(
      'refused_parcel_unknown',
      {
        en: 'Parcel {sscc} of order {order} was opened again: this label is void. Take it back to the pack station.',
        de: 'Paket {sscc} von Auftrag {order} wurde wieder geöffnet: dieses Label gilt nicht. Zurück zur Packstation bringen.',
        fr: "Le colis {sscc} de la commande {order} a été rouvert : cette étiquette n'est plus valable. Rapportez-le au poste d'emballage.",
        es: 'El paquete {sscc} del pedido {order} se volvió a abrir: esta etiqueta no vale. Devuélvalo al puesto de embalaje.',
      },
      { sscc, order },
    ),
    order,
  }),
  loadedAlready: (sscc: string, load: string): Verdict =>
    saying(
      'refused_parcel_loaded',
      {
        en: 'Parcel {sscc} is on load {load} already: it counts once. Go on with the next one.',
        de: 'Paket {sscc} ist schon auf Ladung {load}: es zählt einmal. Mit dem nächsten weitermachen.',
        fr: 'Le colis {sscc} est déjà sur le chargement {load} : il compte une fois. Passez au suivant.',
        es: 'El paquete {sscc} ya está en la carga {load}: cuenta una vez. Siga con el siguiente.',
      },
      { sscc, load },
    ),
  leftAlready: (sscc: string): Verdict =>
    saying(
      'refused_parcel_loaded',
      {
        en: 'Parcel {sscc} has left already, by the books. Put it aside and tell a supervisor.',
        de: 'Paket {sscc} ist laut Büchern schon weg. Beiseitelegen und der Aufsicht melden.',
        fr: 'Le colis {sscc} est déjà parti selon les registres. Mettez-le de côté et prévenez un responsable.',
        es: 'El paquete {sscc} ya ha salido según los registros. Apártelo y avise a un supervisor.',
      },
      { sscc },
    ),
  stopped: (sscc: string, order: string, reason: string): Verdict => ({
    ...saying(
      'refused_parcel_stopped',
      {
        en: 'Stop: parcel {sscc} of order {order} may not leave: {reason}. Bring it to the place for stopped parcels, then scan PP:STOP.',
        de: 'Halt: Paket {sscc} von Auftrag {order} darf nicht raus: {reason}. Zum Platz für gestoppte Pakete bringen, dann PP:STOP scannen.',
        fr: 'Stop : le colis {sscc} de la commande {order} ne peut pas partir : {reason}. Portez-le à la place des colis arrêtés, puis scannez PP:STOP.',
        es: 'Alto: el paquete {sscc} del pedido {order} no puede salir: {reason}. Llévelo al lugar de los paquetes detenidos y escanee PP:STOP.',
      },
      { sscc, order, reason },
    ),
    order,
  }),
  stoppedOnLoad: (sscc: string, order: string, reason: string): Verdict => ({
    ...saying(
      'refused_parcel_stopped',
      {
        en: 'Order {order} may not leave: {reason}. Take parcel {sscc} off with PP:UNLOAD, then close the load.',
        de: 'Auftrag {order} darf nicht raus: {reason}. Paket {sscc} mit PP:UNLOAD abladen, dann die Ladung schließen.',
        fr: 'La commande {order} ne peut pas partir : {reason}. Déchargez le colis {sscc} avec PP:UNLOAD, puis fermez le chargement.',
        es: 'El pedido {order} no puede salir: {reason}. Descargue el paquete {sscc} con PP:UNLOAD y cierre la carga.',
      },
      { sscc, order, reason },
    ),
    order,
  }),
  nothingStopped: saying('refused_parcel_unknown', {
    en: 'No parcel was stopped here. Scan its label first.',
    de: 'Hier wurde kein Paket angehalten. Zuerst sein Label scannen.',
    fr: "Aucun colis n'a été arrêté ici. Scannez d'abord son étiquette.",
    es: 'Aquí no se ha detenido ningún paquete. Escanee primero su etiqueta.',
  }),
  wrongLoad: (order: string, wanted: string, carrier: string): Verdict => ({
    ...saying(
      'refused_wrong_load',
      {
        en: 'Order {order} goes with {wanted}, this load is for {carrier}. Put the parcel to {wanted}.',
        de: 'Auftrag {order} geht mit {wanted}, diese Ladung ist für {carrier}. Das Paket zu {wanted} legen.',
        fr: 'La commande {order} part avec {wanted}, ce chargement est pour {carrier}. Mettez le colis chez {wanted}.',
        es: 'El pedido {order} va con {wanted}, esta carga es para {carrier}. Ponga el paquete con {wanted}.',
      },
      { order, wanted, carrier },
    ),
    order,
  }),
  full: (load: string): Verdict =>
    saying(
      'refused_load_closed',
      {
        en: 'Load {load} is full. Close it, and open the next one.',
        de: 'Ladung {load} ist voll. Schließen und die nächste öffnen.',
        fr: 'Le chargement {load} est plein. Fermez-le et ouvrez le suivant.',
        es: 'La carga {load} está llena. Ciérrela y abra la siguiente.',
      },
      { load },
    ),
  notOnLoad: (sscc: string, load: string): Verdict =>
    saying(
      'refused_wrong_load',
      {
        en: 'Parcel {sscc} is not on load {load}, so nothing was taken off. Scan a parcel that is.',
        de: 'Paket {sscc} ist nicht auf Ladung {load}, es wurde nichts abgeladen. Ein Paket der Ladung scannen.',
        fr: "Le colis {sscc} n'est pas sur le chargement {load}, rien n'a été déchargé. Scannez un colis qui y est.",
        es: 'El paquete {sscc} no está en la carga {load}, no se ha descargado nada. Escanee uno que sí esté.',
      },
      { sscc, load },
    ),
  empty: (load: string): Verdict =>
    saying(
      'refused_load_empty',
      {
        en: 'Nothing is on load {load}. Scan the labels of its parcels first.',
        de: 'Auf Ladung {load} ist nichts. Zuerst die Labels ihrer Pakete scannen.',
        fr: "Rien n'est sur le chargement {load}. Scannez d'abord les étiquettes de ses colis.",
        es: 'No hay nada en la carga {load}. Escanee primero las etiquetas de sus paquetes.',
      },
      { load },
    ),
  incomplete: (order: string, n: number): Verdict => ({
    ...saying(
      'refused_load_incomplete',
      {
        en: 'Of order {order} {n} {n:unit is|units are} not on the load. Load the rest, or let what is there go with PP:CLOSE_LOAD:PARTIAL.',
        de: 'Von Auftrag {order} {n:fehlt|fehlen} {n} {n:Einheit|Einheiten} auf der Ladung. Den Rest laden, oder das Vorhandene mit PP:CLOSE_LOAD:PARTIAL gehen lassen.',
        fr: 'Il manque {n} {n:unité|unités} de la commande {order} sur le chargement. Chargez le reste, ou laissez partir le présent avec PP:CLOSE_LOAD:PARTIAL.',
        es: 'Del pedido {order} {n:falta|faltan} {n} {n:unidad|unidades} en la carga. Cargue el resto, o deje salir lo que hay con PP:CLOSE_LOAD:PARTIAL.',
      },
      { order, n },
    ),
    order,
  }),
  nothingToUndo: saying('refused_nothing_to_undo', {
    en: 'Nothing is on the load that could be taken back. Scan the label of a parcel.',
    de: 'Auf der Ladung ist nichts, was sich zurücknehmen lässt. Das Label eines Pakets scannen.',
    fr: "Rien sur le chargement ne peut être repris. Scannez l'étiquette d'un colis.",
    es: 'No hay nada en la carga que se pueda retirar. Escanee la etiqueta de un paquete.',
  }),
  otherDoor: (load: string, door: string, scanned: string): Verdict =>
    saying(
      'refused_wrong_door',
      {
        en: 'Load {load} stands at door {door}, not at {scanned}. Go to {door}, or open another load.',
        de: 'Ladung {load} steht an Tor {door}, nicht an {scanned}. Zu {door} gehen oder eine andere Ladung öffnen.',
        fr: 'Le chargement {load} est à la porte {door}, pas à {scanned}. Allez à {door} ou ouvrez un autre chargement.',
        es: 'La carga {load} está en la puerta {door}, no en {scanned}. Vaya a {door} o abra otra carga.',
      },
      { load, door, scanned },
    ),
} as const;
