import type { Clock } from '../../kernel/clock.ts';
import type { FramingSetting } from '../scanner/frame-rule.ts';
import { faultyWire, misread, type ScanFault, scanFaults } from './scanner-faults.ts';
import type { ScannerPeer } from './scanner-peers.ts';
import { SsiDecoder } from './scanner-ssi.ts';

/** How a simulated scanner says what it has read. */
export interface ScannerVoice {
  say(text: string, fault: ScanFault | null): Promise<void>;
  /** Ends when everything was said that was held back or has to be acknowledged. */
  finish(): Promise<void>;
}

const unpluggedMs = 500;
/** What was sent arrives before the plug is out. */
const arrivalMs = 50;

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

async function pullPlug(peer: ScannerPeer, clock: Clock): Promise<void> {
  await pause(clock, arrivalMs);
  await peer.unplug();
  await pause(clock, unpluggedMs);
  await peer.plug();
}

/** All but what only packets with a checksum can show. */
export const framedFaults: readonly ScanFault[] = scanFaults.filter((fault) => fault !== 'damage');

/** Text in a framing. */
export function framedVoice(peer: ScannerPeer, framing: FramingSetting, clock: Clock): ScannerVoice {
  let held: Buffer[] = [];
  const release = async (pieces: readonly Buffer[]) => {
    const [first = Buffer.alloc(0), ...rest] = pieces;
    const merged = [Buffer.concat([...held, first]), ...rest];
    held = [];
    for (const piece of merged) {
      await peer.send(piece);
      // Each piece is to arrive by itself.
      if (pieces.length > 1) await pause(clock, 1);
    }
  };
  return {
    say: async (text, fault) => {
      const pieces = faultyWire(text, framing, fault);
      if (fault === 'merge') held.push(...pieces);
      else await release(pieces);
      if (fault === 'unplug') await pullPlug(peer, clock);
    },
    finish: () => release([]),
  };
}

/** Code types by symbology identifier, for texts that begin with one; all others are Code 128. */
const codeTypes: Readonly<Record<string, number>> = {
  ']C1': 0x0f,
  ']d2': 0xc1,
  ']Q3': 0xc2,
  ']e0': 0x30,
  ']E0': 0x0b,
};
const code128 = 0x03;
const lookMs = 50;

/** The faults that packets with checksum and acknowledgement can show. */
export const ssiFaults: readonly ScanFault[] = ['drop-separator', 'binary', 'duplicate', 'damage', 'unplug'];

/** SSI packets, each kept until the station has acknowledged it. */
export function ssiVoice(peer: ScannerPeer, clock: Clock, beeped: (code: number) => void): ScannerVoice {
  const decoder = new SsiDecoder({ clock, send: (bytes) => void peer.send(bytes) });
  peer.listen((bytes) => {
    const before = decoder.beeps.length;
    decoder.heard(bytes);
    for (const code of decoder.beeps.splice(before)) beeped(code);
  });
  return {
    say: async (text, fault) => {
      if (fault === 'damage') decoder.damageNext();
      const read = misread(text, fault);
      const codeType = codeTypes[read.slice(0, 3)];
      const scan = () => decoder.scan(codeType === undefined ? read : read.slice(3), codeType ?? code128);
      scan();
      if (fault === 'duplicate') scan();
      if (fault !== 'unplug') return;
      decoder.powerOff();
      await pullPlug(peer, clock);
    },
    finish: async () => {
      while (!decoder.idle) await pause(clock, lookMs);
    },
  };
}
