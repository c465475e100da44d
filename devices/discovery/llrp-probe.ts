import { connect, type Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { decodeMessage } from '../../protocols/llrp/decode.ts';
import { encodeMessage } from '../../protocols/llrp/encode.ts';
import { LlrpFramer } from '../../protocols/llrp/framer.ts';
import { type LlrpMessage, type MessageOf, parameterIn } from '../../protocols/llrp/message.ts';
import { hostPort } from '../line/host-port.ts';
import { factsOf, factsText } from '../rfid/llrp/reader-facts.ts';
import type { AccessFault, FoundDevice } from './found-device.ts';

const llrpPort = 5084;
const answerMs = 3_000;

/**
 * Asks what answers at an address for what LLRP readers tell about themselves, and leaves it as it was. A reader that
 * another client holds is found all the same, with that as its fault.
 *
 * @param place `host`, `host:port` or `[address]:port`
 */
export function probeLlrpReader(place: string, clock: Clock): Promise<FoundDevice> {
  const { host, port } = placeOf(place);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const found = (name: string, fault: AccessFault | null) => {
      cancel();
      socket.destroySoon();
      const address = `llrp://${hostPort(host, port)}`;
      resolve({ attachment: 'network', role: 'rfid', address, node: null, name, usb: null, fault });
    };
    const silent = {
      message: 'nothing that speaks LLRP answers there',
      remedy: 'check address, port and network',
    };
    const cancel = clock.after(answerMs, () => found('unknown', silent));
    socket.on('error', (error) => found('unknown', { ...silent, message: messageOf(error) }));
    socket.on('close', () => found('unknown', silent));
    converse(socket, found);
  });
}

function converse(socket: Socket, found: (name: string, fault: AccessFault | null) => void): void {
  const framer = new LlrpFramer();
  socket.on('data', (chunk: Buffer) => {
    const { frames, error } = framer.push(chunk);
    if (error !== null) socket.destroy();
    for (const frame of frames) {
      const decoded = decodeMessage(frame.bytes);
      if (decoded.ok) answer(socket, decoded.message, found);
    }
  });
}

function answer(
  socket: Socket,
  message: LlrpMessage,
  found: (name: string, fault: AccessFault | null) => void,
): void {
  if (message.type === 'READER_EVENT_NOTIFICATION') {
    const refusal = refusalIn(message);
    if (refusal === null)
      send(socket, { type: 'GET_READER_CAPABILITIES', version: 1, id: 1, RequestedData: 'All' });
    else
      found('LLRP reader', {
        message: `it refuses the connection: ${refusal}`,
        remedy: 'end its other client',
      });
  } else if (message.type === 'GET_READER_CAPABILITIES_RESPONSE') {
    send(socket, { type: 'CLOSE_CONNECTION', version: 1, id: 2 });
    found(factsText(factsOf(message)), null);
  }
}

/** Why the reader does not take a client (LLRP 1.0.1, 13.2.6.11); null if it does, or tells of something else. */
function refusalIn(message: MessageOf<'READER_EVENT_NOTIFICATION'>): string | null {
  const data = parameterIn(message, 'ReaderEventNotificationData');
  const attempt = data && parameterIn(data, 'ConnectionAttemptEvent');
  return attempt === undefined || attempt.Status === 'Success' ? null : String(attempt.Status);
}

function send(socket: Socket, message: LlrpMessage): void {
  const encoded = encodeMessage(message);
  if (encoded.ok) socket.write(encoded.bytes);
}

function placeOf(place: string): { host: string; port: number } {
  const [, bracketed, plain, port] =
    /^(?:llrp:\/\/)?(?:\[(.+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(place) ?? [];
  return { host: bracketed ?? plain ?? place, port: port === undefined ? llrpPort : Number(port) };
}
