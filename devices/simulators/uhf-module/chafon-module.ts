import { code } from '../../../protocols/uhf/chafon/commands.ts';
import { type ChafonCommand, commandFraming, encodeReply } from '../../../protocols/uhf/chafon/frame.ts';
import { type ChafonDialect, replies } from '../../../protocols/uhf/chafon/reply.ts';
import { status } from '../../../protocols/uhf/chafon/status.ts';
import { commandEar, type ModuleModel, type Refusals, type SimulatedTag } from './module-model.ts';

const types: Readonly<Record<ChafonDialect, number>> = { uhfreader18: 0x09, uhfreader288: 0x0c };
const address = 0x00;
/** The readers count the signal strength in dB above this. */
const rssiZeroDbm = -129;
/** So many EPCs of 96 bits fit into one frame. */
const tagsPerFrame = 12;

/** A UHFReader18 or 288: it answers each inventory command with the tags of one round. */
export function chafonModule(dialect: ChafonDialect, refusals: Refusals): ModuleModel {
  let asked = false;
  const answer = ({ command }: ChafonCommand): Uint8Array[] => {
    const refused = refusals.get(command);
    if (refused !== undefined) return [encodeReply(replies.done(address, command, refused))];
    if (command === code.readerInformation) {
      return [encodeReply(replies.information(address, types[dialect], 'eu', 20))];
    }
    if (command !== code.inventory) return [encodeReply(replies.done(address, command))];
    asked = true;
    return [];
  };
  const ear = commandEar(commandFraming, answer);
  const frame = (tags: readonly SimulatedTag[], end: number) =>
    encodeReply(
      replies.inventory(dialect, address, end, {
        antennas: 1 << ((tags[0]?.antenna ?? 1) - 1),
        tags: tags.map(({ epc, rssiDbm }) => ({ epc, rssi: rssiDbm - rssiZeroDbm })),
      }),
    );
  const round = (tags: readonly SimulatedTag[]) => {
    if (!asked) return [];
    asked = false;
    if (tags.length === 0) return [encodeReply(replies.done(address, code.inventory, status.noTags))];
    const frames: Uint8Array[] = [];
    for (let at = 0; at < tags.length; at += tagsPerFrame) {
      const isLast = at + tagsPerFrame >= tags.length;
      frames.push(
        frame(tags.slice(at, at + tagsPerFrame), isLast ? status.roundComplete : status.moreFrames),
      );
    }
    return frames;
  };
  return {
    get reading() {
      return asked;
    },
    idleEveryMs: 50,
    hear: ear.hear,
    see: round,
    idle: () => round([]),
    powerOff: () => {
      asked = false;
      ear.powerOff();
    },
  };
}
