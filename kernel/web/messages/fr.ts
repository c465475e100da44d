import type { Catalog } from './en.ts';

export const fr: Catalog = {
  signIn: 'Se connecter',
  signInWhy: "Ce service ne répond qu'à ceux qui possèdent un de ses jetons.",
  token: 'Jeton',
  showToken: 'Afficher ou masquer le jeton',
  goOn: 'Continuer',
  noAnswer: ["Le service n'a pas répondu.", "Vérifiez qu'il fonctionne, puis réessayez."],
  answered: 'Le service a répondu {status}.',
  problems: {
    REQUEST_INVALID: ["La saisie n'a pas la forme attendue.", 'Corrigez les données et renvoyez-les.'],
    BODY_TOO_LARGE: [
      "C'est plus que ce que le service accepte en une fois.",
      'Envoyez en plus petites parties.',
    ],
    MEDIA_TYPE_UNKNOWN: [
      'Le service ne lit pas ici les fichiers de ce type.',
      'Envoyez un fichier du type attendu.',
    ],
    NOT_FOUND: ["Il n'y a rien à cette adresse.", "Vérifiez l'adresse et le numéro."],
    NOT_SIGNED_IN: [
      "Personne n'est connecté, ou le jeton n'est pas connu ici.",
      'Connectez-vous avec un jeton de la configuration de ce service.',
    ],
    NOT_ALLOWED: [
      "Ce jeton n'en a pas le droit.",
      'Connectez-vous avec un jeton dont le rôle le permet, depuis une page de ce service.',
    ],
    TOO_MANY_REQUESTS: ['Trop de demandes en peu de temps.', 'Attendez un instant, puis réessayez.'],
    NOT_READY: [
      'Il manque au service une chose dont il a besoin.',
      'Regardez son état et son journal ; il reprend de lui-même dès que tout est là.',
    ],
    UNEXPECTED: [
      "Une erreur s'est produite dans le programme.",
      "Vérifiez ce qui est compté et signalez l'erreur avec l'heure.",
    ],
    STATION_STORAGE_FAILED: [
      'Le poste ne peut pas enregistrer et ne confirme donc rien.',
      "Libérez le disque ou réparez-le ; regardez l'écran avant de scanner à nouveau.",
    ],
    STATION_QUEUE_FULL: [
      "Trop de lectures attendent d'être enregistrées : celle-ci n'a pas été prise.",
      'Libérez le disque ou réparez-le, puis scannez à nouveau.',
    ],
    ATTACHMENT_NOT_AN_IMAGE: ["Ce n'est pas une image PNG, JPEG, WebP ou SVG.", "Reprenez l'image."],
    ATTACHMENT_NOT_WANTED: [
      "Ni photo ni signature n'est demandée maintenant ; rien n'a été gardé.",
      "Regardez l'écran : il dit quand il en faut une.",
    ],
    ATTACHMENT_UNKNOWN: [
      "Cette photo ou cette signature n'est pas sur ce poste.",
      "Demandez au poste qui l'a signalée.",
    ],
    ENROLMENT_CODE_UNKNOWN: [
      "Le code à usage unique n'est pas connu.",
      "Comparez-le à l'invitation, ou demandez-en une nouvelle.",
    ],
    ENROLMENT_CODE_USED: ['Le code à usage unique a déjà servi.', 'Demandez une nouvelle invitation.'],
    ENROLMENT_CODE_EXPIRED: ['Le code à usage unique a expiré.', 'Demandez une nouvelle invitation.'],
    ORDER_UNKNOWN: [
      "Il n'y a pas de commande de ce numéro.",
      'Vérifiez le numéro, ou cherchez-la dans la liste des commandes.',
    ],
    INVOICE_UNKNOWN: [
      "Il n'y a pas de facture de ce numéro.",
      'Vérifiez le numéro, ou cherchez-la dans la liste des factures.',
    ],
    EXCEPTION_UNKNOWN: [
      "Cette anomalie n'existe pas ou plus : ce qui manquait est peut-être arrivé.",
      'Rechargez la liste des anomalies.',
    ],
    TOO_MANY_LISTENERS: [
      'Trop de pages sont déjà mises à jour en direct.',
      'Fermez-en quelques-unes, ou réessayez plus tard.',
    ],
    DATABASE_UNAVAILABLE: [
      "La base de données ne répond pas ; rien n'a été modifié.",
      'Réessayez dans un moment. Si cela dure, faites vérifier la base de données.',
    ],
    COMMIT_UNKNOWN: [
      "La base de données a été perdue pendant l'enregistrement : personne ne sait s'il a eu lieu.",
      "Renvoyez exactement la même chose : ce qui est déjà enregistré n'en est pas changé.",
    ],
  },
};
