import type { UhfCommand } from '../command.ts';
import { decoded } from '../decoding.ts';
import { quietMeaning, type UhfFamily, type UhfMeaning } from '../session.ts';
import {
  code,
  getInformation,
  multiplePoll,
  type Query,
  setHopping,
  setPower,
  setQuery,
  setRegion,
  setSelectMode,
  stopMultiplePoll,
  type Yrm100Region,
} from './commands.ts';
import { encodeFrame, framing, type Yrm100Frame } from './frame.ts';
import { decodeReply, tagReadOf, type Yrm100Message } from './reply.ts';

export interface Yrm100Settings {
  readonly region: Yrm100Region;
  /** In 1/100 dBm. */
  readonly powerCdbm: number;
  readonly query: Query;
}

/** As many rounds as the command can ask for; when they are over the module falls silent and is asked again. */
const rounds = 0xffff;

/** A session that polls many times by one command. An empty poll is reported too, so silence means that polling has ended. */
export function yrm100Family({ region, powerCdbm, query }: Yrm100Settings): UhfFamily<Yrm100Frame> {
  return {
    framing,
    setUp: [
      { ...command('stop polling', stopMultiplePoll()), optional: true },
      command('get module information', getInformation('hardware')),
      command('set region', setRegion(region)),
      command('set hopping', setHopping(true)),
      command('set power', setPower(powerCdbm)),
      command('set query', setQuery(query)),
      { ...command('set select mode', setSelectMode('never')), optional: true },
    ],
    begin: command('poll', multiplePoll(rounds)),
    end: command('stop polling', stopMultiplePoll()),
    meaningOf: (frame) => {
      const message = decodeReply(frame);
      return message.ok ? decoded(meaningOf(message.value)) : message;
    },
    timing: { replyMs: 500, silenceMs: 1000, pauseMs: 0, retryMs: 2000, tries: 3 },
  };
}

function command(name: string, built: Yrm100Frame): UhfCommand {
  return { name, code: built.command, bytes: encodeFrame(built) };
}

function meaningOf(message: Yrm100Message): UhfMeaning {
  switch (message.kind) {
    case 'tag':
      return { ...quietMeaning, reads: [tagReadOf(message.tag)] };
    case 'no-tag':
      return quietMeaning;
    case 'information':
      return {
        ...quietMeaning,
        answers: code.moduleInformation,
        notice: { kind: 'identity', text: message.text },
      };
    case 'done':
      return { ...quietMeaning, answers: message.command };
    case 'refused':
      return {
        ...quietMeaning,
        answers: 'any',
        refused: message.text,
        notice: { kind: 'refused', text: message.text },
      };
  }
}
