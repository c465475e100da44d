/**
 * The bytes of a PUBLISH packet in front of its payload (MQTT 3.1.1, 3.3). Written apart, so that one payload in memory
 * serves all subscribers, also those whose sockets are full.
 */
export function publishHead(
  topic: string,
  payloadBytes: number,
  qos: 0 | 1,
  packetId: number,
  dup: boolean,
): Buffer {
  const topicBytes = Buffer.byteLength(topic);
  const remaining = 2 + topicBytes + (qos === 0 ? 0 : 2) + payloadBytes;
  const lengthBytes = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
  const head = Buffer.allocUnsafe(1 + lengthBytes + remaining - payloadBytes);
  head[0] = 0x30 | (dup ? 0x08 : 0) | (qos << 1);
  let rest = remaining;
  for (let at = 1; at <= lengthBytes; at += 1) {
    head[at] = (rest % 128) | (at < lengthBytes ? 0x80 : 0);
    rest = Math.floor(rest / 128);
  }
  const topicAt = 1 + lengthBytes;
  head.writeUInt16BE(topicBytes, topicAt);
  head.write(topic, topicAt + 2);
  if (qos > 0) head.writeUInt16BE(packetId, topicAt + 2 + topicBytes);
  return head;
}
