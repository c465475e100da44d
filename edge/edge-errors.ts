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
  WORK_FEED_FAILED: {
    http: 502,
    retry: 'safe',
    meaning: 'The gateway did not hand out work, or not in the form that this version knows.',
    remedy: 'Check that the gateway runs, that the station may call it, and that the versions fit.',
  },
});
