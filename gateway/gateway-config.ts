import { z } from 'zod';
import { httpConfig } from '../kernel/http/http.ts';
import { siteId } from '../protocols/wire/ids.ts';
import { archiveConfig } from './archive/archive-config.ts';
import { epcisConfig } from './epcis/epcis-config.ts';
import { externalBrokerConfig } from './external/external-broker-config.ts';
import { subscribersConfig } from './fan-out/subscribers-config.ts';
import { handheldConfig } from './handheld/handheld-config.ts';
import { identityConfig, tlsConfig } from './identity/identity-config.ts';
import { logConfig } from './log/log-config.ts';
import { floorPlanConfig } from './operate/floor-plan-config.ts';
import { webhooksConfig } from './webhooks/webhooks-config.ts';

const token = z.string().min(16, 'a token has at least 16 characters');
export const gatewayConfig = z.strictObject({
  /** The site whose stations connect here. */
  site: siteId,
  /** Folder of the database file `gateway.sqlite`. */
  dataDir: z.string().min(1),
  mqtt: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.coerce.number().int().min(0).max(65535).default(1883),
      /** station -> token, which the station sends as its MQTT password, and on HTTP to pull its work. */
      stationTokens: z.record(z.string(), token).default({}),
      /** user name -> token of back-office subscribers. Without any token of either kind, the port is for the loopback only. */
      subscriberTokens: z.record(z.string(), token).default({}),
      /** How often one address may connect. */
      connectionsPerMinute: z.coerce.number().int().min(1).max(1_000_000).default(6_000),
    })
    .prefault({}),
  /** HTTP: replay, consumers, work and status. */
  http: httpConfig.extend({ port: httpConfig.shape.port.default(8081) }).prefault({}),
  /** How both ports are encrypted. */
  tls: tlsConfig.prefault({}),
  /** The site's CA, and what it issues to stations and clients. */
  identity: identityConfig.prefault({}),
  /** What handhelds are given. */
  handheld: handheldConfig.prefault({}),
  /** Where the stations stand, for the page; without it they are laid out by name. */
  floorPlan: floorPlanConfig.default({}),
  /** What the fact log may take. */
  log: logConfig.prefault({}),
  /** When facts move from the database to segment files. */
  archive: archiveConfig.prefault({}),
  /** The EPCIS repository. */
  epcis: epcisConfig.prefault({}),
  /** Those who follow the site's events. */
  subscribers: subscribersConfig.prefault({}),
  /** Endpoints that events are posted to. */
  webhooks: webhooksConfig.prefault({}),
  /** A broker of the company that takes the place of the gateway's own. */
  broker: externalBrokerConfig.optional(),
  /** The largest MQTT packet that is taken, in bytes. */
  maxPacketBytes: z.coerce.number().int().min(1_024).max(16_777_216).default(1_048_576),
});
export type GatewayConfig = z.output<typeof gatewayConfig>;
