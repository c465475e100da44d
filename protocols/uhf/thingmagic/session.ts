import type { UhfCommand } from '../command.ts';
import { decoded } from '../decoding.ts';
import { quietMeaning, type UhfFamily, type UhfMeaning } from '../session.ts';
import {
  bootFirmware,
  getVersion,
  opcode,
  setAntennas,
  setReadFilter,
  setReadPower,
  setRegion,
  setTagProtocol,
  startStream,
  stopStream,
  type ThingMagicRegion,
} from './commands.ts';
import { encodeCommand, replyFraming, type ThingMagicCommand, type ThingMagicReply } from './frame.ts';
import { decodeReply, type ThingMagicMessage } from './reply.ts';
import { statusHighReturnLoss, statusNoAntenna, statusThrottled } from './status.ts';
import { tagReadOf } from './tag-record.ts';

export interface ThingMagicSettings {
  readonly region: ThingMagicRegion;
  /** Ports to read at, from 1. */
  readonly antennas: readonly number[];
  /** In 1/100 dBm. */
  readonly readPowerCdbm: number;
}

/** A streaming session with an M6e or M7e. It goes on reading when the module throttles because it is hot. */
export function thingMagicFamily(settings: ThingMagicSettings): UhfFamily<ThingMagicReply> {
  return {
    framing: replyFraming,
    setUp: [
      // A module that was left streaming answers nothing else; one that was not says that there is nothing to stop.
      { ...command('stop', stopStream()), optional: true },
      { ...command('boot firmware', bootFirmware()), optional: true },
      command('get version', getVersion()),
      command('set region', setRegion(settings.region)),
      command('set tag protocol', setTagProtocol()),
      command('set antennas', setAntennas(settings.antennas)),
      command('set read power', setReadPower(settings.readPowerCdbm)),
      { ...command('set read filter', setReadFilter(false)), optional: true },
    ],
    begin: command('start reading', startStream()),
    end: command('stop reading', stopStream()),
    meaningOf: (reply) => {
      const message = decodeReply(reply);
      return message.ok ? decoded(meaningOf(message.value, reply)) : message;
    },
    // A keep-alive comes each second while nothing is seen.
    timing: { replyMs: 1000, silenceMs: 3000, pauseMs: 500, retryMs: 5000, tries: 3 },
  };
}

function command(name: string, built: ThingMagicCommand): UhfCommand {
  return { name, code: built.opcode, bytes: encodeCommand(built) };
}

function meaningOf(message: ThingMagicMessage, { opcode: code, status }: ThingMagicReply): UhfMeaning {
  switch (message.kind) {
    case 'tag':
      return { ...quietMeaning, reads: [tagReadOf(message.tag)] };
    case 'tags':
      return { ...quietMeaning, answers: code, reads: message.tags.map(tagReadOf) };
    case 'temperature':
      return { ...quietMeaning, notice: { kind: 'temperature', text: `${message.celsius} °C` } };
    case 'stream-ended':
      return { ...quietMeaning, roundOver: true };
    case 'version': {
      const { hardware, firmware } = message.version;
      return {
        ...quietMeaning,
        answers: code,
        notice: { kind: 'identity', text: `ThingMagic hardware ${hardware}, firmware ${firmware}` },
      };
    }
    case 'refused': {
      const notice = { kind: noticeKind(status), text: message.text } as const;
      // Within a stream the module tells its troubles and goes on.
      if (code === opcode.readTagIdMultiple) return { ...quietMeaning, notice };
      return { ...quietMeaning, answers: code, refused: message.text, notice };
    }
    case 'done':
      return { ...quietMeaning, answers: code };
    case 'keep-alive':
    case 'statistics':
      return quietMeaning;
  }
}

function noticeKind(status: number): 'throttled' | 'antenna' | 'refused' {
  if (status === statusThrottled) return 'throttled';
  return status === statusHighReturnLoss || status === statusNoAntenna ? 'antenna' : 'refused';
}
