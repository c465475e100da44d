/** One direction's bytes at one moment of a TCP connection. */
export interface Segment {
  readonly from: 'client' | 'server';
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

const pcapMagic = 0xa1b2c3d4;
const rawIp = 101;
const snapLength = 65_535;
const mostPayload = 1_400;
const clientPort = 40_000;

/** A capture file of one connection, as a sniffer would have made it, with whole IPv4 and TCP headers. */
export function pcapOf(segments: readonly Segment[], serverPort: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32BE(pcapMagic, 0);
  header.writeUInt16BE(2, 4);
  header.writeUInt16BE(4, 6);
  header.writeUInt32BE(snapLength, 16);
  header.writeUInt32BE(rawIp, 20);
  const sent = { client: 1, server: 1 };
  const records = segments.flatMap(({ from, atMs, bytes }) => {
    const to = from === 'client' ? 'server' : 'client';
    const ports = from === 'client' ? [clientPort, serverPort] : [serverPort, clientPort];
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += mostPayload) {
      const payload = bytes.subarray(at, at + mostPayload);
      pieces.push(record(atMs, ipPacket(from, tcpSegment(ports, sent[from], sent[to], payload))));
      sent[from] += payload.length;
    }
    return pieces;
  });
  return Buffer.concat([header, ...records]);
}

function record(atMs: number, packet: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(Math.floor(atMs / 1000), 0);
  head.writeUInt32BE(Math.floor((atMs % 1000) * 1000), 4);
  head.writeUInt32BE(packet.length, 8);
  head.writeUInt32BE(packet.length, 12);
  return Buffer.concat([head, packet]);
}

function ipPacket(from: Segment['from'], segment: Buffer): Buffer {
  const hosts = from === 'client' ? '0a0000010a000002' : '0a0000020a000001';
  const head = Buffer.from(`450000000000400040060000${hosts}`, 'hex');
  head.writeUInt16BE(20 + segment.length, 2);
  return Buffer.concat([head, segment]);
}

function tcpSegment(ports: readonly number[], seq: number, ack: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt16BE(ports[0] ?? 0, 0);
  head.writeUInt16BE(ports[1] ?? 0, 2);
  head.writeUInt32BE(seq, 4);
  head.writeUInt32BE(ack, 8);
  // Five words of header; PSH and ACK.
  head.writeUInt16BE(0x5018, 12);
  head.writeUInt16BE(0xffff, 14);
  return Buffer.concat([head, payload]);
}
