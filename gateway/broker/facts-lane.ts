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
/** The type of a packet, and the flags that hold the QoS of a PUBLISH (MQTT 3.1.1, 2.2.1 and 3.3.1). */
const publish = 3;
const qosMask = 0x06;
const qos1 = 0x02;

export interface FactsLaneDeps {
  readonly stream: Duplex;
  readonly clock: Clock;
  readonly factsTopic: string;
  readonly ackTopic: string;
  /** Stores messages that came together; calls back when they are durable, or with the fault of the store. */
  readonly submit: (payloads: readonly Buffer[], settle: (fault: PackproofError | null) => void) => void;
}

/** Where a packet lies. */
type Frame = Readonly<Pick<FrameReader, 'bytes' | 'start' | 'bodyAt' | 'end'>>;

export type FactsLane = ReturnType<typeof openFactsLane>;

/**
 * The way of a station's facts beside aedes. Their packets are by far the most that a gateway receives, all of one form, and
 * handled by a broker for everyone a message costs twice of what its commit does. They are taken out of the connection's input here, and
 * their PUBACKs go out together, once per commit. All else is left to aedes, in its order.
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
  /** What was taken out of the input and not handed over yet, with its packet identifiers. */
  let taken: Buffer[] = [];
  let takenIds: number[] = [];
  let takenBytes = 0;
  let packetIds: number[] = [];
  let ack: string | null = null;
  let isScheduled = false;

  stream.read = (size?: number) => {
    // Node asks for more input so; whatever this returned would be lost.
    if (size === 0) return read(0);
    while (true) {
      const forAedes = sort();
      if (forAedes.length > 0) return shown(forAedes);
      isHeld = waitingBytes >= maxWaitingBytes || stream.writableNeedDrain;
      const chunk = isHeld ? null : read();
      if (chunk === null) return null;
      reader.push(chunk);
    }
  };
  stream.on('drain', resume);

  /**
   * Takes the facts out of all that came, in one go: behind it the connection may be at its end. Returns the packets for aedes; where it
   * should see a sign of life and there is no other, the last one of facts.
   */
  function sort(): Buffer[] {
    const forAedes: Buffer[] = [];
    const isDue = clock.monotonicMs() - shownMs >= showEveryMs;
    let last: Frame | null = null;
    while (reader.next()) {
      if (last !== null) take(last);
      last = null;
      const isOwn = isOwnTopic();
      if (!isOwn || !isForLane()) {
        forAedes.push(reader.frame());
        // What comes behind facts that aedes handles must not overtake them.
        if (isOwn && isOpen) break;
      } else if (isDue && forAedes.length === 0) {
        const { bytes, start, bodyAt, end } = reader;
        last = { bytes, start, bodyAt, end };
      } else take(reader);
    }
    if (last !== null) forAedes.push(last.bytes.subarray(last.start, last.end));
    if (taken.length > 0) handOver();
    return forAedes;
  }

  function isOwnTopic(): boolean {
    const { bytes, start, bodyAt, end } = reader;
    const idAt = bodyAt + topicField.length;
    return (
      (bytes[start] as number) >> 4 === publish &&
      idAt <= end &&
      bytes.compare(topicField, 0, topicField.length, bodyAt, idAt) === 0
    );
  }

  function isForLane(): boolean {
    const { bytes, start, bodyAt, end } = reader;
    const idAt = bodyAt + topicField.length;
    return (
      isOpen &&
      ((bytes[start] as number) & qosMask) === qos1 &&
      idAt + 2 <= end &&
      bytes.readUInt16BE(idAt) > 0
    );
  }

  function shown(packets: Buffer[]): Buffer {
    shownMs = clock.monotonicMs();
    const [first] = packets;
    return packets.length === 1 && first !== undefined ? first : Buffer.concat(packets);
  }

  function take({ bytes, bodyAt, end }: Frame): void {
    const idAt = bodyAt + topicField.length;
    const packetId = bytes.readUInt16BE(idAt);
    taken.push(bytes.subarray(idAt + 2, end));
    takenIds.push(packetId);
    takenBytes += end - idAt;
  }

  function handOver(): void {
    const [payloads, ids, size] = [taken, takenIds, takenBytes];
    taken = [];
    takenIds = [];
    takenBytes = 0;
    waitingBytes += size;
    deps.submit(payloads, (fault) => {
      waitingBytes -= size;
      if (fault === null) answer(ids);
      // An error as an answer could make a client take its message for done.
      else stream.destroy();
    });
  }

  function answer(ids: readonly number[]): void {
    for (const id of ids) packetIds.push(id);
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
