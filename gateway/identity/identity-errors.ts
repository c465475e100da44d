import { errorTable } from '../../kernel/errors.ts';

/** What can be wrong with who someone is. Over MQTT these are counted in the status, and the client hears "not authorized". */
export const identityErrors = errorTable({
  IDENTITY_UNKNOWN: {
    http: 403,
    retry: 'never',
    meaning: 'The certificate was not issued by this gateway.',
    remedy: 'Enrol the station here, or add the client here; do not copy identities between sites.',
  },
  IDENTITY_REVOKED: {
    http: 403,
    retry: 'never',
    meaning: 'The station or client was revoked.',
    remedy: 'If that was a mistake, invite the station or add the client again.',
  },
  STATION_REVOKED_SENDING: {
    http: 403,
    retry: 'never',
    meaning:
      'A station that was revoked still sends at the external broker; nothing of it is taken, and it is told so.',
    remedy:
      'Take its user away at the broker and end its connection there (docs/brokers.md); or invite the station again.',
  },
  IDENTITY_EXPIRED: {
    http: 403,
    retry: 'never',
    meaning: 'The certificate has expired: the device was away too long to renew it.',
    remedy: 'Enrol the station again with a new code; its facts are still there and will be sent.',
  },
  IDENTITY_REPLACED: {
    http: 403,
    retry: 'never',
    meaning: 'A newer certificate of this station or client is in use, so this one is good no more.',
    remedy:
      'Find the copy: two devices use one identity, or an old backup was restored. Enrol that device again.',
  },
  IDENTITY_MISMATCH: {
    http: 403,
    retry: 'never',
    meaning: 'A client names itself otherwise than its certificate does.',
    remedy:
      'Correct the site and the station in the configuration of the device, or enrol it under that name.',
  },
  IDENTITY_NOT_ENROLLED: {
    http: 409,
    retry: 'never',
    meaning:
      'The caller came with a token or a secret, so it has no certificate that could be looked up or renewed.',
    remedy: 'Enrol the station or add the client with a certificate, and call with that.',
  },
  ENROLMENT_CODE_UNKNOWN: {
    http: 403,
    retry: 'never',
    meaning: 'The one-time code is not one that this gateway gave out, or it was withdrawn.',
    remedy: 'Compare the code, or ask for a new one.',
  },
  ENROLMENT_CODE_USED: {
    http: 409,
    retry: 'never',
    meaning: 'The one-time code was used already, by another device.',
    remedy: 'Ask for a new code. If nobody of yours used it, revoke the station that was enrolled with it.',
  },
  ENROLMENT_CODE_EXPIRED: {
    http: 410,
    retry: 'never',
    meaning: 'The one-time code has expired.',
    remedy: 'Ask for a new one; a code is good for 15 minutes unless another time is asked for.',
  },
  ENROLMENT_PROOF_INVALID: {
    http: 400,
    retry: 'never',
    meaning:
      'The device did not show that it holds the keys that it announced, or they are of a kind not used here.',
    remedy: 'Use "packproof enrol" of the same version as the gateway: Ed25519 for facts, EC P-256 for TLS.',
  },
  TOO_MANY_INVITATIONS: {
    http: 409,
    retry: 'safe',
    meaning: 'As many one-time codes are open as the gateway keeps.',
    remedy: 'Use them or let them expire.',
  },
  TOO_MANY_IDENTITIES: {
    http: 409,
    retry: 'never',
    meaning: 'The gateway knows as many stations or clients as it keeps.',
    remedy: 'Give a station or client that returns its old name again.',
  },
  CLIENT_EXISTS: {
    http: 409,
    retry: 'never',
    meaning: 'There is a client of that name.',
    remedy: 'Choose another name, or revoke that client first.',
  },
  STATION_NOT_FOUND: {
    http: 404,
    retry: 'never',
    meaning: 'No station of that name was enrolled here.',
    remedy: 'Look at "packproof stations list".',
  },
  CLIENT_NOT_FOUND: {
    http: 404,
    retry: 'never',
    meaning: 'No client of that name was added here.',
    remedy: 'Look at "packproof clients list".',
  },
  FACT_KEY_KNOWN: {
    http: 409,
    retry: 'never',
    meaning: 'The fact key was used before, by this or another station.',
    remedy: 'Let the device make a new one: run "packproof enrol" with an empty identity folder.',
  },
  AUTHORITY_DROPPED: {
    http: 403,
    retry: 'never',
    meaning: 'The certificate was issued by a CA of the site that was dropped since.',
    remedy: 'Enrol the station again with a new code; give the client a new certificate.',
  },
  AUTHORITY_ROLL_UNDER_WAY: {
    http: 409,
    retry: 'never',
    meaning: 'A new CA takes the place of the old one already; a site has two at most.',
    remedy: 'Finish that first: "packproof ca list" says who still uses the old one.',
  },
  AUTHORITY_ROLL_NOT_BEGUN: {
    http: 409,
    retry: 'never',
    meaning: 'There is no new CA that could be put to use, or no old one that could be dropped.',
    remedy: 'Look at "packproof ca list"; "packproof ca roll" makes a new one.',
  },
  AUTHORITY_NOT_KNOWN: {
    http: 409,
    retry: 'safe',
    meaning: 'The gateway was to show a certificate of the new CA, which some have not learned of yet.',
    remedy:
      'Wait until they have (stations look every ten minutes), bring ca.crt to those that cannot ask, or say --anyway.',
  },
  AUTHORITY_IN_USE: {
    http: 409,
    retry: 'safe',
    meaning: 'The old CA was to be dropped, and some still have no other certificate than one of it.',
    remedy:
      'Switch these stations on, renew the certificates of these clients, revoke who is gone, or say --anyway.',
  },
  SITE_CA_EXPIRING: {
    http: 409,
    retry: 'safe',
    meaning: 'A CA of the site is good for less than half a year.',
    remedy: 'Make a new one with "packproof ca roll" (docs/security.md); nothing has to stop for it.',
  },
  SERVER_CERTIFICATE_EXPIRING: {
    http: 409,
    retry: 'safe',
    meaning: "The gateway's own certificate is near its end and was not renewed.",
    remedy:
      'In tls.mode files: put the new files in place. Else look for identity.certificate_not_renewed in the log of the gateway.',
  },
  CLIENT_CERTIFICATE_EXPIRING: {
    http: 409,
    retry: 'safe',
    meaning: 'The certificate of a back-office client is near its end and was not renewed.',
    remedy: 'Run "packproof clients renew" where that client runs, with its key and certificate.',
  },
  SITE_CA_DAMAGED: {
    http: 500,
    retry: 'never',
    meaning: 'The file with the CA of the site cannot be read as it was written; it was left as it is.',
    remedy:
      'Restore the file (identity/site-ca.pem, or the one that is named) from a backup. Without one, move it away: a new CA is made, and every device has to be enrolled again.',
  },
  TLS_FILES_UNUSABLE: {
    http: 500,
    retry: 'never',
    meaning: 'The certificate or the key that the configuration names cannot be used.',
    remedy: 'Check that both files are PEM, readable, and belong together.',
  },
  MQTT_TLS_FAILED: {
    http: 400,
    retry: 'safe',
    meaning: 'A connection to the MQTT port did not become a TLS connection.',
    remedy: 'Use mqtts:// with the CA of the site; without TLS only the loopback is served.',
  },
  MQTT_CONNECTION_RATE: {
    http: 429,
    retry: 'safe',
    meaning: 'One address opened more MQTT connections in a minute than mqtt.connectionsPerMinute.',
    remedy: 'Find out what there reconnects so often.',
  },
  MQTT_SESSION_TAKEN_OVER: {
    http: 409,
    retry: 'safe',
    meaning: 'A station or client connected again while its old connection was still open, which was ended.',
    remedy: 'Nothing if it is rare: a network was cut. If it goes on, two devices use one identity.',
  },
});
