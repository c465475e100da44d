import type { Verdict } from '../decision.ts';
import { saying } from '../saying.ts';

/** Ways to say no to who works here: each says what is the matter, and what to do next. */
export const peopleRefusals = {
  signInFirst: saying('refused_sign_in_first', {
    en: 'Nobody is signed in. Scan your badge first, then this again.',
    de: 'Niemand ist angemeldet. Zuerst den eigenen Ausweis scannen, dann dies noch einmal.',
    fr: "Personne n'est connecté. Scannez d'abord votre badge, puis ceci de nouveau.",
    es: 'Nadie ha iniciado sesión. Escanee primero su tarjeta y luego esto otra vez.',
  }),
  pinFirst: (name: string): Verdict =>
    saying(
      'refused_sign_in_first',
      {
        en: '{name} is not signed in yet. Enter the PIN first, then scan this again.',
        de: '{name} ist noch nicht angemeldet. Zuerst die PIN eingeben, dann dies noch einmal scannen.',
        fr: "{name} n'est pas encore connecté. Entrez d'abord le code PIN, puis scannez de nouveau.",
        es: '{name} aún no ha iniciado sesión. Introduzca primero el PIN y escanee esto otra vez.',
      },
      { name },
    ),
  nobodySignedIn: saying('refused_sign_in_first', {
    en: 'Nobody is signed in, so nobody can sign out. Scan a badge to sign in.',
    de: 'Niemand ist angemeldet, also kann sich niemand abmelden. Zum Anmelden einen Ausweis scannen.',
    fr: "Personne n'est connecté, il n'y a rien à fermer. Scannez un badge pour vous connecter.",
    es: 'Nadie ha iniciado sesión, así que nadie puede cerrarla. Escanee una tarjeta para iniciarla.',
  }),
  badgeFirst: saying('refused_sign_in_first', {
    en: 'No PIN was asked for. Scan your badge first.',
    de: 'Es wurde nach keiner PIN gefragt. Zuerst den eigenen Ausweis scannen.',
    fr: "Aucun code PIN n'est demandé. Scannez d'abord votre badge.",
    es: 'No se ha pedido ningún PIN. Escanee primero su tarjeta.',
  }),
  badgeUnknown: (badge: string): Verdict =>
    saying(
      'refused_badge_unknown',
      {
        en: 'Badge {badge} is not in the list of people of this site. Ask a supervisor to add it.',
        de: 'Ausweis {badge} steht nicht in der Personalliste dieses Standorts. Die Leitung bitten, ihn einzutragen.',
        fr: "Le badge {badge} n'est pas dans la liste du personnel de ce site. Demandez à un responsable de l'ajouter.",
        es: 'La tarjeta {badge} no está en la lista de personal de este centro. Pida a un responsable que la añada.',
      },
      { badge },
    ),
  noPinSet: (name: string): Verdict =>
    saying(
      'refused_pin_wrong',
      {
        en: 'A PIN is needed here, and {name} has none. Ask a supervisor to set one.',
        de: 'Hier ist eine PIN nötig, und {name} hat keine. Die Leitung bitten, eine festzulegen.',
        fr: "Un code PIN est requis ici, et {name} n'en a pas. Demandez à un responsable d'en définir un.",
        es: 'Aquí hace falta un PIN y {name} no tiene. Pida a un responsable que lo defina.',
      },
      { name },
    ),
  pinWrong: (name: string, n: number): Verdict =>
    saying(
      'refused_pin_wrong',
      {
        en: 'Wrong PIN for {name}. Enter it again, {n} {n:try is|tries are} left.',
        de: 'Falsche PIN für {name}. Noch einmal eingeben, es {n:bleibt|bleiben} {n} {n:Versuch|Versuche}.',
        fr: 'Code PIN incorrect pour {name}. Entrez-le de nouveau, il reste {n} {n:essai|essais}.',
        es: 'PIN incorrecto para {name}. Introdúzcalo otra vez, {n:queda|quedan} {n} {n:intento|intentos}.',
      },
      { name, n },
    ),
  pinWrongTooOften: (name: string): Verdict =>
    saying(
      'refused_pin_wrong',
      {
        en: 'Wrong PIN for {name}, too often. Scan the badge again to start over.',
        de: 'Zu oft eine falsche PIN für {name}. Den Ausweis erneut scannen, um neu zu beginnen.',
        fr: 'Trop de codes PIN incorrects pour {name}. Scannez de nouveau le badge pour recommencer.',
        es: 'Demasiados PIN incorrectos para {name}. Escanee otra vez la tarjeta para empezar de nuevo.',
      },
      { name },
    ),
  stationCode: (text: string): Verdict =>
    saying(
      'refused_unknown_station_code',
      {
        en: '{code} names no place. Scan the code that is stuck to the table.',
        de: '{code} nennt keinen Platz. Den Code scannen, der am Tisch klebt.',
        fr: '{code} ne désigne aucune place. Scannez le code collé sur la table.',
        es: '{code} no nombra ningún puesto. Escanee el código pegado a la mesa.',
      },
      { code: text },
    ),
  placeUnknown: (place: string, places: readonly string[]): Verdict =>
    saying(
      'refused_unknown_station_code',
      {
        en: 'Nothing here belongs to {place}. Places of this station: {places}. Scan the code on the table.',
        de: 'Zu {place} gehört hier nichts. Plätze dieser Station: {places}. Den Code am Tisch scannen.',
        fr: "Rien ici n'appartient à {place}. Places de ce poste : {places}. Scannez le code de la table.",
        es: 'Nada de aquí pertenece a {place}. Puestos de esta estación: {places}. Escanee el código de la mesa.',
      },
      { place, places: places.slice(0, 5).join(', ') },
    ),
} as const;
