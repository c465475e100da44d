import { z } from 'zod';
import { instant, siteId, stationId } from './ids.ts';

/** The condition of one device at a station. */
const deviceReport = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(['scanner', 'rfid', 'scale', 'printer']),
  address: z.string().max(200),
  state: z.enum(['connected', 'disconnected', 'failed']),
  detail: z.string().max(400).optional(),
  /** Scans, garbled inputs and so on since the start. */
  counts: z.record(z.string(), z.number().int().nonnegative()),
});
export type DeviceReport = z.output<typeof deviceReport>;

/** What a station says of itself, over MQTT to the gateway and at `GET /v1/status` of the agent. */
export const stationReport = z.strictObject({
  v: z.literal(1),
  service: z.literal('edge'),
  version: z.string().max(32),
  site: siteId,
  station: stationId,
  at: instant,
  startedAt: instant,
  facts: z.strictObject({
    lastSeq: z.number().int().nonnegative(),
    acknowledged: z.number().int().nonnegative(),
    unacknowledged: z.number().int().nonnegative(),
    oldestUnacknowledgedAt: instant.nullable(),
    connected: z.boolean(),
    /** Set if delivery was stopped for good until a person acts, and why. */
    stopped: z.string().max(400).nullable(),
  }),
  work: z.strictObject({
    epoch: z.string().nullable(),
    cursor: z.number().int().nonnegative(),
    asOf: instant.nullable(),
    orders: z.number().int().nonnegative(),
  }),
  devices: z.array(deviceReport),
});
export type StationReport = z.output<typeof stationReport>;

/** A station as its gateway knows it. */
const stationAtGateway = z.strictObject({
  station: stationId,
  connected: z.boolean(),
  upTo: z.number().int().nonnegative(),
  lastReceivedAt: instant.nullable(),
  report: stationReport.nullable(),
  /** When the report came; the station's own clock is in the report. */
  reportedAt: instant.nullable(),
  /** How far the station's clock is ahead of the gateway's, as of the report; the way of the message is in it. */
  clockSkewMs: z.number().int().nullable(),
  /** Where it stands, if the configuration says so: column and row within its area. */
  place: z
    .strictObject({
      area: z.string(),
      label: z.string().nullable(),
      x: z.number().int().nonnegative(),
      y: z.number().int().nonnegative(),
    })
    .nullable(),
});

/** A named trouble that lasts; docs/errors.md says what to do about each code. */
const incidentAtGateway = z.strictObject({
  code: z.string(),
  /** A station, a consumer, or the gateway itself (''). */
  subject: z.string(),
  detail: z.string(),
  firstAt: instant,
  lastAt: instant,
  count: z.number().int().positive(),
});

/** Someone to whom the gateway brings events. */
const subscriberAtGateway = z.strictObject({
  name: z.string(),
  kind: z.string(),
  connected: z.boolean(),
  cursor: z.number().int().nonnegative(),
  lag: z.number().int().nonnegative(),
  oldestUnprocessedAt: instant.nullable(),
  /** Events that were given up after all tries, and wait for a person. */
  deadLetters: z.number().int().nonnegative(),
});

/** `GET /v1/status` of a gateway. */
export const gatewayStatus = z.strictObject({
  v: z.literal(1),
  service: z.literal('gateway'),
  version: z.string(),
  site: siteId,
  at: instant,
  startedAt: instant,
  /** The names of the checks of `GET /v1/ready` that do not hold. */
  notReady: z.array(z.string()),
  log: z.strictObject({
    cursor: z.number().int().nonnegative(),
    setAside: z.number().int().nonnegative(),
    conflicts: z.number().int().nonnegative(),
    /** Entries of each of the last 60 minutes, the running one last; fewer after a start. */
    perMinute: z.array(z.number().int().nonnegative()),
  }),
  /** What of the log lies in segment files. */
  archive: z.strictObject({
    segments: z.number().int().nonnegative(),
    bytes: z.number().int().nonnegative(),
    /** The last position of the log that they hold. */
    cursor: z.number().int().nonnegative(),
    lastSegmentAt: instant.nullable(),
  }),
  /** Null where the system does not say. */
  disk: z
    .strictObject({ freeBytes: z.number().nonnegative(), totalBytes: z.number().nonnegative() })
    .nullable(),
  stations: z.array(stationAtGateway),
  /** The first hundred of those that last, the newest first. */
  incidents: z.array(incidentAtGateway),
  subscribers: z.array(subscriberAtGateway),
  consumers: z.array(
    z.strictObject({
      name: z.string(),
      cursor: z.number().int().nonnegative(),
      lag: z.number().int().nonnegative(),
      oldestUnprocessedAt: instant.nullable(),
    }),
  ),
  work: z.strictObject({
    epoch: z.string().nullable(),
    cursor: z.number().int().nonnegative(),
    asOf: instant.nullable(),
    documents: z.number().int().nonnegative(),
  }),
  /** Refused messages and the like since the start, by error code. */
  refused: z.record(z.string(), z.number().int().nonnegative()),
});
export type StationAtGateway = z.output<typeof stationAtGateway>;
export type GatewayStatus = z.output<typeof gatewayStatus>;

/** `GET /v1/status` of cloud-sync. */
export const cloudSyncStatus = z.strictObject({
  v: z.literal(1),
  service: z.literal('cloud-sync'),
  version: z.string(),
  site: siteId,
  at: instant,
  startedAt: instant,
  up: z.strictObject({
    cursor: z.number().int().nonnegative().nullable(),
    lastSuccessAt: instant.nullable(),
    lastError: z.string().nullable(),
    /** Rounds that failed since the start. */
    failures: z.number().int().nonnegative(),
    /** Whether central had the whole log of the gateway after the last round. */
    caughtUp: z.boolean(),
    sent: z.number().int().nonnegative(),
  }),
  down: z.strictObject({
    cursor: z.number().int().nonnegative().nullable(),
    lastSuccessAt: instant.nullable(),
    lastError: z.string().nullable(),
    failures: z.number().int().nonnegative(),
    documents: z.number().int().nonnegative(),
  }),
});
export type CloudSyncStatus = z.output<typeof cloudSyncStatus>;

/** `GET /v1/status` of central. */
export const centralStatus = z.strictObject({
  v: z.literal(1),
  service: z.literal('central'),
  version: z.string(),
  at: instant,
  startedAt: instant,
  stations: z.array(
    z.strictObject({
      site: siteId,
      station: stationId,
      upTo: z.number().int().nonnegative(),
      lastReceivedAt: instant,
      setAside: z.number().int().nonnegative(),
    }),
  ),
  /** Facts that could not be applied to an order, and that a person has to look at. */
  exceptions: z.number().int().nonnegative(),
  orders: z.record(z.string(), z.number().int().nonnegative()),
  invoices: z.record(z.string(), z.number().int().nonnegative()),
  journal: z.strictObject({
    entries: z.number().int().nonnegative(),
    debitMinor: z.number().int(),
    creditMinor: z.number().int(),
  }),
});
export type CentralStatus = z.output<typeof centralStatus>;
