import { languageAmong } from '../../../kernel/web/language.ts';
import type { Language } from '../../../protocols/wire/work/site-rules.ts';
import { type Message, render, say, type Values } from '../../fulfilment/message.ts';

/** What the handheld itself says, before the screen of the station is there. */
const words = {
  starting: say({ en: 'Starting', de: 'Startet', fr: 'Démarrage', es: 'Iniciando' }),
  enrolTitle: say({
    en: 'Make this device a station',
    de: 'Dieses Gerät zur Station machen',
    fr: 'Faire de cet appareil un poste',
    es: 'Convertir este dispositivo en un puesto',
  }),
  enrolHow: say({
    en: 'Ask a supervisor for a one-time code, and scan its picture with the camera or type it here. It is good once.',
    de: 'Lassen Sie sich einen Einmalcode geben, und scannen Sie sein Bild mit der Kamera oder tippen Sie ihn hier ein. Er gilt einmal.',
    fr: "Demandez un code à usage unique à un responsable, et scannez son image avec l'appareil photo ou tapez-le ici. Il ne sert qu'une fois.",
    es: 'Pida un código de un solo uso a un responsable y escanee su imagen con la cámara o escríbalo aquí. Sirve una sola vez.',
  }),
  codeLabel: say({
    en: 'One-time code',
    de: 'Einmalcode',
    fr: 'Code à usage unique',
    es: 'Código de un solo uso',
  }),
  enrolButton: say({ en: 'Join the site', de: 'Beitreten', fr: 'Rejoindre le site', es: 'Unirse al sitio' }),
  joining: say({ en: 'Joining', de: 'Tritt bei', fr: 'Connexion', es: 'Uniéndose' }),
  mistyped: say({
    en: 'This is no one-time code: a character is wrong or missing. Compare it and type it again.',
    de: 'Das ist kein Einmalcode: ein Zeichen ist falsch oder fehlt. Vergleichen Sie ihn und tippen Sie ihn noch einmal.',
    fr: "Ce n'est pas un code à usage unique : un caractère est faux ou manque. Comparez-le et tapez-le de nouveau.",
    es: 'No es un código de un solo uso: un carácter es incorrecto o falta. Compárelo y escríbalo de nuevo.',
  }),
  browserTooOld: say({
    en: 'This browser cannot make a signing key (Ed25519). Update it: Chrome from version 137, Firefox from 129, Safari from 17.',
    de: 'Dieser Browser kann keinen Signaturschlüssel (Ed25519) erzeugen. Aktualisieren Sie ihn: Chrome ab Version 137, Firefox ab 129, Safari ab 17.',
    fr: 'Ce navigateur ne peut pas créer de clé de signature (Ed25519). Mettez-le à jour : Chrome à partir de la version 137, Firefox 129, Safari 17.',
    es: 'Este navegador no puede crear una clave de firma (Ed25519). Actualícelo: Chrome desde la versión 137, Firefox desde la 129, Safari desde la 17.',
  }),
  unreachable: say({
    en: 'The gateway does not answer. Check the Wi-Fi, then try again: the code is not spent.',
    de: 'Das Gateway antwortet nicht. Prüfen Sie das WLAN und versuchen Sie es noch einmal: der Code ist nicht verbraucht.',
    fr: "La passerelle ne répond pas. Vérifiez le Wi-Fi et réessayez : le code n'est pas consommé.",
    es: 'La pasarela no responde. Compruebe el wifi e inténtelo de nuevo: el código no se ha gastado.',
  }),
  secondTitle: say({
    en: 'Packproof is open in another tab',
    de: 'Packproof ist in einem anderen Tab offen',
    fr: 'Packproof est ouvert dans un autre onglet',
    es: 'Packproof está abierto en otra pestaña',
  }),
  secondHow: say({
    en: 'Only one tab works at a time. Go on there, or close it: this one then goes on by itself.',
    de: 'Nur ein Tab arbeitet. Machen Sie dort weiter, oder schließen Sie ihn: dann geht es hier von selbst weiter.',
    fr: 'Un seul onglet travaille à la fois. Continuez là-bas, ou fermez-le : celui-ci prendra alors le relais.',
    es: 'Solo trabaja una pestaña a la vez. Continúe allí o ciérrela: entonces esta seguirá por sí sola.',
  }),
  unfitTitle: say({
    en: 'This browser cannot be a handheld',
    de: 'Dieser Browser kann kein Handgerät sein',
    fr: 'Ce navigateur ne peut pas servir de terminal',
    es: 'Este navegador no puede ser un terminal',
  }),
  unfitHow: say({
    en: 'Missing: {missing}. Open the page over https with a certificate that this device trusts, in a current browser, and not in a private window.',
    de: 'Es fehlt: {missing}. Öffnen Sie die Seite über https mit einem Zertifikat, dem das Gerät vertraut, in einem aktuellen Browser und nicht in einem privaten Fenster.',
    fr: "Il manque : {missing}. Ouvrez la page en https avec un certificat reconnu par l'appareil, dans un navigateur à jour, hors navigation privée.",
    es: 'Falta: {missing}. Abra la página por https con un certificado en el que confíe el dispositivo, en un navegador actual y no en una ventana privada.',
  }),
  brokenTitle: say({
    en: 'The handheld cannot start',
    de: 'Das Handgerät kann nicht starten',
    fr: 'Le terminal ne peut pas démarrer',
    es: 'El terminal no puede iniciarse',
  }),
  brokenHow: say({
    en: '{message}. What was stored is kept. Do not delete the data of this page; ask whoever runs the site.',
    de: '{message}. Was gespeichert war, bleibt. Löschen Sie die Daten dieser Seite nicht; fragen Sie, wer den Standort betreut.',
    fr: "{message}. Ce qui était enregistré est conservé. N'effacez pas les données de cette page ; demandez au responsable du site.",
    es: '{message}. Lo guardado se conserva. No borre los datos de esta página; pregunte al responsable del sitio.',
  }),
  storageLow: say({
    en: 'Only {left} MB of storage left: delete pictures or programs soon.',
    de: 'Nur noch {left} MB Speicher frei: löschen Sie bald Bilder oder Programme.',
    fr: 'Il ne reste que {left} Mo de mémoire : supprimez bientôt des images ou des programmes.',
    es: 'Quedan solo {left} MB de memoria: borre pronto imágenes o programas.',
  }),
  storageNotKept: say({
    en: 'The browser may clear this page when it needs room: install it (menu, "Add to home screen").',
    de: 'Der Browser darf diese Seite löschen, wenn er Platz braucht: installieren Sie sie (Menü, „Zum Startbildschirm“).',
    fr: "Le navigateur peut effacer cette page s'il manque de place : installez-la (menu, « Ajouter à l'écran d'accueil »).",
    es: 'El navegador puede borrar esta página si necesita espacio: instálela (menú, «Añadir a pantalla de inicio»).',
  }),
  understood: say({ en: 'Understood', de: 'Verstanden', fr: 'Compris', es: 'Entendido' }),
  tooMany: say({
    en: 'Too many scans wait to be stored; this one was not taken.',
    de: 'Zu viele Scans warten auf das Speichern; dieser wurde nicht angenommen.',
    fr: "Trop de lectures attendent d'être enregistrées ; celle-ci n'a pas été prise.",
    es: 'Demasiadas lecturas esperan a guardarse; esta no se ha tomado.',
  }),
  makeRoom: say({
    en: 'Make room on the device, then scan again.',
    de: 'Schaffen Sie Platz auf dem Gerät und scannen Sie dann noch einmal.',
    fr: "Faites de la place sur l'appareil, puis scannez de nouveau.",
    es: 'Haga sitio en el dispositivo y vuelva a escanear.',
  }),
  noPicture: say({
    en: 'This is no picture that can be kept.',
    de: 'Das ist kein Bild, das aufbewahrt werden kann.',
    fr: "Ce n'est pas une image qui puisse être conservée.",
    es: 'No es una imagen que se pueda guardar.',
  }),
  takeAgain: say({
    en: 'Take it again.',
    de: 'Nehmen Sie es noch einmal auf.',
    fr: 'Reprenez-la.',
    es: 'Tómela de nuevo.',
  }),
  unwanted: say({
    en: 'Nothing asks for a picture or a signature now; it was not kept.',
    de: 'Es wird gerade kein Bild und keine Unterschrift verlangt; nichts wurde aufbewahrt.',
    fr: "Aucune photo ni signature n'est demandée maintenant ; rien n'a été conservé.",
    es: 'Ahora no se pide ninguna foto ni firma; no se ha guardado.',
  }),
  lookAtScreen: say({
    en: 'The screen says when one is asked for.',
    de: 'Der Bildschirm sagt, wann etwas verlangt wird.',
    fr: "L'écran dit quand il en faut une.",
    es: 'La pantalla dice cuándo se pide.',
  }),
  pictureNotStored: say({
    en: 'There is no room for the picture; it was not kept.',
    de: 'Für das Bild ist kein Platz; es wurde nicht aufbewahrt.',
    fr: "Il n'y a pas de place pour l'image ; elle n'a pas été conservée.",
    es: 'No hay sitio para la imagen; no se ha guardado.',
  }),
  tooManyPictures: say({
    en: 'As many pictures wait for the network as may; this one was not kept.',
    de: 'Es warten so viele Bilder auf das Netz, wie dürfen; dieses wurde nicht aufbewahrt.',
    fr: "Autant d'images que permis attendent le réseau ; celle-ci n'a pas été conservée.",
    es: 'Esperan a la red tantas imágenes como se permite; esta no se ha guardado.',
  }),
  connectFirst: say({
    en: 'Go where there is a network, wait a moment, then take it again.',
    de: 'Gehen Sie dorthin, wo es ein Netz gibt, warten Sie kurz und nehmen Sie es noch einmal auf.',
    fr: 'Allez là où il y a du réseau, attendez un instant, puis reprenez-la.',
    es: 'Vaya adonde haya red, espere un momento y tómela de nuevo.',
  }),
  roomForPicture: say({
    en: 'Make room on the device, then take it again.',
    de: 'Schaffen Sie Platz auf dem Gerät und nehmen Sie es noch einmal auf.',
    fr: "Faites de la place sur l'appareil, puis reprenez-la.",
    es: 'Haga sitio en el dispositivo y tómela de nuevo.',
  }),
  updateReady: say({
    en: 'A new version is ready. Nothing that is stored is touched.',
    de: 'Eine neue Version liegt bereit. Was gespeichert ist, bleibt unberührt.',
    fr: "Une nouvelle version est prête. Rien de ce qui est enregistré n'est touché.",
    es: 'Hay una versión nueva. No se toca nada de lo guardado.',
  }),
  updateNow: say({ en: 'Update now', de: 'Jetzt aktualisieren', fr: 'Mettre à jour', es: 'Actualizar' }),
} satisfies Record<string, Message>;

/** @param language that of the browser, as long as there is no site and no person to say which. */
export function word(
  name: keyof typeof words,
  values: Values = {},
  language: Language = languageAmong(navigator.languages),
): string {
  return render({ ...words[name], values }, language);
}
