import type { Command } from 'commander';
import type { Recording } from '../../../devices/recording/read-recording.ts';
import type { ScannerPeer } from '../../../devices/simulators/scanner-peers.ts';
import { type Clock, systemClock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { cliErrors } from '../../cli-errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { type DevicePlace, devicePlace, hostAndPort, say, wholeNumber } from './device-place.ts';

interface ReplayOptions {
  readonly link?: string;
  readonly listen?: { readonly host: string; readonly port: number };
  readonly delay: number;
}

/** Adds `packproof sim replay`: what `packproof devices record` has written, as a device that a station can read. */
export function addSimReplayCommand(sim: Command): void {
  sim
    .command('replay')
    .description(
      'a recording as a device that sends by itself: what it sent comes again, as fast as it did, and so do its unplugs',
    )
    .argument('<file>', 'what packproof devices record has written')
    .option('--link <path>', 'where the link to its pseudo-terminal appears')
    .option('--listen <host:port>', 'where it listens', hostAndPort)
    .option(
      '--delay <ms>',
      'time for the station to connect before it begins',
      wholeNumber(0, 600_000),
      1_000,
    )
    .action((file: string, options: ReplayOptions, command: Command) => run(file, options, command));
}

async function run(file: string, options: ReplayOptions, command: Command): Promise<void> {
  const place = devicePlace(options);
  if (typeof place === 'string') command.error(place);
  const { openRecording } = await import('../../../devices/recording/read-recording.ts');
  const recording = await openRecording(file).catch((thrown: unknown) => {
    throw cliErrors.fault('FILE_UNREADABLE', `${file}: ${messageOf(thrown)}`, { place: file, cause: thrown });
  });
  if (!recording.ok) {
    process.stderr.write(`${file}: line ${recording.line}: expected ${recording.expected}\n`);
    process.exitCode = exitCodes.failed;
    return;
  }
  const peer = await peerAt(place);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await peer.plug();
  say({ ready: 'sim replay', address: peer.address });
  await wait(systemClock, options.delay, stop.signal);
  const pieces = await play(recording, peer, stop.signal);
  say({ pieces });
  // The station may still read what came last.
  await wait(systemClock, 1_000, stop.signal);
  await peer.unplug();
}

async function peerAt(place: DevicePlace): Promise<ScannerPeer> {
  const { serialPeer } = await import('../../../devices/simulators/scanner-program.ts');
  const { listeningPeer } = await import('../../../devices/simulators/scanner-peers.ts');
  return 'link' in place ? serialPeer(place.link) : listeningPeer(place);
}

/** @returns how many pieces of bytes were sent. */
async function play(recording: Recording, peer: ScannerPeer, stop: AbortSignal): Promise<number> {
  const began = systemClock.monotonicMs();
  let pieces = 0;
  for await (const entry of recording.play()) {
    await wait(systemClock, entry.ms - (systemClock.monotonicMs() - began), stop);
    if (stop.aborted) break;
    if ('in' in entry) {
      pieces += 1;
      await peer.send(Buffer.from(entry.in, 'hex'));
    } else if ('state' in entry) {
      await (entry.state === 'opened' ? peer.plug() : peer.unplug());
    }
  }
  return pieces;
}

function wait(clock: Clock, delayMs: number, stop: AbortSignal): Promise<void> {
  if (delayMs <= 0 || stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = clock.after(delayMs, done);
    function done(): void {
      cancel();
      stop.removeEventListener('abort', done);
      resolve();
    }
    stop.addEventListener('abort', done);
  });
}
