import type { StateDescription } from '../../kernel/backup/state-description.ts';
import { migrations } from '../database.ts';
import { logEnd } from '../log/archive-tables.ts';

/** What a gateway keeps, for backup and restore. */
export const gatewayState: StateDescription = {
  service: 'gateway',
  databases: [
    {
      file: 'gateway.sqlite',
      schemaVersion: migrations.length,
      positions: {
        'log cursor': logEnd,
        stations: 'SELECT count(*) FROM stations',
        'work cursor': 'SELECT max(cursor) FROM work_feeds WHERE complete = 1',
      },
    },
  ],
};
