import { errorTable } from '../kernel/errors.ts';

/** Errors of the commands themselves. */
export const cliErrors = errorTable({
  SERVICE_UNREACHABLE: {
    http: 503,
    retry: 'safe',
    meaning: 'A service that the command needs did not answer.',
    remedy:
      "Start it, or name its address with the option that the message shows. If its certificate is of the site's own CA, name that with --ca or NODE_EXTRA_CA_CERTS.",
  },
  SERVICE_REFUSED: {
    http: 502,
    retry: 'never',
    meaning: 'A service answered the command with a refusal.',
    remedy: 'Follow what the service says in its answer.',
  },
  OPTIONS_INCOMPLETE: {
    http: 400,
    retry: 'never',
    meaning: 'The command was given options that do not suffice, or do not fit together.',
    remedy: 'Look at the command with --help.',
  },
  FILE_UNREADABLE: {
    http: 400,
    retry: 'never',
    meaning: 'A file that the command was given cannot be read.',
    remedy: 'Check the path and its permissions.',
  },
  NODE_UNSUPPORTED: {
    http: 500,
    retry: 'never',
    meaning: 'This release does not run reliably on this version of Node.',
    remedy: 'Use Node 20.19 or later, 22.12 or later, or 24.0 to 24.18, and run npm ci again with it.',
  },
  SIMULATION_FAILED: {
    http: 500,
    retry: 'safe',
    meaning:
      'A process of the simulated warehouse ended, or nothing reached the gateway or its subscribers any more.',
    remedy: 'Look at the log of the gateway; check its address and the tokens, or simulate less.',
  },
  STATE_FOLDER_BUSY: {
    http: 409,
    retry: 'safe',
    meaning: 'Another packproof is running on this state folder.',
    remedy: 'Stop that one first, or give this one another folder with --data-dir.',
  },
});
