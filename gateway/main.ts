import type { Clock } from '../kernel/clock.ts';
import { isLoopback } from '../kernel/http/http-access.ts';
import { kernelErrors } from '../kernel/kernel-errors.ts';
import type { Log } from '../kernel/log.ts';
import type { GatewayConfig } from './gateway-config.ts';
import { tlsModeOf } from './identity/certificates/gateway-tls.ts';
import { openCore, type Undo } from './start/core.ts';
import { isOpen, openDoor } from './start/door.ts';
import { startHttp } from './start/http.ts';
import { startPipe } from './start/pipe.ts';

export { archiveNow } from './archive/archive-now.ts';
export { openLogReader } from './archive/log-reader.ts';
export { verifyLog } from './archive/verify-log.ts';
export { gatewayConfig } from './gateway-config.ts';
export { gatewayState } from './operate/gateway-state.ts';

export interface RunningGateway {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  /** Whether it is as well as a restart could make it; asked before each sign to a watchdog. */
  alive(): boolean;
  stop(): Promise<void>;
}

/**
 * Starts a site's gateway. What was started is stopped again, in reverse order, at a stop or if the start fails.
 *
 * @throws CONFIG_INVALID, PORT_BUSY, DATABASE_UNUSABLE, FACT_LOG_OF_OTHER_SITE, SITE_CA_DAMAGED, TLS_FILES_UNUSABLE
 */
export async function startGateway(
  config: GatewayConfig,
  deps: { readonly log: Log; readonly clock: Clock },
): Promise<RunningGateway> {
  assertGuarded(config);
  const undo: (() => unknown)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const { httpUrl, mqttUrl, alive } = await start(config, deps, undo);
    deps.log.info(
      { event: 'gateway.started', site: config.site, httpUrl, mqttUrl },
      'the gateway is running',
    );
    return { httpUrl, mqttUrl, alive, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function start(
  config: GatewayConfig,
  deps: { readonly log: Log; readonly clock: Clock },
  undo: Undo,
): Promise<Omit<RunningGateway, 'stop'>> {
  const core = openCore(config, deps, undo);
  const pipe = await startPipe(core, undo);
  let listens = false;
  const http = await startHttp(core, pipe, () => listens && pipe.connected.isOnline(), undo);
  undo.push(pipe.ingest.flush);
  const { handOver } = pipe.connected;
  const mqttUrl =
    handOver === null
      ? addressOf(config.broker?.url ?? '')
      : await openDoor(core, pipe, http, handOver, undo);
  listens = true;
  return { httpUrl: http.httpUrl, mqttUrl, alive: core.operating.alive };
}

/** Of an external broker, without what may stand in its address besides the place. */
function addressOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function assertGuarded(config: GatewayConfig): void {
  const { host } = config.mqtt;
  if (tlsModeOf(config) !== 'off' || isLoopback(host) || !isOpen(config.mqtt)) return;
  throw kernelErrors.fault(
    'CONFIG_INVALID',
    `mqtt.host is ${host}, which others can reach, and no token is configured`,
    {
      place: 'mqtt.stationTokens',
    },
  );
}
