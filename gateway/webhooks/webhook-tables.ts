/** How long an endpoint has been tried in vain: time of the wall clock between two attempts may be of a jump. */
export const webhookTables = `
  ALTER TABLE webhooks ADD COLUMN failing_for_ms INTEGER NOT NULL DEFAULT 0;
`;
