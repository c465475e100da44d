import { errorTable } from '../kernel/errors.ts';

/** Errors of cloud-sync. They never answer a request: they stand in its status and its log. */
export const cloudSyncErrors = errorTable({
  PEER_UNREACHABLE: {
    http: 502,
    retry: 'safe',
    meaning: 'The gateway or central did not answer, or answered that it cannot now.',
    remedy:
      'Nothing if it is short: cloud-sync goes on by itself. Otherwise check the address, the network and that service.',
  },
  PEER_REFUSED: {
    http: 502,
    retry: 'never',
    meaning:
      'The gateway or central refused a request in a way that a repetition does not change; nothing was skipped.',
    remedy: 'Mend what the message names (token, site, version); cloud-sync tries again every half minute.',
  },
  PEER_ANSWER_INVALID: {
    http: 502,
    retry: 'never',
    meaning: 'The gateway or central answered in a form that this version does not know.',
    remedy: 'Check the address and bring the services to the same version.',
  },
  CENTRAL_NOT_ADVANCING: {
    http: 502,
    retry: 'never',
    meaning:
      'Central took facts and acknowledged less than it was sent, and a replay did not change that; nothing was skipped.',
    remedy: 'Look at the exceptions and the log of central for the station that the message names.',
  },
  GATEWAY_LACKS_FACTS: {
    http: 502,
    retry: 'never',
    meaning: 'Central misses facts that the log of the gateway does not hold.',
    remedy:
      'The gateway was set up anew or restored from an older copy: restore its log; its stations send what they still hold.',
  },
});
