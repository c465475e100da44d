/** Subscribers with their cursors, webhooks and what they could not deliver. */
export const subscriberTables = '';
