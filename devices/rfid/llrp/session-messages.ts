import { type LlrpMessage, parameterIn } from '../../../protocols/llrp/message.ts';
import type { LlrpTagRead } from '../../../protocols/llrp/report-fields.ts';
import { inUtc, noteReadTimes } from './session-clock.ts';
import { noteEvent } from './session-events.ts';
import { finish, giveUp, lose, proceed, refuseConnection, setUp } from './session-flow.ts';
import type { Pending } from './session-state.ts';
import { setupSteps } from './session-steps.ts';
import { connectionRefusal, refusalIn } from './status-text.ts';
import type { Turn } from './turn.ts';

/** Takes whatever the reader says, in whatever order. */
export function takeMessage(turn: Turn, message: LlrpMessage): void {
  if (turn.state.phase === 'offline') return;
  turn.set({ heardMs: turn.atMs });
  switch (message.type) {
    case 'KEEPALIVE':
      turn.answer({ type: 'KEEPALIVE_ACK' }, message.id);
      break;
    case 'READER_EVENT_NOTIFICATION':
      takeNotification(turn, message);
      break;
    case 'ERROR_MESSAGE':
      takeError(turn, message);
      break;
    default:
      takeAnswer(turn, message);
  }
}

function takeNotification(turn: Turn, message: LlrpMessage): void {
  const data = parameterIn(message, 'ReaderEventNotificationData');
  if (data === undefined) {
    turn.trouble('the reader sends an event without its data');
    return;
  }
  noteEvent(turn, data);
  const attempt = parameterIn(data, 'ConnectionAttemptEvent');
  if (parameterIn(data, 'ConnectionCloseEvent') !== undefined) lose(turn, 'the reader hangs up');
  else if (attempt !== undefined && turn.state.phase === 'greeting') takeGreeting(turn, attempt.Status);
}

function takeGreeting(turn: Turn, status: string | number): void {
  const refusal = connectionRefusal(status);
  if (refusal === null) setUp(turn);
  else refuseConnection(turn, refusal);
}

/** An answer that nothing waits for came too late, and changes nothing. */
function takeAnswer(turn: Turn, message: LlrpMessage): void {
  const { pending, phase } = turn.state;
  if (phase === 'closing' && message.type === 'CLOSE_CONNECTION_RESPONSE') finish(turn);
  if (pending === null || message.id !== pending.id || message.type !== pending.answer) return;
  turn.set({ pending: null });
  const reason = refusalIn(message);
  if (reason !== null) {
    refuse(turn, pending, reason);
    return;
  }
  const fault = setupSteps[pending.step].done?.(turn, message);
  if (fault === undefined) proceed(turn);
  else giveUp(turn, fault);
}

function takeError(turn: Turn, message: LlrpMessage): void {
  const { pending, phase } = turn.state;
  if (phase === 'closing') return;
  const reason = refusalIn(message) ?? 'an error without a cause';
  if (pending === null || message.id !== pending.id) {
    turn.trouble(`the reader reports: ${reason}`);
    return;
  }
  turn.set({ pending: null });
  refuse(turn, pending, reason);
}

function refuse(turn: Turn, { step }: Pending, reason: string): void {
  const { refused, what } = setupSteps[step];
  if (refused === undefined) {
    giveUp(turn, `the reader refuses ${what}: ${reason}`);
    return;
  }
  refused(turn, reason);
  proceed(turn);
}

/** Takes the tags of a report; those of other programs' ROSpecs and those that the settings leave out are dropped. */
export function takeReads(turn: Turn, reads: readonly LlrpTagRead[]): void {
  if (turn.state.phase === 'offline') return;
  turn.set({ heardMs: turn.atMs });
  noteReadTimes(turn, reads);
  const { minRssiDbm = Number.NEGATIVE_INFINITY, epcPrefixes, roSpecId } = turn.settings;
  const ours = reads.filter(
    (read) =>
      (read.roSpecId === null || read.roSpecId === roSpecId) &&
      (read.rssiDbm ?? 0) >= minRssiDbm &&
      (epcPrefixes === undefined || epcPrefixes.some((prefix) => read.epc.startsWith(prefix))),
  );
  if (ours.length > 0) turn.tell({ kind: 'reads', reads: inUtc(turn.state, ours) });
}
