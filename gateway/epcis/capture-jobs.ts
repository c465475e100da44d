import type { Sqlite } from '../../kernel/sqlite.ts';

/** Finished jobs are told of until so many newer ones were begun. */
const keptJobs = 1_000;

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

/** A job that has not ended, with what it is to capture. */
export interface WaitingJob {
  readonly captureID: string;
  readonly behaviour: ErrorBehaviour;
  readonly errors: readonly CaptureError[];
  readonly document: string;
}

/** The table of capture jobs. Changes are to be made inside of a change of the writer. */
export function openCaptureJobs(db: Sqlite, reader: Sqlite) {
  const columns =
    'seq, capture_id AS captureID, created_at AS createdAt, finished_at AS finishedAt, behaviour, errors';
  const add = db.prepare(
    'INSERT INTO capture_jobs (capture_id, created_at, behaviour, errors, document) VALUES (?, ?, ?, ?, ?)',
  );
  const finish = db.prepare(
    'UPDATE capture_jobs SET finished_at = ?, errors = ?, document = NULL WHERE capture_id = ?',
  );
  const prune = db.prepare(
    'DELETE FROM capture_jobs WHERE finished_at IS NOT NULL AND seq <= (SELECT max(seq) FROM capture_jobs) - ?',
  );
  const waiting = db.prepare(
    `SELECT ${columns}, document FROM capture_jobs WHERE finished_at IS NULL ORDER BY seq`,
  );
  const one = reader.prepare(`SELECT ${columns} FROM capture_jobs WHERE capture_id = ?`);
  const page = reader.prepare(`SELECT ${columns} FROM capture_jobs WHERE seq < ? ORDER BY seq DESC LIMIT ?`);

  return {
    add(job: WaitingJob, createdAt: string): void {
      add.run(job.captureID, createdAt, job.behaviour, JSON.stringify(job.errors), job.document);
    },
    finish(captureID: string, finishedAt: string, errors: readonly CaptureError[]): void {
      finish.run(finishedAt, JSON.stringify(errors), captureID);
      prune.run(keptJobs);
    },
    /** Those that a restart interrupted. */
    waiting: (): WaitingJob[] =>
      (waiting.all() as (JobRow & { document: string })[]).map((row) => ({
        captureID: row.captureID,
        behaviour: row.behaviour,
        errors: JSON.parse(row.errors) as CaptureError[],
        document: row.document,
      })),
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
