import { errorTable } from '../kernel/errors.ts';

/** What can go wrong at a station. */
export const edgeErrors = errorTable({
  STATION_LOG_FOREIGN: {
    http: 500,
    retry: 'never',
    meaning: 'The data folder holds the facts of another station.',
    remedy: 'Give each station a data folder of its own, or set site and station back to what they were.',
  },
  STATION_LOG_DAMAGED: {
    http: 500,
    retry: 'never',
    meaning: 'What the station stored cannot be read back as it was written.',
    remedy: 'Keep the folder for examination, and set the station up anew under another station id.',
  },
  STATION_LOG_BEHIND: {
    http: 409,
    retry: 'never',
    meaning:
      'The gateway holds newer facts of this station than its own log: the log was put back from an old copy. Nothing is sent any more, nothing was deleted.',
    remedy:
      'Keep the folder; set the station up under a new station id and bring along what only the old folder holds (docs/evidence.md).',
  },
  STATION_LOG_FRESH: {
    http: 409,
    retry: 'never',
    meaning:
      'The gateway holds facts of this station, and its log is new: the machine was replaced or its folder was lost. Nothing is sent any more.',
    remedy:
      'Set the new machine up under a new station id, or put the folder of the old machine back (docs/evidence.md).',
  },
  STATION_LOG_FORKED: {
    http: 409,
    retry: 'never',
    meaning:
      'The gateway holds other facts under the numbers of this log: two machines have this identity, or the log was put back and went on. Nothing is sent any more, nothing was deleted.',
    remedy:
      'Keep the folder; let one machine keep the identity, set the other up under a new station id, and bring along what only its old folder holds (docs/evidence.md).',
  },
  STATION_FACTS_GONE: {
    http: 409,
    retry: 'never',
    meaning:
      'The gateway lost facts that this station had delivered, and deleted since. Nothing is sent any more.',
    remedy: 'Restore the log of the gateway from its backup; the station then goes on after a restart.',
  },
  STATION_NOT_ADMITTED: {
    http: 403,
    retry: 'safe',
    meaning:
      'The gateway does not let this station in: it was revoked, its name was given to another machine, or its token is wrong. What it stores stays here.',
    remedy:
      'Set the right token, or invite the station again and enrol this very machine; it then sends everything by itself.',
  },
  HANDHELD_NOT_ADMITTED: {
    http: 403,
    retry: 'never',
    meaning:
      'The gateway does not let this handheld in: it was revoked, or its station was enrolled on another device. Nothing is sent any more, nothing was deleted.',
    remedy:
      'If that was a mistake, invite the station again and open the new invitation on this very device: what it holds is then sent.',
  },
  RESCUE_REFUSED: {
    http: 400,
    retry: 'never',
    meaning:
      'A fact of a rescue file is not whole, of another site, or of the very station that it shall be brought to.',
    remedy:
      'Make the file again with packproof verify --rescue, and bring it to the new station of the same site.',
  },
  STATION_STORAGE_FAILED: {
    http: 503,
    retry: 'ambiguous',
    meaning: 'The station cannot store, so it confirms nothing; what was read waits and is stored first.',
    remedy: 'Make room on the disk or mend it, then look at the screen before scanning again.',
  },
  STATION_QUEUE_FULL: {
    http: 503,
    retry: 'safe',
    meaning: 'Too many readings wait to be stored; this one was not taken.',
    remedy: 'Make room on the disk or mend it, then scan again.',
  },
  ATTACHMENT_NOT_AN_IMAGE: {
    http: 415,
    retry: 'never',
    meaning: 'The bytes are no PNG, JPEG, WebP or SVG image, or another one than the content type says.',
    remedy: 'Take the picture again; send it as image/png, image/jpeg, image/webp or image/svg+xml.',
  },
  ATTACHMENT_NOT_WANTED: {
    http: 409,
    retry: 'never',
    meaning: 'The work in hand does not ask for a photo or a signature now; nothing was kept.',
    remedy: 'Look at the screen of the station: it says when one is asked for.',
  },
  ATTACHMENT_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'This station keeps no photo or signature with that SHA-256.',
    remedy: 'Ask the station whose fact names it.',
  },
  STATION_IDENTITY_DAMAGED: {
    http: 500,
    retry: 'never',
    meaning: 'The files that say who this station is cannot be read as they were written.',
    remedy:
      'Restore the folder identity from a backup, or move it away and enrol the station again with a new code.',
  },
  STATION_IDENTITY_FOREIGN: {
    http: 500,
    retry: 'never',
    meaning:
      'The data folder holds the identity of another station than the configuration or the one-time code names.',
    remedy: 'Set site and station to what was enrolled, or give the new station a data folder of its own.',
  },
  ENROLMENT_CODE_MISTYPED: {
    http: 400,
    retry: 'never',
    meaning: 'What was typed is no one-time code: a character is wrong, missing or in another place.',
    remedy: 'Type it again as it is shown: four groups of five letters and digits.',
  },
  ENROLMENT_NOT_TRUSTED: {
    http: 403,
    retry: 'never',
    meaning:
      'The gateway at this address is not the one that the invitation names, or the connection is not encrypted; the code was not sent.',
    remedy:
      'Compare the address and the fingerprint with the invitation. If they are right, someone stands between: do not go on.',
  },
  ENROLMENT_FAILED: {
    http: 502,
    retry: 'safe',
    meaning: 'The gateway did not enrol the station, for the reason that it names, or it did not answer.',
    remedy: 'Follow what it says. The same command with the same code may be repeated.',
  },
  WORK_FEED_FAILED: {
    http: 502,
    retry: 'safe',
    meaning: 'The gateway did not hand out work, or not in the form that this version knows.',
    remedy: 'Check that the gateway runs, that the station may call it, and that the versions fit.',
  },
});
