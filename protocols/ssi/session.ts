import { type Assembly, assemble, textOf } from './assembly.ts';
import { codeTypeOf, identified } from './code-types.ts';
import { refuse, type SsiFault } from './fault.ts';
import { readMessage, type SsiMessage } from './message.ts';
import { type NakCause, nakCause, ssiOpcode } from './opcodes.ts';
import { encodePacket, type SsiPacket, ssiSource, ssiStatus } from './packet.ts';
import {
  commandFailed,
  commandTimedOut,
  enqueue,
  noCommands,
  type SsiCommand,
  type SsiCommandEvent,
  type SsiCommands,
  settle,
  startNext,
} from './session-commands.ts';
import { type SsiStreamState, ssiStreamCut, ssiStreamStart, ssiStreamStep } from './stream.ts';

export interface SsiSettings {
  /** How long the decoder may take to answer a command, and how often it is sent. */
  readonly answerTimeoutMs: number;
  readonly attempts: number;
  /** A longer pause inside a packet means that its rest is lost. */
  readonly characterTimeoutMs: number;
  /** A packet that the decoder sends again comes within this time; a later one, though marked so, is new. */
  readonly retransmitWindowMs: number;
  /** Multi-packet option of the decoder: 1 awaits an answer to each packet, 2 to the last only. */
  readonly multiPacketOption: 1 | 2;
}

export const usualSsiSettings: SsiSettings = {
  answerTimeoutMs: 2_000,
  attempts: 3,
  characterTimeoutMs: 200,
  retransmitWindowMs: 6_000,
  multiPacketOption: 1,
};

/** All times are those of one monotonic clock, in milliseconds. */
export type SsiInput =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly atMs: number }
  | { readonly kind: 'command'; readonly command: SsiCommand; readonly atMs: number }
  /** The scan is kept: the decoder may forget it. */
  | { readonly kind: 'accept'; readonly scanId: number; readonly atMs: number }
  /** The scan could not be kept: the decoder shows that to the person. */
  | { readonly kind: 'refuse'; readonly scanId: number; readonly atMs: number }
  /** Due at `ssiWakeAtMs`; harmless at any time. */
  | { readonly kind: 'tick'; readonly atMs: number };

export type SsiAction =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** Answer with `accept` or `refuse`. `text` has the AIM identifier before the data. */
  | {
      readonly kind: 'scan';
      readonly scanId: number;
      readonly codeType: number;
      readonly symbology: string;
      readonly aim: string | null;
      readonly data: Uint8Array;
      readonly text: string;
    }
  /** What the decoder says beside scans and answers: events, parameters. */
  | { readonly kind: 'message'; readonly message: SsiMessage }
  | { readonly kind: 'fault'; readonly fault: SsiFault }
  | SsiCommandEvent;

interface LastPacket {
  readonly packet: SsiPacket;
  readonly atMs: number;
  readonly answer: 'ack' | 'cancel' | 'waiting' | 'none';
}

export interface SsiSession {
  readonly stream: SsiStreamState;
  readonly lastByteAtMs: number;
  /** The last packet that awaits an answer of ours, to know it when it comes again. */
  readonly last: LastPacket | null;
  /** A packet was asked for again that had never come whole: it is new, though marked as sent before. */
  readonly awaitsFirst: boolean;
  readonly assembly: Assembly | null;
  /** The scan that the host has not decided on. */
  readonly openScan: number | null;
  readonly nextScanId: number;
  readonly commands: SsiCommands;
}

export const freshSsiSession: SsiSession = {
  stream: ssiStreamStart,
  lastByteAtMs: 0,
  last: null,
  awaitsFirst: false,
  assembly: null,
  openScan: null,
  nextScanId: 1,
  commands: noCommands,
};

export interface SsiStep {
  readonly state: SsiSession;
  readonly actions: readonly SsiAction[];
}

/** What one step does on its way: the state so far and what is to be done. */
interface Run {
  state: SsiSession;
  readonly actions: SsiAction[];
  readonly settings: SsiSettings;
  readonly atMs: number;
}

/**
 * The host's side of an SSI connection as a pure machine (Zebra 72E-40451). A scan is acknowledged when the host has accepted
 * it, not before; a packet with a wrong checksum is asked for again; a packet that comes again is answered again and
 * counts once; commands go one after the other, and again when no answer comes.
 */
export function ssiStep(settings: SsiSettings, state: SsiSession, input: SsiInput): SsiStep {
  const run: Run = { state, actions: [], settings, atMs: input.atMs };
  if (input.kind === 'bytes') takeBytes(run, input.bytes);
  else if (input.kind === 'command') applyCommands(run, enqueue(run.state.commands, input.command));
  else if (input.kind !== 'tick') decide(run, input.scanId, input.kind === 'accept' ? 'ack' : 'cancel');
  expire(run);
  const { commands, stream } = run.state;
  if (heldUntilMs(settings, run.state) <= run.atMs && stream.rest.length === 0) {
    applyCommands(run, startNext(commands, run.atMs + settings.answerTimeoutMs));
  }
  return { state: run.state, actions: run.actions };
}

/** The decoder waits for our answer to its scan: a command in between would be taken for it. In the end it gives up. */
function heldUntilMs({ retransmitWindowMs }: SsiSettings, { openScan, last }: SsiSession): number {
  return openScan === null || last === null ? Number.NEGATIVE_INFINITY : last.atMs + retransmitWindowMs;
}

/** When the next `tick` is due; null: none is. */
export function ssiWakeAtMs(settings: SsiSettings, state: SsiSession): number | null {
  const due = [
    state.commands.sent?.dueMs,
    state.stream.rest.length > 0 ? state.lastByteAtMs + settings.characterTimeoutMs : undefined,
    state.assembly !== null && state.last !== null
      ? state.last.atMs + settings.retransmitWindowMs
      : undefined,
    state.openScan !== null && state.commands.queue.length > 0 ? heldUntilMs(settings, state) : undefined,
  ].filter((atMs) => atMs !== undefined);
  return due.length === 0 ? null : Math.min(...due);
}

function update(run: Run, change: Partial<SsiSession>): void {
  run.state = { ...run.state, ...change };
}

function applyCommands(
  run: Run,
  step: { readonly commands: SsiCommands; readonly actions: readonly SsiAction[] },
): void {
  update(run, { commands: step.commands });
  run.actions.push(...step.actions);
}

function expire(run: Run): void {
  const { settings, atMs } = run;
  const { stream, lastByteAtMs, commands, assembly, last } = run.state;
  if (stream.rest.length > 0 && atMs >= lastByteAtMs + settings.characterTimeoutMs)
    takeStream(run, ssiStreamCut(stream));
  if (assembly !== null && last !== null && atMs >= last.atMs + settings.retransmitWindowMs) {
    update(run, { assembly: null });
    fault(
      run,
      refuse('unfinished', assembly.data.length, 'decode data', 'the packets that continue it').fault,
    );
  }
  if (commands.sent !== null && atMs >= commands.sent.dueMs) {
    applyCommands(
      run,
      commandTimedOut(run.state.commands, settings.attempts, atMs + settings.answerTimeoutMs),
    );
  }
}

function takeBytes(run: Run, bytes: Uint8Array): void {
  update(run, { lastByteAtMs: run.atMs });
  takeStream(run, ssiStreamStep(run.state.stream, bytes));
}

function takeStream(run: Run, { state, events }: ReturnType<typeof ssiStreamStep>): void {
  update(run, { stream: state });
  for (const event of events) {
    if (event.kind === 'packet') takePacket(run, event.packet);
    else askAgain(run, event.fault, event.header);
  }
}

function fault(run: Run, found: SsiFault): void {
  run.actions.push({ kind: 'fault', fault: found });
}

function send(run: Run, opcode: number, ...data: number[]): void {
  const packet = encodePacket({ opcode, data: Uint8Array.from(data) });
  if (packet.ok) run.actions.push({ kind: 'send', bytes: packet.value });
}

function nak(run: Run, cause: NakCause): void {
  send(run, ssiOpcode.CMD_NAK, nakCause[cause]);
}

/** The status byte of the damaged packet tells, as far as one can trust it, whether it was sent for the first time. */
function askAgain(run: Run, found: SsiFault, header: Uint8Array): void {
  fault(run, found);
  if (found.code === 'length') return;
  const [, , , status = 0] = header;
  update(run, { awaitsFirst: (status & ssiStatus.retransmit) === 0 });
  nak(run, 'RESEND');
}

/** Packets that the decoder repeats until they are answered; its answers to commands are none of them. */
const awaitsAnswer: ReadonlySet<number> = new Set([
  ssiOpcode.DECODE_DATA,
  ssiOpcode.EVENT,
  ssiOpcode.PARAM_SEND,
  ssiOpcode.IMAGE_DATA,
  ssiOpcode.VIDEO_DATA,
  ssiOpcode.BATCH_DATA,
  ssiOpcode.SSI_MGMT_COMMAND,
]);

function takePacket(run: Run, packet: SsiPacket): void {
  if (packet.source === ssiSource.host) return;
  const { last } = run.state;
  if (last !== null && isRepeated(run, last, packet)) {
    answer(run, last.answer);
    return;
  }
  update(run, { awaitsFirst: false });
  if (awaitsAnswer.has(packet.opcode)) update(run, { last: { packet, atMs: run.atMs, answer: 'none' } });
  const message = readMessage(packet);
  if (message.ok) takeMessage(run, packet, message.value);
  else {
    fault(run, message.fault);
    if (awaitsAnswer.has(packet.opcode)) answer(run, 'cancel');
  }
}

function isRepeated(
  { state, settings, atMs }: Run,
  { packet: last, atMs: lastMs }: LastPacket,
  packet: SsiPacket,
): boolean {
  const mask = ssiStatus.continuation;
  return (
    (packet.status & ssiStatus.retransmit) !== 0 &&
    !state.awaitsFirst &&
    atMs - lastMs <= settings.retransmitWindowMs &&
    packet.opcode === last.opcode &&
    (packet.status & mask) === (last.status & mask) &&
    packet.data.length === last.data.length &&
    packet.data.every((byte, index) => byte === last.data[index])
  );
}

/** Answers the last packet and remembers how, for when it comes again. */
function answer(run: Run, how: LastPacket['answer']): void {
  if (run.state.last !== null) update(run, { last: { ...run.state.last, answer: how } });
  if (how === 'ack') send(run, ssiOpcode.CMD_ACK);
  if (how === 'cancel') nak(run, 'CANCEL');
}

function takeMessage(run: Run, packet: SsiPacket, message: SsiMessage): void {
  if (message.kind === 'decode-data') {
    takeDecodeData(run, message, (packet.status & ssiStatus.continuation) !== 0);
    return;
  }
  if (awaitsAnswer.has(packet.opcode)) answer(run, 'ack');
  const { commands } = run.state;
  if (message.kind === 'nak') {
    const dueMs = run.atMs + run.settings.answerTimeoutMs;
    applyCommands(run, commandFailed(commands, message.cause, run.settings.attempts, dueMs));
    return;
  }
  const settled = settle(commands, packet.opcode, message);
  if (settled !== null) applyCommands(run, settled);
  else if (message.kind !== 'ack') run.actions.push({ kind: 'message', message });
}

function takeDecodeData(run: Run, packet: Assembly, continues: boolean): void {
  const step = assemble(run.state.assembly, packet, continues);
  update(run, { assembly: step.kind === 'part' ? step.assembly : null });
  if (step.kind === 'fault') {
    fault(run, step.fault);
    answer(run, 'cancel');
  } else if (step.kind === 'whole') tellScan(run, step.assembly);
  else if (run.settings.multiPacketOption === 1) answer(run, 'ack');
}

function tellScan(run: Run, { codeType, data }: Assembly): void {
  const text = textOf(data);
  if (text === null) {
    fault(
      run,
      refuse('value', 0, 'decode data', 'UTF-8 text without control characters but FS, GS, RS, US and EOT')
        .fault,
    );
    answer(run, 'cancel');
    return;
  }
  const scanId = run.state.nextScanId;
  update(run, { openScan: scanId, nextScanId: scanId + 1 });
  answer(run, 'waiting');
  const symbology = codeTypeOf(codeType).name;
  run.actions.push({ kind: 'scan', scanId, codeType, symbology, data, ...identified(codeType, text) });
}

function decide(run: Run, scanId: number, how: 'ack' | 'cancel'): void {
  // A decision on an older scan comes too late for the decoder: it has given up waiting.
  if (run.state.openScan !== scanId) return;
  update(run, { openScan: null });
  if (run.state.last?.answer === 'waiting') answer(run, how);
}
