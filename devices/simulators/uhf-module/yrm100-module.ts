import { code } from '../../../protocols/uhf/yrm100/commands.ts';
import { encodeFrame, framing, type Yrm100Frame } from '../../../protocols/uhf/yrm100/frame.ts';
import { replies } from '../../../protocols/uhf/yrm100/reply.ts';
import { commandEar, type ModuleModel, type Refusals, type SimulatedTag } from './module-model.ts';

/** A YRM100: once told to poll many times it reports each tag, and each poll without one, until the polls are over. */
export function yrm100Module(refusals: Refusals): ModuleModel {
  let pollsLeft = 0;
  const answer = ({ command, parameters }: Yrm100Frame): Uint8Array[] => {
    const refused = refusals.get(command);
    if (refused !== undefined) return [encodeFrame(replies.error(refused))];
    if (command === code.multiplePoll) {
      pollsLeft = ((parameters[1] ?? 0) << 8) | (parameters[2] ?? 0);
      return [];
    }
    if (command === code.stopMultiplePoll) pollsLeft = 0;
    if (command === code.moduleInformation) {
      return [encodeFrame(replies.information(parameters[0] ?? 0, 'M100 26dBm V1.0'))];
    }
    return [encodeFrame(replies.done(command))];
  };
  const ear = commandEar(framing, answer);
  const poll = (frames: () => Uint8Array[]) => {
    if (pollsLeft === 0) return [];
    pollsLeft -= 1;
    return frames();
  };
  const tagFrame = ({ epc, rssiDbm }: SimulatedTag) =>
    encodeFrame(replies.tag({ rssiDbm, pc: (epc.length / 4) << 11, epc, tagCrc: 0xbeef }));
  return {
    get reading() {
      return pollsLeft > 0;
    },
    idleEveryMs: 100,
    hear: ear.hear,
    see: (tags) => poll(() => tags.map(tagFrame)),
    idle: () => poll(() => [encodeFrame(replies.noTag())]),
    powerOff: () => {
      pollsLeft = 0;
      ear.powerOff();
    },
  };
}
