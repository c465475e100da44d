import { errorTable } from '../../kernel/errors.ts';

/** The troubles that a gateway names of its stations. The HEAD codes also tell a station why a batch was not taken. */
export const incidentErrors = errorTable({
  HEAD_INVALID: {
    http: 403,
    retry: 'never',
    meaning: 'The signature of a batch is not one of the key that it names; the batch was not taken.',
    remedy: 'Somebody sends under the name of the station, or its key is damaged: enrol the station anew.',
  },
  HEAD_MISMATCH: {
    http: 400,
    retry: 'never',
    meaning:
      'The signed head of a batch names another fact than the last one of the batch; the batch was not taken.',
    remedy:
      'Bring the station to the version of the gateway; if it lasts, look at the batch in refused_messages.',
  },
  HEAD_KEY_UNKNOWN: {
    http: 403,
    retry: 'safe',
    meaning:
      'A batch is signed with a key that was never enrolled here; it was not taken and the station keeps it.',
    remedy: 'Enrol the station at this gateway; it sends everything again by itself.',
  },
  HEAD_KEY_REVOKED: {
    http: 403,
    retry: 'never',
    meaning: 'A batch is signed with a key that was revoked, replaced or has expired; it was not taken.',
    remedy: 'Enrol the station anew; if it was given up, find out who still uses its key.',
  },
  HEAD_MISSING: {
    http: 409,
    retry: 'safe',
    meaning:
      'A station that has a key sent more than 1,000 facts, or for more than a minute, without a signature.',
    remedy:
      'Look whether the station lost its identity folder; its facts are kept, and the next signature covers them.',
  },
  STATION_RESTORED: {
    http: 409,
    retry: 'never',
    meaning:
      'The log of a station is behind what this gateway has of it: it was restored from a copy, or is new.',
    remedy:
      'Set the station up under a new station id and bring along what only its log holds (docs/evidence.md).',
  },
  STATION_CLONED: {
    http: 409,
    retry: 'never',
    meaning: 'Two machines use one station identity at the same time.',
    remedy: 'Switch one of them off and set it up under a station id of its own (docs/evidence.md).',
  },
  STATION_STOPPED: {
    http: 409,
    retry: 'never',
    meaning: 'A station sends nothing more, as its log and this gateway contradict each other.',
    remedy: 'Do what the code in the detail asks for (docs/evidence.md), then settle the incident.',
  },
  CLOCK_SKEW: {
    http: 409,
    retry: 'safe',
    meaning: 'The clock of a station differs from that of this gateway by more than 30 seconds.',
    remedy: 'Set the clock of the machine by NTP. The order of facts does not rest on it, their times do.',
  },
  INCIDENT_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no open incident of this code and subject.',
    remedy: 'Look at GET /v1/incidents; it may have ended by itself.',
  },
});
