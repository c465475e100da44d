import type { UhfCommand } from '../command.ts';
import { decoded } from '../decoding.ts';
import { quietMeaning, type UhfFamily, type UhfMeaning } from '../session.ts';
import {
  type ChafonBand,
  code,
  getReaderInformation,
  inventory18,
  inventory288,
  setBand,
  setBuzzer,
  setInventoryTime,
  setPower,
} from './commands.ts';
import { type ChafonCommand, type ChafonReply, encodeCommand, replyFraming } from './frame.ts';
import { type ChafonDialect, type ChafonMessage, decodeReply, tagReadsOf } from './reply.ts';
import { status } from './status.ts';

export interface ChafonSettings {
  readonly dialect: ChafonDialect;
  readonly band: ChafonBand;
  readonly powerDbm: number;
  /** Of a 288, from 1. */
  readonly antenna: number;
  /** How long one round may take. */
  readonly roundMs: number;
  readonly pauseMs: number;
  /** Whether the reader beeps at each tag. */
  readonly beeps: boolean;
}

/** The type that a UHFReader18 gives of itself; all later ones speak as a 288. */
const type18 = 0x09;

/** A polling session: round after round, each asked for. */
export function chafonFamily(settings: ChafonSettings): UhfFamily<ChafonReply> {
  const { dialect, roundMs } = settings;
  return {
    framing: replyFraming,
    setUp: [
      command('get reader information', getReaderInformation()),
      command('set power', setPower(settings.powerDbm)),
      command('set frequency band', setBand(settings.band)),
      command('set inventory time', setInventoryTime(roundMs)),
      { ...command('set buzzer', setBuzzer(settings.beeps)), optional: true },
    ],
    begin: command('inventory', dialect === 'uhfreader18' ? inventory18() : round288(settings)),
    end: null,
    meaningOf: (reply) => {
      const message = decodeReply(dialect, reply);
      return message.ok ? decoded(meaningOf(message.value, dialect, reply)) : message;
    },
    timing: {
      replyMs: 500,
      silenceMs: roundMs + 1000,
      pauseMs: settings.pauseMs,
      retryMs: 5000,
      tries: 3,
    },
  };
}

function round288({ antenna, roundMs }: ChafonSettings): ChafonCommand {
  return inventory288({ q: 4, session: 0, target: 'A', antenna, timeMs: roundMs, statistics: false });
}

function command(name: string, built: ChafonCommand): UhfCommand {
  return { name, code: built.command, bytes: encodeCommand(built) };
}

function meaningOf(message: ChafonMessage, dialect: ChafonDialect, reply: ChafonReply): UhfMeaning {
  switch (message.kind) {
    case 'inventory':
      return {
        ...quietMeaning,
        answers: code.inventory,
        reads: tagReadsOf(message.inventory),
        roundOver: !message.more,
      };
    case 'real-time':
      return { ...quietMeaning, reads: tagReadsOf(message.inventory) };
    case 'heartbeat':
      return quietMeaning;
    case 'statistics': {
      const text = `${message.reads} reads, ${message.readsPerSecond} a second`;
      return { ...quietMeaning, notice: { kind: 'statistics', text } };
    }
    case 'information':
      return identity(message.information.type, message.information.firmware, dialect);
    case 'done':
      return { ...quietMeaning, answers: message.command };
    case 'refused': {
      const kind = reply.status === status.antennaError ? 'antenna' : 'refused';
      const notice = { kind, text: message.text } as const;
      return { ...quietMeaning, answers: message.command, refused: message.text, notice };
    }
  }
}

/** A reader of the other dialect would be misread without any error, so it is refused here. */
function identity(type: number, firmware: string, dialect: ChafonDialect): UhfMeaning {
  const speaks: ChafonDialect = type === type18 ? 'uhfreader18' : 'uhfreader288';
  const hex = type.toString(16).toUpperCase().padStart(2, '0');
  return {
    ...quietMeaning,
    answers: code.readerInformation,
    refused: speaks === dialect ? null : `a reader of type ${hex} speaks ${speaks}, not ${dialect}`,
    notice: { kind: 'identity', text: `Chafon type ${hex}, firmware ${firmware}` },
  };
}
