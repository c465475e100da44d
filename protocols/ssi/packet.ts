import { refuse, type SsiResult } from './fault.ts';

/** An SSI packet without length and checksum. */
export interface SsiPacket {
  readonly opcode: number;
  /** 0: the decoder, 4: the host. */
  readonly source: number;
  /** See `ssiStatus`. */
  readonly status: number;
  /** At most 251 bytes. */
  readonly data: Uint8Array;
}

export const ssiSource = { decoder: 0, host: 4 } as const;

/** Bits of the status byte. */
export const ssiStatus = {
  /** The packet was sent before. */
  retransmit: 0x01,
  /** More packets of this message follow. */
  continuation: 0x02,
  /** Of PARAM_SEND and the like: keep the change when the power is off. */
  permanent: 0x08,
} as const;

export const headerBytes = 4;
export const checksumBytes = 2;
/** The length byte counts everything but the checksum. */
export const maxPacketBytes = 255 + checksumBytes;
export const maxDataBytes = 255 - headerBytes;

const noData = new Uint8Array(0);

/** @returns a fault where the data is longer than 251 bytes or another field than a byte. */
export function encodePacket(
  packet: Partial<SsiPacket> & { readonly opcode: number },
): SsiResult<Uint8Array> {
  const { opcode, source = ssiSource.host, status = 0, data = noData } = packet;
  if (data.length > maxDataBytes)
    return refuse('length', headerBytes, 'data', `at most ${maxDataBytes} bytes`);
  const wide = [opcode, source, status].findIndex(
    (value) => !Number.isInteger(value) || value < 0 || value > 255,
  );
  if (wide >= 0) return refuse('value', wide + 1, ['opcode', 'source', 'status'][wide] ?? '', 'a byte');
  const length = headerBytes + data.length;
  const bytes = new Uint8Array(length + checksumBytes);
  bytes.set([length, opcode, source, status]);
  bytes.set(data, headerBytes);
  const sum = checksum(bytes.subarray(0, length));
  bytes.set([sum >> 8, sum & 0xff], length);
  return { ok: true, value: bytes };
}

/** Reads exactly one packet; any opcode. */
export function decodePacket(bytes: Uint8Array): SsiResult<SsiPacket> {
  const length = bytes[0] ?? 0;
  if (length < headerBytes) return refuse('length', 0, 'length', `at least ${headerBytes}`);
  if (bytes.length !== length + checksumBytes) {
    const code = bytes.length < length + checksumBytes ? 'unfinished' : 'length';
    return refuse(code, bytes.length, 'packet', `${length + checksumBytes} bytes, ${bytes.length} are there`);
  }
  const expected = checksum(bytes.subarray(0, length));
  const found = (bytes[length] ?? 0) * 256 + (bytes[length + 1] ?? 0);
  if (found !== expected) return refuse('checksum', length, 'checksum', hex(expected));
  const [, opcode = 0, source = 0, status = 0] = bytes;
  return { ok: true, value: { opcode, source, status, data: bytes.slice(headerBytes, length) } };
}

/** The two's complement of the sum of the bytes, in 16 bits. */
function checksum(bytes: Uint8Array): number {
  return -bytes.reduce((sum, byte) => sum + byte, 0) & 0xffff;
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(4, '0')}`;
}
