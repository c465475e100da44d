import { opcode, streamRequest } from '../../../protocols/uhf/thingmagic/commands.ts';
import {
  commandFraming,
  encodeReply,
  type ThingMagicCommand,
} from '../../../protocols/uhf/thingmagic/frame.ts';
import { replies } from '../../../protocols/uhf/thingmagic/reply.ts';
import {
  noMetadata,
  protocolGen2,
  type ThingMagicTag,
} from '../../../protocols/uhf/thingmagic/tag-record.ts';
import { commandEar, type ModuleModel, type Refusals, type SimulatedTag } from './module-model.ts';

const version = {
  bootloader: '20.16.12.06',
  hardware: '30.00.00.02',
  firmwareDate: '20.21.10.01',
  firmware: '02.01.03.11',
  protocols: 0x10,
};
const notStreaming = 0x0105;

/** An M6e or M7e: it streams tags from a start until a stop, and a keep-alive each second. */
export function thingMagicModule(refusals: Refusals): ModuleModel {
  let streaming = false;
  const answer = (command: ThingMagicCommand): Uint8Array[] => {
    const refused = refusals.get(command.opcode);
    if (refused !== undefined) return [encodeReply(replies.done(command.opcode, refused))];
    if (command.opcode === opcode.version) return [encodeReply(replies.version(version))];
    if (command.opcode !== opcode.multiProtocolTagOperation)
      return [encodeReply(replies.done(command.opcode))];
    const request = streamRequest(command.data);
    const idle = request?.start === false && !streaming;
    streaming = request?.start ?? streaming;
    return [encodeReply(replies.done(command.opcode, idle ? notStreaming : 0))];
  };
  const ear = commandEar(commandFraming, answer);
  const tagOf = ({ epc, antenna, rssiDbm }: SimulatedTag): ThingMagicTag => ({
    ...noMetadata,
    readCount: 1,
    rssiDbm,
    antennaPorts: (antenna << 4) | antenna,
    frequencyKhz: 866_300,
    timestampMs: 0,
    phaseDegrees: 90,
    protocol: protocolGen2,
    data: '',
    gpio: 0,
    pc: (epc.length / 4) << 11,
    xpc: '',
    epc,
    tagCrc: 0xbeef,
  });
  return {
    get reading() {
      return streaming;
    },
    idleEveryMs: 1_000,
    hear: ear.hear,
    see: (tags) => (streaming ? tags.map((tag) => encodeReply(replies.tag(tagOf(tag)))) : []),
    idle: () => (streaming ? [encodeReply(replies.keepAlive())] : []),
    powerOff: () => {
      streaming = false;
      ear.powerOff();
    },
  };
}
