import type { StateDescription } from '../kernel/backup/state-description.ts';
import { migrations } from './database/migrations.ts';

/** What central keeps on SQLite, for backup and restore. On PostgreSQL its own tools do that (docs/operate.md). */
export const centralState: StateDescription = {
  service: 'central',
  databases: [
    {
      file: 'central.sqlite',
      schemaVersion: migrations.length,
      versionSql: 'SELECT max(version) FROM schema_versions',
      positions: {
        facts: 'SELECT coalesce(sum(up_to), 0) FROM fact_heads',
        orders: 'SELECT count(*) FROM orders',
        'journal entries': 'SELECT count(*) FROM journal_entries',
      },
    },
  ],
};
