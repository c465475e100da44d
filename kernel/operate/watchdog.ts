import { spawn } from 'node:child_process';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';

export interface WatchdogOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of this process. */
  readonly pid: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the service is as well as a restart could make it. While it is not, the watchdog gets no sign. */
  readonly alive: () => boolean;
  /** Sends assignments such as `READY=1` to the service manager; `systemd-notify` unless a test has its own. */
  readonly send?: (assignments: readonly string[]) => Promise<void>;
}

export interface Watchdog {
  /** The service has started. From now on it gives signs of life, if the service manager wants any. */
  ready(): Promise<void>;
  /** The service stops. */
  stopping(): Promise<void>;
}

const none: Watchdog = { ready: async () => {}, stopping: async () => {} };
const notifyTimeoutMs = 2_000;

/**
 * Tells systemd of the start, of each sign of life and of the stop (sd_notify(3), sd_watchdog_enabled(3)). A sign is a
 * timer of the event loop that asks the service first: a loop that stands still gives none, and systemd restarts it.
 *
 * Node has no Unix datagram sockets, so the message goes through `systemd-notify`, which is wherever systemd is; the unit
 * must say `NotifyAccess=all`, for the message then comes from a child. Without NOTIFY_SOCKET nothing is done.
 */
export function createWatchdog(options: WatchdogOptions): Watchdog {
  const { env, clock, log, alive } = options;
  const socket = env.NOTIFY_SOCKET;
  if (socket === undefined || socket === '') return none;
  const send = options.send ?? ((assignments) => systemdNotify(assignments, env));
  const signEveryMs = signInterval(options);
  let cancel = () => {};
  let stopped = false;

  async function tell(...assignments: string[]): Promise<void> {
    try {
      await send(assignments);
    } catch (thrown) {
      log.warn({ event: 'watchdog.not_told', assignments }, messageOf(thrown));
    }
  }

  function signLater(): void {
    if (signEveryMs === null || stopped) return;
    cancel = clock.after(signEveryMs, () => {
      if (alive()) void tell('WATCHDOG=1');
      else log.error({ event: 'watchdog.no_sign' }, 'the service is not well; the watchdog gets no sign');
      signLater();
    });
  }

  return {
    async ready() {
      await tell('READY=1', `MAINPID=${options.pid}`);
      signLater();
    },
    async stopping() {
      stopped = true;
      cancel();
      await tell('STOPPING=1');
    },
  };
}

/** A third of the time after which systemd loses patience; null if it waits for no sign of this process. */
function signInterval({ env, pid }: WatchdogOptions): number | null {
  const patienceMs = Number(env.WATCHDOG_USEC) / 1000;
  const forOther = env.WATCHDOG_PID !== undefined && env.WATCHDOG_PID !== String(pid);
  return Number.isFinite(patienceMs) && patienceMs > 0 && !forOther ? patienceMs / 3 : null;
}

/** Runs `systemd-notify`, which waits until systemd has read the message. */
function systemdNotify(assignments: readonly string[], env: WatchdogOptions['env']): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('systemd-notify', [...assignments], {
      env: { PATH: env.PATH, NOTIFY_SOCKET: env.NOTIFY_SOCKET },
      stdio: 'ignore',
      timeout: notifyTimeoutMs,
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`systemd-notify ended with ${signal ?? code}`));
    });
  });
}
