import type { Sqlite } from '../../../kernel/sqlite.ts';

/** Finished jobs are told of until so many newer ones were begun. */
const keptJobs = 1_000;
/** Of what is wrong with a document, so much is told. */
export const maxErrors = 100;

export type ErrorBehaviour = 'rollback' | 'proceed';

/** What went wrong with an event of a job, as problem details (RFC 9457). */
export interface CaptureError {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly place?: string;
}

/** A capture job as the standard tells it (EPCIS 2.0, 12). */
export interface CaptureJob {
  readonly captureID: string;
  readonly createdAt: string;
  readonly finishedAt?: string;
  readonly running: boolean;
  readonly success: boolean;
  readonly captureErrorBehaviour: ErrorBehaviour;
  readonly errors: readonly CaptureError[];
}

interface JobRow {
  readonly seq: number;
  readonly captureID: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly behaviour: ErrorBehaviour;
  readonly errors: string;
}

/** A document that is to be captured. */
export interface NewJob {
  readonly captureID: string;
  readonly behaviour: ErrorBehaviour;
  readonly errors: readonly CaptureError[];
  /** The document as JSON. */
  readonly body: Uint8Array;
}

/** A job that has not ended, with what it is to capture. */
export interface WaitingJob extends Omit<NewJob, 'body'> {
  readonly document: string;
  /** How often it was at work before when the repository was started. */
  readonly starts: number;
}

const columns =
  'seq, capture_id AS captureID, created_at AS createdAt, finished_at AS finishedAt, behaviour, errors';

/** Changes of the table of capture jobs; to be made inside of a change of the writer. */
export function openCaptureJobs(db: Sqlite) {
  const add = db.prepare(
    'INSERT INTO capture_jobs (capture_id, created_at, behaviour, errors, document) VALUES (?, ?, ?, ?, ?)',
  );
  const finish = db.prepare(
    'UPDATE capture_jobs SET finished_at = ?, errors = ?, document = NULL WHERE capture_id = ?',
  );
  const prune = db.prepare(
    'DELETE FROM capture_jobs WHERE finished_at IS NOT NULL AND seq <= (SELECT max(seq) FROM capture_jobs) - ?',
  );
  const next = db.prepare(
    `SELECT ${columns}, document, starts FROM capture_jobs WHERE finished_at IS NULL ORDER BY seq LIMIT 1`,
  );
  const countStart = db.prepare(
    `UPDATE capture_jobs SET starts = starts + 1
     WHERE seq = (SELECT min(seq) FROM capture_jobs WHERE finished_at IS NULL)`,
  );

  function nextJob(): WaitingJob | undefined {
    const row = next.get() as (JobRow & { document: string; starts: number }) | undefined;
    if (row === undefined) return undefined;
    const { captureID, behaviour, document, starts } = row;
    return { captureID, behaviour, document, starts, errors: JSON.parse(row.errors) as CaptureError[] };
  }

  return {
    add({ captureID, behaviour, errors, body }: NewJob, createdAt: string): void {
      add.run(captureID, createdAt, behaviour, JSON.stringify(errors), new TextDecoder().decode(body));
    },
    finish(captureID: string, finishedAt: string, errors: readonly CaptureError[]): void {
      finish.run(finishedAt, JSON.stringify(errors), captureID);
      prune.run(keptJobs);
    },
    /** The oldest that has not ended. */
    next: nextJob,
    /** The same after a start, which interrupted it if it was at work. */
    beginAgain(): WaitingJob | undefined {
      countStart.run();
      return nextJob();
    },
  };
}

/** The capture jobs, for who looks. */
export function openJobList(reader: Sqlite) {
  const one = reader.prepare(`SELECT ${columns} FROM capture_jobs WHERE capture_id = ?`);
  const page = reader.prepare(`SELECT ${columns} FROM capture_jobs WHERE seq < ? ORDER BY seq DESC LIMIT ?`);
  const waiting = reader.prepare('SELECT count(*) FROM capture_jobs WHERE finished_at IS NULL').pluck();

  return {
    /** How many have not ended. */
    waiting: () => waiting.get() as number,
    one(captureID: string): CaptureJob | null {
      const row = one.get(captureID) as JobRow | undefined;
      return row === undefined ? null : jobOf(row);
    },
    /** The newest first, before a seq. */
    page(before: number, limit: number): { jobs: CaptureJob[]; next: number | null } {
      const rows = page.all(before, limit + 1) as JobRow[];
      const last = rows[limit - 1];
      return {
        jobs: rows.slice(0, limit).map(jobOf),
        next: rows.length > limit && last !== undefined ? last.seq : null,
      };
    },
  };
}

function jobOf({ captureID, createdAt, finishedAt, behaviour, errors }: JobRow): CaptureJob {
  const list = JSON.parse(errors) as CaptureError[];
  return {
    captureID,
    createdAt,
    ...(finishedAt === null ? {} : { finishedAt }),
    running: finishedAt === null,
    success: list.length === 0,
    captureErrorBehaviour: behaviour,
    errors: list,
  };
}
