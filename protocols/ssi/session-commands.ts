import type { SsiFault } from './fault.ts';
import { refuse } from './fault.ts';
import type { SsiMessage } from './message.ts';
import { type NakCause, type SsiOpcodeName, ssiOpcode } from './opcodes.ts';
import { encodePacket, maxDataBytes, ssiStatus } from './packet.ts';

export interface SsiCommand {
  /** The caller's own number for it. */
  readonly id: number;
  /** WAKEUP is a single NUL, and is not answered. */
  readonly name: SsiOpcodeName | 'WAKEUP';
  readonly data?: Uint8Array;
  /** Of parameters: keep them when the power is off. */
  readonly permanent?: boolean;
}

export type SsiCommandEvent =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** `message`: what the decoder answered, where that is more than an acknowledgement. */
  | { readonly kind: 'command-done'; readonly id: number; readonly message: SsiMessage | null }
  | {
      readonly kind: 'command-failed';
      readonly id: number;
      readonly reason: NakCause | 'NO_ANSWER' | 'QUEUE_FULL';
    }
  | { readonly kind: 'fault'; readonly fault: SsiFault };

export interface SsiCommands {
  readonly queue: readonly SsiCommand[];
  /** The one that awaits its answer. */
  readonly sent: { readonly command: SsiCommand; readonly attempts: number; readonly dueMs: number } | null;
}

export interface SsiCommandStep {
  readonly commands: SsiCommands;
  readonly actions: readonly SsiCommandEvent[];
}

export const noCommands: SsiCommands = { queue: [], sent: null };

const longestQueue = 64;

/** Which answer ends a command; all others end with CMD_ACK. */
const answers: Partial<Readonly<Record<SsiCommand['name'], number>>> = {
  REQUEST_REVISION: ssiOpcode.REPLY_REVISION,
  REQUEST_ID: ssiOpcode.REPLY_ID,
  PARAM_REQUEST: ssiOpcode.PARAM_SEND,
  CAPABILITIES_REQUEST: ssiOpcode.CAPABILITIES_REPLY,
  BATCH_REQUEST: ssiOpcode.BATCH_DATA,
  SSI_MGMT_COMMAND: ssiOpcode.SSI_MGMT_COMMAND,
};

export function enqueue(commands: SsiCommands, command: SsiCommand): SsiCommandStep {
  const { id, data } = command;
  if (commands.queue.length >= longestQueue) {
    return { commands, actions: [{ kind: 'command-failed', id, reason: 'QUEUE_FULL' }] };
  }
  if (data !== undefined && data.length > maxDataBytes) {
    const { fault } = refuse('too_long', maxDataBytes, command.name, `at most ${maxDataBytes} bytes of data`);
    const failed = { kind: 'command-failed', id, reason: 'BAD_CONTEXT' } as const;
    return { commands, actions: [{ kind: 'fault', fault }, failed] };
  }
  return { commands: { ...commands, queue: [...commands.queue, command] }, actions: [] };
}

/** Sends the next command, if none awaits its answer. */
export function startNext(commands: SsiCommands, dueMs: number): SsiCommandStep {
  const [command, ...queue] = commands.queue;
  if (command === undefined || commands.sent !== null) return { commands, actions: [] };
  if (command.name !== 'WAKEUP') return sendAgain({ ...commands, queue }, command, 1, dueMs);
  const done = { kind: 'command-done', id: command.id, message: null } as const;
  const rest = startNext({ ...commands, queue }, dueMs);
  return { ...rest, actions: [{ kind: 'send', bytes: Uint8Array.of(0) }, done, ...rest.actions] };
}

function sendAgain(
  commands: SsiCommands,
  command: SsiCommand,
  attempts: number,
  dueMs: number,
): SsiCommandStep {
  const sent = { command, attempts, dueMs };
  return {
    commands: { ...commands, sent },
    actions: [{ kind: 'send', bytes: bytesOf(command, attempts > 1) }],
  };
}

function bytesOf({ name, data, permanent }: SsiCommand, again: boolean): Uint8Array {
  if (name === 'WAKEUP') return Uint8Array.of(0);
  const status = (again ? ssiStatus.retransmit : 0) | (permanent ? ssiStatus.permanent : 0);
  const packet = encodePacket({ opcode: ssiOpcode[name], status, ...(data && { data }) });
  // `enqueue` has looked at the length, which is all that can be wrong.
  return packet.ok ? packet.value : new Uint8Array(0);
}

/** The command that a packet of the decoder answers is done; null where it answers none. */
export function settle(commands: SsiCommands, opcode: number, message: SsiMessage): SsiCommandStep | null {
  const { sent } = commands;
  if (sent === null || opcode !== (answers[sent.command.name] ?? ssiOpcode.CMD_ACK)) return null;
  const done = {
    kind: 'command-done',
    id: sent.command.id,
    message: message.kind === 'ack' ? null : message,
  } as const;
  return { commands: { ...commands, sent: null }, actions: [done] };
}

/** The decoder refused a command, or asks for it again. */
export function commandFailed(
  commands: SsiCommands,
  cause: NakCause | null,
  attempts: number,
  dueMs: number,
): SsiCommandStep {
  if (cause === 'RESEND') return commandTimedOut(commands, attempts, dueMs);
  return commands.sent === null ? { commands, actions: [] } : giveUp(commands, cause ?? 'BAD_CONTEXT');
}

/** No answer came: the command is sent again, marked so, until its attempts are used up. */
export function commandTimedOut(commands: SsiCommands, attempts: number, dueMs: number): SsiCommandStep {
  const { sent } = commands;
  if (sent === null) return { commands, actions: [] };
  if (sent.attempts < attempts) return sendAgain(commands, sent.command, sent.attempts + 1, dueMs);
  return giveUp(commands, 'NO_ANSWER');
}

function giveUp(commands: SsiCommands, reason: NakCause | 'NO_ANSWER'): SsiCommandStep {
  const id = commands.sent?.command.id;
  const actions: SsiCommandEvent[] = id === undefined ? [] : [{ kind: 'command-failed', id, reason }];
  return { commands: { ...commands, sent: null }, actions };
}
