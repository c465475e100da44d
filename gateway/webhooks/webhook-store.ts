import { z } from 'zod';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { BatchedWrites } from '../fan-out/batched-writes.ts';

export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Null is all. */
  readonly types: readonly string[] | null;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousUntil: string | null;
  readonly cursor: number;
  readonly failingSince: string | null;
  /** Milliseconds for which it has been tried in vain since then. */
  readonly failingForMs: number;
  readonly disabled: string | null;
  readonly createdAt: string;
}

export interface DeadLetter {
  readonly cursor: number;
  readonly attempts: number;
  readonly error: string;
  readonly failedAt: string;
}

export type WebhookStore = ReturnType<typeof openWebhookStore>;

/** The webhooks and what was set aside for them. Changes of people are durable at once, those of deliveries within a second. */
export function openWebhookStore(db: Sqlite, writes: BatchedWrites) {
  const upsert = db.prepare(
    `INSERT INTO webhooks (id, url, types, secret, previous_secret, previous_until, cursor, failing_since, failing_for_ms,
       disabled, created_at)
     VALUES (@id, @url, @types, @secret, @previousSecret, @previousUntil, @cursor, @failingSince, @failingForMs,
       @disabled, @createdAt)
     ON CONFLICT (id) DO UPDATE SET url = excluded.url, types = excluded.types, secret = excluded.secret,
       previous_secret = excluded.previous_secret, previous_until = excluded.previous_until, cursor = excluded.cursor,
       failing_since = excluded.failing_since, failing_for_ms = excluded.failing_for_ms, disabled = excluded.disabled`,
  );
  const remove = db.prepare('DELETE FROM webhooks WHERE id = ?');
  const addLetter = db.prepare(
    `INSERT INTO dead_letters (webhook, cursor, attempts, error, failed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (webhook, cursor) DO UPDATE SET
       attempts = excluded.attempts, error = excluded.error, failed_at = excluded.failed_at`,
  );
  const removeLetter = db.prepare('DELETE FROM dead_letters WHERE webhook = ? AND cursor = ?');
  const known = new Map(load(db).map((webhook) => [webhook.id, webhook]));
  const letters = loadLetters(db, [...known.keys()]);

  const write = ({ types, ...rest }: Webhook) =>
    upsert.run({ ...rest, types: types === null ? null : JSON.stringify(types) });
  const lettersOf = (id: string): Map<number, DeadLetter> => {
    const own = letters.get(id) ?? new Map<number, DeadLetter>();
    letters.set(id, own);
    return own;
  };

  return {
    all: (): readonly Webhook[] => [...known.values()],
    find: (id: string): Webhook | undefined => known.get(id),
    /** Durable at return. */
    save(webhook: Webhook): void {
      write(webhook);
      writes.forget(`webhook ${webhook.id}`);
      known.set(webhook.id, webhook);
    },
    saveSoon(webhook: Webhook): void {
      if (!known.has(webhook.id)) return;
      known.set(webhook.id, webhook);
      writes.soon(`webhook ${webhook.id}`, () => write(webhook));
    },
    remove(id: string): void {
      remove.run(id);
      writes.forget(`webhook ${id}`);
      for (const cursor of lettersOf(id).keys()) writes.forget(`letter ${id} ${cursor}`);
      known.delete(id);
      letters.delete(id);
    },
    /** In the order of the log. */
    letters: (id: string): readonly DeadLetter[] =>
      [...lettersOf(id).values()].sort((a, b) => a.cursor - b.cursor),
    letterCount: (id: string): number => lettersOf(id).size,
    letter: (id: string, cursor: number): DeadLetter | undefined => lettersOf(id).get(cursor),
    /** Committed together with the cursor that moves over it. */
    keepLetter(id: string, letter: DeadLetter): void {
      if (!known.has(id)) return;
      lettersOf(id).set(letter.cursor, letter);
      const { cursor, attempts, error, failedAt } = letter;
      writes.soon(`letter ${id} ${cursor}`, () => void addLetter.run(id, cursor, attempts, error, failedAt));
    },
    dropLetter(id: string, cursor: number): void {
      lettersOf(id).delete(cursor);
      writes.soon(`letter ${id} ${cursor}`, () => void removeLetter.run(id, cursor));
    },
  };
}

const storedTypes = z.array(z.string());

function load(db: Sqlite): Webhook[] {
  const rows = db
    .prepare(
      `SELECT id, url, types, secret, previous_secret AS previousSecret, previous_until AS previousUntil, cursor,
         failing_since AS failingSince, failing_for_ms AS failingForMs, disabled, created_at AS createdAt FROM webhooks ORDER BY created_at, id`,
    )
    .all() as (Omit<Webhook, 'types'> & { types: string | null })[];
  return rows.map((row) => ({
    ...row,
    types: row.types === null ? null : storedTypes.parse(JSON.parse(row.types)),
  }));
}

function loadLetters(db: Sqlite, ids: readonly string[]): Map<string, Map<number, DeadLetter>> {
  const ofWebhook = db.prepare(
    'SELECT cursor, attempts, error, failed_at AS failedAt FROM dead_letters WHERE webhook = ?',
  );
  return new Map(
    ids.map((id) => [
      id,
      new Map((ofWebhook.all(id) as DeadLetter[]).map((letter) => [letter.cursor, letter])),
    ]),
  );
}
