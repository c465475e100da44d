import { errorTable } from '../../kernel/errors.ts';

export const webhookErrors = errorTable({
  WEBHOOK_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning: 'There is no webhook, or no event that was set aside for it, under this name.',
    remedy: 'Look at GET /v1/webhooks for those that there are.',
  },
  WEBHOOK_URL_REFUSED: {
    http: 422,
    retry: 'never',
    meaning:
      'The gateway does not call this address: it is not https, or not public and not opened by the configuration.',
    remedy: 'Use https and a public name, or add the network of the endpoint to webhooks.allowNetworks.',
  },
  WEBHOOK_DISABLED: {
    http: 409,
    retry: 'never',
    meaning:
      'An endpoint took nothing for too long, or said that it is gone; the webhook was disabled and keeps its place.',
    remedy: 'Mend the endpoint and enable the webhook again: it goes on where it stood.',
  },
  WEBHOOK_DEAD_LETTERS: {
    http: 409,
    retry: 'never',
    meaning:
      'An endpoint did not take some events in all attempts; they were set aside and the rest goes on.',
    remedy:
      'Look at the dead letters of the webhook, mend the receiver, and have them sent again or delete them.',
  },
  TOO_MANY_WEBHOOKS: {
    http: 409,
    retry: 'never',
    meaning: 'The gateway keeps as many webhooks as it takes.',
    remedy: 'Delete those that nobody uses, or raise webhooks.maxWebhooks.',
  },
});
