import { errorTable } from '../kernel/errors.ts';

/** Errors of a gateway. The MQTT ones never travel over HTTP: they are counted in the status under their code. */
export const gatewayErrors = errorTable({
  MQTT_CONNECT_INVALID: {
    http: 400,
    retry: 'never',
    meaning: 'A connection did not begin with a whole MQTT CONNECT packet, of bounded size, in time.',
    remedy: 'Check that the program speaks MQTT 3.1.1 and connects to the right port.',
  },
  MQTT_PROTOCOL_UNSUPPORTED: {
    http: 400,
    retry: 'never',
    meaning: 'The client speaks another version of MQTT than 3.1.1.',
    remedy: 'Set the protocol version of the client to 4 (MQTT 3.1.1).',
  },
  MQTT_CLIENT_ID_REFUSED: {
    http: 400,
    retry: 'never',
    meaning: 'The client id is empty without a clean session, too long, or names a station of another site.',
    remedy: 'Correct the site and the station of the client, or give it a client id of its own.',
  },
  MQTT_WILL_REFUSED: {
    http: 400,
    retry: 'never',
    meaning: 'The client wants to leave a last will, which this gateway does not publish for anyone.',
    remedy: 'Connect without a will; the gateway itself knows which stations are connected.',
  },
  MQTT_NOT_AUTHORIZED: {
    http: 403,
    retry: 'never',
    meaning: 'The user name or password of an MQTT client is not known.',
    remedy:
      'Compare the token of the client with mqtt.stationTokens or mqtt.subscriberTokens of the gateway.',
  },
  MQTT_TOO_MANY_CONNECTIONS: {
    http: 503,
    retry: 'safe',
    meaning: 'The gateway holds as many connections of this kind as it takes.',
    remedy: 'Find out who opens so many connections; split the stations over several gateways.',
  },
  MQTT_PACKET_TOO_LARGE: {
    http: 413,
    retry: 'never',
    meaning:
      'An MQTT packet was larger than maxPacketBytes, or not framed as MQTT; the connection was closed.',
    remedy: 'Send smaller batches, or raise maxPacketBytes.',
  },
  MQTT_PUBLISH_FORBIDDEN: {
    http: 403,
    retry: 'never',
    meaning: 'A client published to a topic that is not its own; the connection was closed.',
    remedy:
      'Check the topics of the client: a station publishes its own facts and report, a subscriber nothing.',
  },
  MQTT_SUBSCRIBE_FORBIDDEN: {
    http: 403,
    retry: 'never',
    meaning: 'A client wanted to subscribe to what is not meant for it, or to too many topics.',
    remedy:
      'A subscriber subscribes below packproof/v1/SITE/events/, a station to its ack and the work topic.',
  },
  MQTT_TOPIC_UNKNOWN: {
    http: 404,
    retry: 'never',
    meaning:
      'A station published to a topic of its own that this version does not know; the message was set aside.',
    remedy: 'Bring gateway and station to the same version.',
  },
  MQTT_CONNECTION_FAILED: {
    http: 400,
    retry: 'safe',
    meaning:
      'An MQTT connection ended by a fault: malformed packets, no sign of life, or a reader that stood still.',
    remedy: 'Nothing if it is rare; otherwise look in the log for the client and the reason.',
  },
  BROKER_UNREACHABLE: {
    http: 503,
    retry: 'safe',
    meaning:
      'The external broker cannot be reached, or refuses the gateway; the stations keep their facts meanwhile.',
    remedy: 'Check gateway.broker, the broker itself, and what it lets this user publish and subscribe to.',
  },
  BROKER_FILE_UNREADABLE: {
    http: 500,
    retry: 'never',
    meaning: 'A certificate or key for the external broker cannot be read.',
    remedy: 'Check the path and the permissions of the file that gateway.broker names.',
  },
  BATCH_INVALID: {
    http: 400,
    retry: 'never',
    meaning: 'A message on a facts topic is not a batch of facts in JSON; it was set aside.',
    remedy: 'Look at it in the table refused_messages and mend the sender; its facts were not acknowledged.',
  },
  BATCH_FOREIGN: {
    http: 403,
    retry: 'never',
    meaning: 'A batch names another site or station than the topic on which it came; it was set aside.',
    remedy: 'Correct the site and the station in the configuration of the sender.',
  },
  FACT_WITHOUT_SEQ: {
    http: 400,
    retry: 'never',
    meaning: 'A fact of a batch has no usable seq, so it has no place in the log; its batch was set aside.',
    remedy: 'Look at it in the table refused_messages and mend the sender.',
  },
  FACT_CONFLICT: {
    http: 409,
    retry: 'never',
    meaning: 'A station sent another fact under a seq that the log holds already; it was set aside.',
    remedy:
      'Two stations share one identity, or a station was restored from a copy: give it a new station id.',
  },
  STATION_REPORT_INVALID: {
    http: 400,
    retry: 'never',
    meaning: 'The report of a station about itself is not of the form that this version knows.',
    remedy: 'Bring gateway and station to the same version.',
  },
  FACT_LOG_WRITE_FAILED: {
    http: 503,
    retry: 'safe',
    meaning: 'The fact log could not be written; nothing was acknowledged and the stations keep their facts.',
    remedy: 'Make room on the disk or mend it; the gateway goes on by itself as soon as it can write.',
  },
  DISK_RESERVE_REACHED: {
    http: 503,
    retry: 'safe',
    meaning:
      'Less than log.minFreeBytes is free on the disk of the fact log; nothing was acknowledged and the stations keep their facts.',
    remedy: 'Make room on the disk; the gateway goes on by itself. Reading and forwarding go on meanwhile.',
  },
  INGEST_OVERLOADED: {
    http: 503,
    retry: 'safe',
    meaning:
      'More than log.maxPendingBytes, or an eighth of it from one station, waited for a commit; the station sends it again.',
    remedy: 'Find out which station sends so much, or why commits are slow; then raise log.maxPendingBytes.',
  },
  FACT_LOG_OF_OTHER_SITE: {
    http: 500,
    retry: 'never',
    meaning: 'The data folder holds the facts of another site than the configuration names.',
    remedy: 'Correct site or dataDir.',
  },
  CURSOR_BEYOND_LOG: {
    http: 409,
    retry: 'never',
    meaning: 'A consumer claims to have processed events that the log does not hold.',
    remedy: 'Read the events from the consumer cursor of this gateway; it may have been set up anew.',
  },
  LOG_PUT_BACK: {
    http: 409,
    retry: 'never',
    meaning:
      'The log of the gateway was put back to an earlier state since the reader was here, and its numbers behind that state are given to other events.',
    remedy:
      'Ask GET /v1/log?epoch=YOURS, go on from agreedUpTo with the new epoch, and drop what you have by its id; nothing is missing then.',
  },
  TOO_MANY_CONSUMERS: {
    http: 409,
    retry: 'never',
    meaning: 'The gateway keeps as many consumer cursors as it takes.',
    remedy: 'Use one name per consumer, the same after each restart.',
  },
  WORK_NOT_YET: {
    http: 503,
    retry: 'safe',
    meaning: 'The gateway has not yet received the work of its site from central.',
    remedy: 'Ask again; if it lasts, check that cloud-sync runs and reaches central.',
  },
  WORK_OF_OTHER_SITE: {
    http: 409,
    retry: 'never',
    meaning: 'The page of work is of another site.',
    remedy: 'Correct the site in the configuration of cloud-sync or of the gateway.',
  },
});
