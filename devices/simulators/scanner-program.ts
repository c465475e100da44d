import type { Clock } from '../../kernel/clock.ts';
import type { FramingSetting } from '../scanner/frame-rule.ts';
import type { ScanFault } from './scanner-faults.ts';
import { datagramPeer, dialingPeer, listeningPeer, type Place, type ScannerPeer } from './scanner-peers.ts';
import { framedFaults, framedVoice, pause, type ScannerVoice, ssiFaults, ssiVoice } from './scanner-voice.ts';
import { VirtualScanner } from './virtual-scanner.ts';

export interface ScanScript {
  readonly texts: AsyncIterable<string> | Iterable<string>;
  /** At most so many scans in a second. */
  readonly ratePerSecond: number;
  /** Time for the station to connect before the first scan. */
  readonly delayMs: number;
  /** Scan number 1 to n have them in turn; none: all is well. */
  readonly faults: readonly ScanFault[];
  /** Only each such scan has a fault. */
  readonly faultEvery: number;
}

/** Scans what the script says, and returns how many scans that were. Ends early when it is stopped. */
export async function playScans(
  voice: ScannerVoice,
  script: ScanScript,
  clock: Clock,
  isStopped: () => boolean,
): Promise<number> {
  let scans = 0;
  await pause(clock, script.delayMs);
  for await (const text of script.texts) {
    if (isStopped()) return scans;
    if (text === '') continue;
    await voice.say(text, faultOf(script, scans));
    scans += 1;
    await pause(clock, 1_000 / script.ratePerSecond);
  }
  await voice.finish();
  return scans;
}

function faultOf({ faults, faultEvery }: ScanScript, index: number): ScanFault | null {
  if (faults.length === 0 || (index + 1) % faultEvery !== 0) return null;
  return faults[Math.floor(index / faultEvery) % faults.length] ?? null;
}

/** What a simulated scanner speaks, and with whom. */
export interface SimulatedScannerSettings {
  readonly kind: 'serial' | 'ssi' | 'tcp' | 'udp';
  /** Serial and SSI: where the link to its pseudo-terminal appears. */
  readonly link?: string | undefined;
  /** TCP and UDP: the station that it dials. */
  readonly connect?: Place | undefined;
  /** TCP: where it listens for the station. */
  readonly listen?: Place | undefined;
  readonly framing: FramingSetting;
}

/** What the program is told of: bytes of the station in hexadecimal digits, or a beep code of SSI. */
export type FromStation = { readonly heard: string } | { readonly beep: number };

export interface SimulatedScanner {
  readonly peer: ScannerPeer;
  readonly voice: ScannerVoice;
  /** The faults that it can have. */
  readonly faults: readonly ScanFault[];
}

/** Makes a simulated scanner, unplugged; or says which setting it misses. */
export function simulatedScanner(
  settings: SimulatedScannerSettings,
  clock: Clock,
  tell: (said: FromStation) => void,
): SimulatedScanner | string {
  const peer = peerOf(settings);
  if (typeof peer === 'string') return peer;
  if (settings.kind === 'ssi') {
    return { peer, voice: ssiVoice(peer, clock, (beep) => tell({ beep })), faults: ssiFaults };
  }
  peer.listen((bytes) => tell({ heard: bytes.toString('hex') }));
  return { peer, voice: framedVoice(peer, settings.framing, clock), faults: framedFaults };
}

function peerOf({ kind, link, connect, listen }: SimulatedScannerSettings): ScannerPeer | string {
  switch (kind) {
    case 'serial':
    case 'ssi':
      return link === undefined ? `${kind} needs --link` : serialPeer(link);
    case 'udp':
      return connect === undefined ? 'udp needs --connect' : datagramPeer(connect);
    case 'tcp':
      if (listen !== undefined) return listeningPeer(listen);
      return connect === undefined ? 'tcp needs --connect or --listen' : dialingPeer(connect);
  }
}

/** A scanner on a pseudo-terminal behind a link. */
export function serialPeer(link: string): ScannerPeer {
  const scanner = new VirtualScanner({ id: 'scanner', link, framing: 'idle' });
  return {
    address: link,
    plug: () => scanner.plug(),
    unplug: () => scanner.unplug(),
    send: (bytes) => {
      if (scanner.plugged) scanner.send(bytes);
    },
    listen: (heard) => scanner.listen(heard),
  };
}
