import type { StateDescription } from '../../kernel/backup/state-description.ts';
import { migrations } from '../database.ts';
import { epcisMigrations } from '../epcis/store/epcis-tables.ts';
import { floorMigrations } from '../floor/floor-tables.ts';
import { logEnd } from '../log/archive-tables.ts';
import { beginEpoch } from '../log/epoch-tables.ts';

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
      afterRestore: { table: 'log_epochs', sql: beginEpoch },
    },
    {
      // Claims and waves are nowhere else. Where it stands before or behind the log, it folds that anew.
      file: 'floor.sqlite',
      schemaVersion: floorMigrations.length,
      positions: { 'floor cursor': 'SELECT cursor FROM place' },
    },
    {
      // What others captured, stored queries and subscriptions are nowhere else. Events of the site that a restored log lacks are told anew.
      file: 'epcis.sqlite',
      schemaVersion: epcisMigrations.length,
      positions: { 'EPCIS events': 'SELECT count(*) FROM events' },
    },
  ],
};
