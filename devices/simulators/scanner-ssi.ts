import type { Clock } from '../../kernel/clock.ts';
import { nakCause, ssiOpcode } from '../../protocols/ssi/opcodes.ts';
import {
  encodePacket,
  maxDataBytes,
  type SsiPacket,
  ssiSource,
  ssiStatus,
} from '../../protocols/ssi/packet.ts';
import { type SsiStreamState, ssiStreamStart, ssiStreamStep } from '../../protocols/ssi/stream.ts';

export interface SsiDecoderOptions {
  readonly clock: Clock;
  readonly send: (bytes: Buffer) => void;
}

/** How long a decoder waits for the host's answer, and how often it sends a packet (Zebra 72E-40451, host serial response time-out). */
const answerMs = 2_000;
const attempts = 3;
const revision = 'PPSIM001 0 00';

interface Outgoing {
  readonly bytes: Uint8Array[];
  sent: number;
}

/**
 * The decoder's side of SSI: it sends a scan, packet by packet, and keeps each until the host has acknowledged it. It does
 * whatever it is told, and remembers it.
 */
export class SsiDecoder {
  /** Beep codes that the host sent. */
  readonly beeps: number[] = [];
  /** Scans that the host refused, and scans that nobody answered. */
  refused = 0;
  unanswered = 0;
  private readonly options: SsiDecoderOptions;
  private damaged = false;
  private stream: SsiStreamState = ssiStreamStart;
  private readonly scans: Outgoing[] = [];
  private cancelWait = () => {};

  constructor(options: SsiDecoderOptions) {
    this.options = options;
  }

  /** @param codeType as DECODE_DATA has it: 0x03 is Code 128, 0x0F is GS1-128, 0x1B is Data Matrix */
  scan(text: string, codeType: number): void {
    this.scans.push({ bytes: decodeData(Buffer.from(text, 'utf8'), codeType), sent: 0 });
    if (this.scans.length === 1) this.transmit();
  }

  /** The next packet of a scan is sent with a wrong checksum, once. */
  damageNext(): void {
    this.damaged = true;
  }

  get idle(): boolean {
    return this.scans.length === 0;
  }

  /** What comes from the host. */
  heard(bytes: Uint8Array): void {
    const { state, events } = ssiStreamStep(this.stream, bytes);
    this.stream = state;
    for (const event of events) if (event.kind === 'packet') this.take(event.packet);
  }

  /** The cable is out: what was not acknowledged is lost with the power. */
  powerOff(): void {
    this.cancelWait();
    this.scans.length = 0;
    this.stream = ssiStreamStart;
  }

  private transmit(): void {
    this.cancelWait();
    const scan = this.scans[0];
    const packet = scan?.bytes[0];
    if (scan === undefined || packet === undefined) return;
    if (scan.sent === attempts) {
      this.unanswered += 1;
      this.next();
      return;
    }
    scan.sent += 1;
    const bytes = Buffer.from(scan.sent === 1 ? packet : repeated(packet));
    if (this.damaged) bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    this.damaged = false;
    this.options.send(bytes);
    this.cancelWait = this.options.clock.after(answerMs, () => this.transmit());
  }

  private next(): void {
    this.cancelWait();
    this.scans.shift();
    this.transmit();
  }

  private take({ opcode, data, source }: SsiPacket): void {
    if (source !== ssiSource.host) return;
    if (opcode === ssiOpcode.CMD_ACK) this.acknowledged();
    else if (opcode === ssiOpcode.CMD_NAK) this.notAcknowledged(data[0] ?? 0);
    else this.obey(opcode, data);
  }

  private acknowledged(): void {
    const [scan] = this.scans;
    if (scan === undefined || scan.sent === 0) return;
    scan.bytes.shift();
    scan.sent = 0;
    if (scan.bytes.length === 0) this.next();
    else this.transmit();
  }

  private notAcknowledged(cause: number): void {
    if (cause === nakCause.RESEND) {
      this.transmit();
    } else if (this.scans.length > 0) {
      this.refused += 1;
      this.next();
    }
  }

  private obey(opcode: number, data: Uint8Array): void {
    if (opcode === ssiOpcode.BEEP && data[0] !== undefined) this.beeps.push(data[0]);
    if (opcode === ssiOpcode.REQUEST_REVISION) this.reply(ssiOpcode.REPLY_REVISION, Buffer.from(revision));
    else this.reply(ssiOpcode.CMD_ACK);
  }

  private reply(opcode: number, data: Uint8Array = new Uint8Array(0)): void {
    this.options.send(Buffer.from(packetOf({ opcode, data })));
  }
}

/** The packets of DECODE_DATA for a scan: each begins with the code type, all but the last say that more follow. */
export function decodeData(data: Uint8Array, codeType: number): Uint8Array[] {
  const room = maxDataBytes - 1;
  const packets: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < data.length; start += room) {
    const status = start + room < data.length ? ssiStatus.continuation : 0;
    const piece = Uint8Array.of(codeType, ...data.subarray(start, start + room));
    packets.push(packetOf({ opcode: ssiOpcode.DECODE_DATA, status, data: piece }));
  }
  return packets;
}

function repeated(packet: Uint8Array): Uint8Array {
  const [, opcode = 0, , status = 0] = packet;
  return packetOf({ opcode, status: status | ssiStatus.retransmit, data: packet.slice(4, -2) });
}

function packetOf(packet: Partial<SsiPacket> & { readonly opcode: number }): Uint8Array {
  const encoded = encodePacket({ source: ssiSource.decoder, ...packet });
  return encoded.ok ? encoded.value : new Uint8Array(0);
}
