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
    meaning: 'A database file cannot be used as it is: of a newer version, damaged, or not durable.',
    remedy: 'Use the version that wrote it, or restore it from a backup.',
  },
  NOT_READY: {
    http: 503,
    retry: 'safe',
    meaning: 'The service runs, but something that it needs for its work is missing; the answer names which.',
    remedy:
      'Look at its status and its log for what is named; it becomes ready by itself when that is there.',
  },
  UNEXPECTED: {
    http: 500,
    retry: 'ambiguous',
    meaning: 'The program met a state that it does not know: a defect.',
    remedy: 'Look in the log for the request id that the answer names and report it.',
  },
});
