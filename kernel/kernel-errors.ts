import { errorTable } from './errors.ts';

/** Errors that any room can meet. */
export const kernelErrors = errorTable({
  REQUEST_INVALID: {
    http: 400,
    retry: 'never',
    meaning: 'The request is not of the form that the route takes.',
    remedy: 'Correct the fields that the answer names and send it again.',
  },
  BODY_TOO_LARGE: {
    http: 413,
    retry: 'never',
    meaning: 'The body is larger than the route accepts.',
    remedy: 'Send it in smaller parts.',
  },
  MEDIA_TYPE_UNKNOWN: {
    http: 415,
    retry: 'never',
    meaning: 'The route does not read bodies of this content type.',
    remedy: 'Send application/json, or what the documentation of the route names.',
  },
  NOT_FOUND: {
    http: 404,
    retry: 'never',
    meaning: 'There is nothing at this address.',
    remedy: 'Check the path and the identifier.',
  },
  NOT_SIGNED_IN: {
    http: 401,
    retry: 'never',
    meaning: 'The request carries no token, or one that is not known here.',
    remedy: 'Send "Authorization: Bearer TOKEN" with a token from the configuration of this service.',
  },
  NOT_ALLOWED: {
    http: 403,
    retry: 'never',
    meaning: 'The role of this token, or the page that sent the request, may not do this.',
    remedy: 'Use a token of the role that the message names, from a page of the same origin.',
  },
  TOO_MANY_REQUESTS: {
    http: 429,
    retry: 'safe',
    meaning: 'One caller asks, or one address tries to sign in, more often than the service answers.',
    remedy: 'Wait a little; ask less often, for instance by following events instead of polling.',
  },
  CONFIG_INVALID: {
    http: 500,
    retry: 'never',
    meaning: 'The configuration has faults; nothing was started.',
    remedy: 'Mend every place that is named, in the file or the environment variable.',
  },
  PORT_BUSY: {
    http: 500,
    retry: 'safe',
    meaning: 'Another program listens on the port already.',
    remedy: 'End that program or set another port.',
  },
  DATABASE_UNUSABLE: {
    http: 500,
    retry: 'never',
    meaning:
      'A database cannot be used as it is: of a newer version, damaged, not durable, not to be reached, or without the rights.',
    remedy:
      'Use the version that wrote it, restore it from a backup, or mend at its server what the message names.',
  },
  NOT_READY: {
    http: 503,
    retry: 'safe',
    meaning: 'The service runs, but something that it needs for its work is missing; the answer names which.',
    remedy:
      'Look at its status and its log for what is named; it becomes ready by itself when that is there.',
  },
  BACKUP_SOURCE_UNKNOWN: {
    http: 400,
    retry: 'never',
    meaning: 'The folder is not the state of a service that this program knows, or not a backup of one.',
    remedy: 'Name the dataDir of one service. Central on PostgreSQL is backed up with pg_dump.',
  },
  BACKUP_TARGET_EXISTS: {
    http: 409,
    retry: 'never',
    meaning: 'There is something at the place where the backup would be.',
    remedy: 'Name a folder that does not exist; in a folder that exists, a new one is made for each backup.',
  },
  BACKUP_OTHER_USER: {
    http: 403,
    retry: 'never',
    meaning: 'The state belongs to another user, whose service this backup could lock out of its database.',
    remedy: 'Run the backup as the user of the service.',
  },
  BACKUP_NOT_FOUND: {
    http: 404,
    retry: 'never',
    meaning: 'The folder that was named holds no backup.',
    remedy: 'Name the folder whose path `packproof backup` printed; it holds a manifest.json.',
  },
  BACKUP_DAMAGED: {
    http: 500,
    retry: 'never',
    meaning: 'A backup, or what was to be backed up, is not what it should be; nothing was put in its place.',
    remedy: 'Use another backup. If the source is damaged, keep its folder and restore the last good backup.',
  },
  BACKUP_TOO_NEW: {
    http: 409,
    retry: 'never',
    meaning: 'The backup was made by a newer version of this program.',
    remedy: 'Restore it with that version or a later one; schemas only ever go forward.',
  },
  RESTORE_TARGET_NOT_EMPTY: {
    http: 409,
    retry: 'never',
    meaning: 'The folder to restore into holds something already.',
    remedy: 'Stop the service, move its old folder aside, and restore into an empty one.',
  },
  UNEXPECTED: {
    http: 500,
    retry: 'ambiguous',
    meaning: 'The program met a state that it does not know: a defect.',
    remedy: 'Look in the log for the request id that the answer names and report it.',
  },
});
