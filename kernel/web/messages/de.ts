import type { Catalog } from './en.ts';

export const de: Catalog = {
  signIn: 'Anmelden',
  signInWhy: 'Dieser Dienst antwortet nur denen, die eines seiner Token haben.',
  token: 'Token',
  showToken: 'Token zeigen oder verbergen',
  goOn: 'Weiter',
  noAnswer: ['Der Dienst hat nicht geantwortet.', 'Prüfen, ob er läuft, dann noch einmal versuchen.'],
  answered: 'Der Dienst hat mit {status} geantwortet.',
  problems: {
    REQUEST_INVALID: [
      'Die Eingabe hat nicht die erwartete Form.',
      'Die Angaben berichtigen und noch einmal senden.',
    ],
    BODY_TOO_LARGE: ['Das ist mehr, als der Dienst auf einmal annimmt.', 'In kleineren Teilen senden.'],
    MEDIA_TYPE_UNKNOWN: [
      'Dateien dieser Art liest der Dienst hier nicht.',
      'Eine Datei der Art senden, die hier erwartet wird.',
    ],
    NOT_FOUND: ['Unter dieser Adresse gibt es nichts.', 'Adresse und Nummer prüfen.'],
    NOT_SIGNED_IN: [
      'Niemand ist angemeldet, oder das Token ist hier nicht bekannt.',
      'Mit einem Token aus der Konfiguration dieses Dienstes anmelden.',
    ],
    NOT_ALLOWED: [
      'Dieses Token darf das nicht.',
      'Mit einem Token anmelden, dessen Rolle es erlaubt, auf einer Seite dieses Dienstes.',
    ],
    TOO_MANY_REQUESTS: [
      'Das waren zu viele Anfragen in kurzer Zeit.',
      'Einen Augenblick warten, dann noch einmal versuchen.',
    ],
    NOT_READY: [
      'Dem Dienst fehlt etwas, das er zum Arbeiten braucht.',
      'Seinen Zustand und sein Protokoll ansehen; er arbeitet von selbst weiter, sobald es da ist.',
    ],
    UNEXPECTED: [
      'Im Programm ist ein Fehler aufgetreten.',
      'Noch einmal nachsehen, was gezählt ist, und den Fehler mit der Zeit melden.',
    ],
    STATION_STORAGE_FAILED: [
      'Die Station kann nicht speichern und bestätigt deshalb nichts.',
      'Platz auf dem Datenträger schaffen oder ihn instand setzen; vor dem nächsten Scan die Anzeige ansehen.',
    ],
    STATION_QUEUE_FULL: [
      'Zu viel wartet darauf, gespeichert zu werden: Dieser Scan wurde nicht angenommen.',
      'Platz auf dem Datenträger schaffen oder ihn instand setzen, dann noch einmal scannen.',
    ],
    ATTACHMENT_NOT_AN_IMAGE: [
      'Das ist kein Bild als PNG, JPEG, WebP oder SVG.',
      'Das Bild noch einmal aufnehmen.',
    ],
    ATTACHMENT_NOT_WANTED: [
      'Gerade wird weder ein Foto noch eine Unterschrift verlangt; nichts wurde behalten.',
      'Die Anzeige ansehen: Sie sagt, wann eines verlangt wird.',
    ],
    ATTACHMENT_UNKNOWN: [
      'Dieses Foto oder diese Unterschrift liegt nicht auf dieser Station.',
      'Die Station fragen, die davon berichtet hat.',
    ],
    ENROLMENT_CODE_UNKNOWN: [
      'Der Einmalcode ist nicht bekannt.',
      'Mit der Einladung vergleichen, oder eine neue erbitten.',
    ],
    ENROLMENT_CODE_USED: ['Der Einmalcode wurde schon verwendet.', 'Eine neue Einladung erbitten.'],
    ENROLMENT_CODE_EXPIRED: ['Der Einmalcode ist abgelaufen.', 'Eine neue Einladung erbitten.'],
    ORDER_UNKNOWN: [
      'Einen Auftrag mit dieser Nummer gibt es nicht.',
      'Die Nummer prüfen oder ihn in der Liste der Aufträge suchen.',
    ],
    INVOICE_UNKNOWN: [
      'Eine Rechnung mit dieser Nummer gibt es nicht.',
      'Die Nummer prüfen oder sie in der Liste der Rechnungen suchen.',
    ],
    EXCEPTION_UNKNOWN: [
      'Diese Ausnahme gibt es nicht oder nicht mehr: Was fehlte, kann inzwischen gekommen sein.',
      'Die Liste der Ausnahmen neu laden.',
    ],
    TOO_MANY_LISTENERS: [
      'Zu viele Seiten werden schon laufend aktualisiert.',
      'Einige davon schließen oder es später noch einmal versuchen.',
    ],
    DATABASE_UNAVAILABLE: [
      'Die Datenbank antwortet nicht; nichts wurde geändert.',
      'In einer Weile noch einmal versuchen. Bleibt es dabei, nach der Datenbank sehen.',
    ],
    COMMIT_UNKNOWN: [
      'Die Datenbank ging beim Speichern verloren: Niemand weiß, ob es gespeichert ist.',
      'Noch einmal genau dasselbe senden: Was schon gespeichert ist, ändert sich dadurch nicht.',
    ],
  },
};
