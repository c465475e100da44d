import { errorTable } from '../../kernel/errors.ts';

export const archiveErrors = errorTable({
  ARCHIVE_SEGMENT_DAMAGED: {
    http: 500,
    retry: 'never',
    meaning: 'A segment file of the archive is missing or damaged, so a part of the old log cannot be read.',
    remedy:
      'Run "packproof archive verify" and put the file back from a backup; live facts are not touched by this.',
  },
  ARCHIVE_FAILED: {
    http: 500,
    retry: 'safe',
    meaning: 'A part of the log could not be moved to the archive; it stays in the database.',
    remedy: 'Look whether the folder of the archive can be written and has room; the gateway tries again.',
  },
  CONSUMER_LATE: {
    http: 503,
    retry: 'safe',
    meaning:
      'A consumer that the archive waits for has not processed facts that are older than archive.lateAfterHours; the log keeps growing.',
    remedy: 'See why it stands still, first of all cloud-sync; the facts wait for it.',
  },
});
