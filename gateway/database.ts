import { subscriberTables } from './fan-out/subscriber-tables.ts';
import { handheldTables } from './handheld/handheld-tables.ts';
import { authorityTables } from './identity/certificates/authority-tables.ts';
import { identityTables } from './identity/identity-tables.ts';
import { incidentTables } from './incidents/incident-tables.ts';
import { archiveTables } from './log/archive-tables.ts';
import { epochTables } from './log/epoch-tables.ts';
import { logTables } from './log/log-tables.ts';
import { webhookTables } from './webhooks/webhook-tables.ts';

/** The schema of `gateway.sqlite`, forward only: a released entry never changes, a new one goes to the end (kernel/sqlite.ts). */
export const migrations: readonly string[] = [
  logTables,
  archiveTables,
  identityTables,
  subscriberTables,
  incidentTables,
  handheldTables,
  authorityTables,
  epochTables,
  webhookTables,
];
