import { type IConnectPacket, parser } from 'mqtt-packet';

/** Room for a client id, a user name and a token; nobody needs more before being known. */
const maxConnectBytes = 8 * 1024;

/** A CONNECT packet, its bytes, and what came behind it. */
export interface ReadConnect {
  readonly packet: IConnectPacket;
  readonly bytes: Buffer;
  /** The same, but asking for a clean session. */
  readonly cleanBytes: Buffer;
}

/** The first packet of a connection once it is whole: undefined while it is not, null if it can never be a CONNECT. */
export function readConnect(bytes: Buffer): ReadConnect | null | undefined {
  const size = connectSize(bytes);
  if (size === undefined || size === null) return size;
  if (bytes.length < size) return undefined;
  const packet = parseConnect(bytes.subarray(0, size));
  return packet === null ? null : { packet, bytes, cleanBytes: withCleanSession(bytes, size) };
}

/** The whole size of the CONNECT by its fixed header (MQTT 3.1.1, 3.1.1). */
function connectSize(bytes: Buffer): number | null | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] !== 0x10) return null;
  let length = 0;
  for (let at = 1; at <= 4; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 128 ** (at - 1);
    if (length > maxConnectBytes) return null;
    if (byte < 0x80) return at + 1 + length;
  }
  return null;
}

function parseConnect(bytes: Buffer): IConnectPacket | null {
  let connect: IConnectPacket | null = null;
  const parsing = parser();
  parsing.on('packet', (packet) => {
    if (packet.cmd === 'connect') connect = packet;
  });
  // Without a listener a malformed packet would be thrown out of the process.
  parsing.on('error', () => {});
  parsing.parse(bytes);
  return connect;
}

/**
 * Asks for a clean session in the client's place. A broker session would hold messages in memory for a station that may never
 * return; what it missed it is told when it subscribes (a server may drop a session at any time, and CONNACK says so).
 */
function withCleanSession(bytes: Buffer, size: number): Buffer {
  let headerBytes = 2;
  while ((bytes[headerBytes - 1] ?? 0) >= 0x80) headerBytes += 1;
  const nameBytes = bytes.readUInt16BE(headerBytes);
  const flagsAt = headerBytes + 2 + nameBytes + 1;
  const clean = Buffer.from(bytes);
  if (flagsAt < size) clean[flagsAt] = (clean[flagsAt] ?? 0) | 0x02;
  return clean;
}
