import type { StateDescription } from '../kernel/backup/state-description.ts';
import { factMigrations } from './facts/fact-log.ts';
import { floorMigrations } from './work/floor-replica.ts';
import { workMigrations } from './work/replica.ts';

/** What a station keeps, for backup and restore. */
export const edgeState: StateDescription = {
  service: 'edge',
  databases: [
    {
      file: 'facts.sqlite',
      schemaVersion: factMigrations.length,
      positions: {
        'last fact': 'SELECT last_seq FROM station',
        acknowledged: 'SELECT acknowledged FROM station',
      },
    },
    {
      file: 'work.sqlite',
      schemaVersion: workMigrations.length,
      positions: { 'work cursor': 'SELECT cursor FROM position' },
    },
    {
      file: 'floor.sqlite',
      schemaVersion: floorMigrations.length,
      positions: { 'floor cursor': 'SELECT cursor FROM position' },
    },
  ],
};
