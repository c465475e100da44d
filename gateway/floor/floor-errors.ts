import { errorTable } from '../../kernel/errors.ts';

/** Errors of what a gateway knows of its floor. */
export const floorErrors = errorTable({
  FLOOR_NOT_YET: {
    http: 503,
    retry: 'safe',
    meaning: 'The gateway is still reading its fact log to know how the floor stands.',
    remedy: 'Ask again; stations work on what they know meanwhile.',
  },
  STATION_NOT_NAMED: {
    http: 400,
    retry: 'never',
    meaning: 'Only a station has claims, and the request does not say which one it is.',
    remedy: 'Sign in as the station; where no tokens are configured, name it with ?station=.',
  },
  TOO_MANY_CLAIMS: {
    http: 409,
    retry: 'never',
    meaning: 'The station holds as many claims as one may have.',
    remedy: 'Finish or give back work, or let a supervisor release claims of the station.',
  },
  CLAIM_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'Nobody has a claim of this name; it may have expired.',
    remedy: 'Nothing: whoever asks next gets it.',
  },
  CLAIM_TAKEN_BACK: {
    http: 409,
    retry: 'safe',
    meaning: 'A supervisor took the claim from this station less than a minute ago.',
    remedy: 'Leave the work to whoever asks for it now; if nobody does, the station gets it again by itself.',
  },
  WAVES_OFF: {
    http: 409,
    retry: 'never',
    meaning: 'The rules of the site plan no waves.',
    remedy: 'Set waves.mode in the rules of the site at central.',
  },
  WAVE_EMPTY: {
    http: 409,
    retry: 'never',
    meaning: 'No released order waits to be planned.',
    remedy: 'Nothing: an order that is begun, on hold or in a wave already is not planned again.',
  },
  FLOOR_CONFLICT: {
    http: 409,
    retry: 'never',
    meaning:
      'Work on an order was done twice: by two stations that did not know of each other, or more than ordered, picked or packed.',
    remedy:
      'Do what the detail says: the station that it names goes on, the others undo and put the goods back; or compare the goods with the order. It ends by itself when the quantities are right.',
  },
});
