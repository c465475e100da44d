import { randomBytes } from 'node:crypto';
import mqtt from 'mqtt';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { ClientTls } from '../../kernel/tls/tls-fetch.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';

/** Even if a poke was lost, the log is looked at this often. */
const connectedPollMs = 5_000;
const disconnectedPollMs = 1_000;

export interface EventPokeConfig {
  readonly site: string;
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly tls?: () => ClientTls | null;
}

export interface EventPoke {
  /** Resolves when something has happened since the last call, or when it is time to look anyway. */
  wait(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Subscribes to the events of the gateway, only to learn that there is something to fetch: what is fetched comes from
 * the log, which alone has no gaps.
 */
export function startEventPoke(
  config: EventPokeConfig,
  log: Log,
  clock: Clock,
  stopping: AbortSignal,
): EventPoke {
  let poked = true;
  let wake: (() => void) | undefined;
  const poke = () => {
    poked = true;
    wake?.();
  };
  stopping.addEventListener('abort', poke);
  const client = mqtt.connect(config.url, {
    clientId: `cloud-sync-${config.site}-${randomBytes(4).toString('hex')}`,
    protocolVersion: 4,
    clean: true,
    keepalive: 15,
    reconnectPeriod: 1_000 + Math.round(Math.random() * 1_000),
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(config.password === undefined ? {} : { password: config.password }),
    ...config.tls?.(),
  });
  client.on('connect', () => {
    client.subscribe(eventsTopic(config.site, '#'), { qos: 0 }, poke);
  });
  // The next connection is made with what the files hold then.
  client.on('close', () => Object.assign(client.options, config.tls?.()));
  client.on('message', poke);
  client.on('error', (error) => {
    log.debug(
      { event: 'cloud_sync.poke_failed', err: error },
      'no pokes from the gateway; it is asked every second',
    );
  });
  return {
    wait: () =>
      new Promise((resolve) => {
        const end = () => {
          poked = false;
          wake = undefined;
          cancel();
          resolve();
        };
        const cancel = clock.after(client.connected ? connectedPollMs : disconnectedPollMs, end);
        wake = end;
        if (poked || stopping.aborted) end();
      }),
    stop: () => client.endAsync(true),
  };
}
