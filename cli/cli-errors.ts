import { errorTable } from '../kernel/errors.ts';

/** Errors of the commands themselves. */
export const cliErrors = errorTable({
  SERVICE_UNREACHABLE: {
    http: 503,
    retry: 'safe',
    meaning: 'A service that the command needs did not answer.',
    remedy: 'Start it, or name its address with the option that the message shows.',
  },
  SERVICE_REFUSED: {
    http: 502,
    retry: 'never',
    meaning: 'A service answered the command with a refusal.',
    remedy: 'Follow what the service says in its answer.',
  },
  FILE_UNREADABLE: {
    http: 400,
    retry: 'never',
    meaning: 'A file that the command was given cannot be read.',
    remedy: 'Check the path and its permissions.',
  },
  STATE_FOLDER_BUSY: {
    http: 409,
    retry: 'safe',
    meaning: 'Another packproof is running on this state folder.',
    remedy: 'Stop that one first, or give this one another folder with --data-dir.',
  },
});
