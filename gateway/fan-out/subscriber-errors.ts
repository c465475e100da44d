import { errorTable } from '../../kernel/errors.ts';

/** What can go wrong between the log and those who follow it. */
export const subscriberErrors = errorTable({
  SUBSCRIBER_STALLED: {
    http: 503,
    retry: 'safe',
    meaning: 'A subscriber did not read, or did not acknowledge what it read; its connection was closed.',
    remedy: 'Look at the subscriber; with a durable session it goes on where it was as soon as it connects.',
  },
  SUBSCRIBER_EXPIRED: {
    http: 410,
    retry: 'never',
    meaning:
      'A durable subscriber was not seen for so long that the gateway has forgotten its place in the log.',
    remedy:
      'If it is still wanted, let it replay from its own cursor over HTTP, or place it in the log again.',
  },
  SUBSCRIBER_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'The gateway keeps no durable subscriber of that client id.',
    remedy: 'Look at GET /v1/subscribers for those that there are.',
  },
  TOO_MANY_SUBSCRIBERS: {
    http: 409,
    retry: 'never',
    meaning: 'The gateway keeps as many durable subscribers as it takes.',
    remedy:
      'Give each subscriber one client id, the same after each restart; delete those that nobody uses; or raise subscribers.maxDurable.',
  },
  TOO_MANY_STREAMS: {
    http: 503,
    retry: 'safe',
    meaning: 'As many event streams are open as the gateway serves at a time.',
    remedy: 'Close streams that nobody reads, or raise subscribers.maxStreams.',
  },
});
