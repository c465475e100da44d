import type { Line } from '../../../devices/line/line.ts';
import { serialConnector } from '../../../devices/line/serial-connector.ts';
import { superviseLine } from '../../../devices/line/supervised-line.ts';
import { ScanTeller } from '../../../devices/scanner/scan-teller.ts';
import type { Scanner } from '../../../devices/scanner/scanner.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { type BadgeStream, emptyStream, readBadges } from './rdm6300-frame.ts';

export interface BadgeReaderOptions {
  readonly id: string;
  readonly path: string;
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A reader of 125 kHz badges (module RDM6300) on a serial port. Each badge becomes a scan of `PP:BADGE:` and its number,
 * so that holding a badge to it signs its owner in as scanning the printed code does.
 */
export function createBadgeReader({ id, path, boot, clock, log }: BadgeReaderOptions): Scanner {
  const connector = serialConnector({ path, baudRate: 9600 }, clock);
  return badgeReaderOn(superviseLine(connector, { device: id, clock, log }), id, boot);
}

function badgeReaderOn(line: Line, id: string, boot: string): Scanner {
  const teller = new ScanTeller(id, boot);
  let stream: BadgeStream = emptyStream;
  const hear = (bytes: Buffer) => {
    const step = readBadges(stream, bytes);
    stream = step.stream;
    for (const frame of step.frames) {
      if (frame.kind === 'badge') teller.tell({ kind: 'scan', text: `PP:BADGE:${frame.number}` });
      else teller.tell({ kind: 'garbled', reason: frame.reason, ...shown(frame.bytes) });
    }
  };
  return {
    id,
    address: line.address,
    start: (listener) => {
      teller.start(listener);
      line.start((event) => {
        if (event.kind === 'bytes') {
          hear(event.bytes);
          return;
        }
        // Bytes from before and after a pause of the connection do not belong together.
        stream = emptyStream;
        teller.tell(event);
      });
    },
    signal: () => {},
    close: async () => {
      teller.close();
      await line.close();
    },
  };
}

function shown(bytes: Uint8Array): { hex: string; bytes: number } {
  return { hex: Buffer.from(bytes).toString('hex'), bytes: bytes.length };
}
