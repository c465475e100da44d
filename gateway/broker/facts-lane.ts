import type { Duplex } from 'node:stream';
import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import { publishHead } from '../fan-out/publish-frame.ts';
import { FrameReader } from './frame-reader.ts';

/**
 * How much of one connection may wait for its commit; beyond it the connection is read no further. With what one more read brings, 400
 * stations stay below what may wait in all, so that a storm after an outage is slowed down and none of them refused.
 */
const maxWaitingBytes = 64 * 1024;
/** aedes counts a client as alive by the packets that it sees; this is well within a keep-alive of one second. */
const showEveryMs = 250;
/** PUBLISH with QoS 1, whatever it says about retaining and repetition (MQTT 3.1.1, 3.3.1). */
const publishMask = 0xf6;
const publishQos1 = 0x32;

export interface FactsLaneDeps {
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly factsTopic: string;
  readonly ackTopic: string;
  /** Stores a message; calls back when it is durable, or with the fault of the store. */
  readonly submit: (payload: Buffer, settle: (fault: PackproofError | null) => void) => void;
}

export type FactsLane = ReturnType<typeof openFactsLane>;

/**
 * The way of a station's facts beside aedes. Their packets are by far the most that a gateway receives, all of one form, and
 * handled by a broker for everyone a message costs twice of what its commit does. They are taken out of the connection's input here, and
 * their PUBACKs go out together, once per commit. All else is left to aedes, packet by packet and in its order.
 */
export function openFactsLane(deps: FactsLaneDeps) {
  const { stream, clock } = deps;
  const topicField = fieldOf(deps.factsTopic);
  const reader = new FrameReader();
  const read = stream.read.bind(stream) as (size?: number) => Buffer | null;
  let isOpen = false;
  let waitingBytes = 0;
  let isHeld = false;
  let shownMs = Number.NEGATIVE_INFINITY;
  let isDue = true;
  let packetIds: number[] = [];
  let ack: string | null = null;
  let isScheduled = false;

  stream.read = (size?: number) => {
    // Node asks for more input so; whatever this returned would be lost.
    if (size === 0) return read(0);
    while (true) {
      while (reader.next()) {
        if (!isFacts()) return shown();
        take();
      }
      isHeld = waitingBytes >= maxWaitingBytes || stream.writableNeedDrain;
      const chunk = isHeld ? null : read();
      if (chunk === null) return null;
      reader.push(chunk);
      isDue = clock.monotonicMs() - shownMs >= showEveryMs;
    }
  };
  stream.on('drain', resume);

  function isFacts(): boolean {
    const { bytes, start, bodyAt, end } = reader;
    const idAt = bodyAt + topicField.length;
    return (
      isOpen &&
      !isDue &&
      ((bytes[start] as number) & publishMask) === publishQos1 &&
      idAt + 2 <= end &&
      bytes.compare(topicField, 0, topicField.length, bodyAt, idAt) === 0 &&
      bytes.readUInt16BE(idAt) > 0
    );
  }

  /** A packet for aedes, which takes the client for alive then. */
  function shown(): Buffer {
    shownMs = clock.monotonicMs();
    isDue = false;
    return reader.frame();
  }

  function take(): void {
    const { bytes, bodyAt, end } = reader;
    const idAt = bodyAt + topicField.length;
    const packetId = bytes.readUInt16BE(idAt);
    const size = end - idAt;
    waitingBytes += size;
    deps.submit(bytes.subarray(idAt + 2, end), (fault) => {
      waitingBytes -= size;
      if (fault === null) answer(packetId);
      // An error as an answer could make a client take its message for done.
      else stream.destroy();
    });
  }

  function answer(packetId: number): void {
    packetIds.push(packetId);
    schedule();
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    // Behind all that the commit settles.
    process.nextTick(flush);
  }

  function flush(): void {
    isScheduled = false;
    if (!stream.writable) return;
    // A client that does not read gets the rest when its socket has room, and of the cumulative acknowledgements the newest only.
    if (!stream.writableNeedDrain) write();
    resume();
  }

  function write(): void {
    const payload = ack === null ? null : Buffer.from(ack);
    const frames = [pubacks(packetIds)];
    if (payload !== null) frames.push(publishHead(deps.ackTopic, payload.length, 0, 0, false), payload);
    packetIds = [];
    ack = null;
    stream.write(frames.length === 1 ? frames[0] : Buffer.concat(frames));
  }

  function resume(): void {
    if (stream.writableNeedDrain) return;
    if (packetIds.length > 0 || ack !== null) schedule();
    if (!isHeld || waitingBytes >= maxWaitingBytes) return;
    isHeld = false;
    // aedes reads when its input says so.
    stream.emit('readable');
  }

  return {
    /** From now on facts are taken; a client hears its CONNACK before anything else (MQTT 3.1.1, 3.2). */
    open(): void {
      isOpen = true;
    },
    /** Tells the station how far its facts are durable; an acknowledgement that was not sent yet is replaced. */
    acknowledge(body: unknown): void {
      ack = JSON.stringify(body);
      schedule();
    },
  };
}

/** A text as it stands in a packet (MQTT 3.1.1, 1.5.3). */
function fieldOf(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** PUBACK packets (MQTT 3.1.1, 3.4). */
function pubacks(packetIds: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * packetIds.length);
  for (const [index, packetId] of packetIds.entries()) {
    bytes.writeUInt16BE(0x4002, 4 * index);
    bytes.writeUInt16BE(packetId, 4 * index + 2);
  }
  return bytes;
}
