import { type LlrpMessage, type ParameterOf, parameterIn } from '../../../protocols/llrp/message.ts';
import { parameterOfType } from '../../../protocols/llrp/registry.ts';

const longestText = 200;
/** Errors of parameters stand inside each other; deeper ones say no more to a person. */
const deepest = 6;

/** Null where the message reports success; else what went wrong, with the place that the reader names. */
export function refusalIn(message: LlrpMessage): string | null {
  const status = parameterIn(message, 'LLRPStatus');
  if (status === undefined) return 'an answer without a status';
  if (status.StatusCode === 'M_Success') return null;
  const description = status.ErrorDescription === '' ? '' : ` "${clipped(status.ErrorDescription)}"`;
  const places = placesOf(status, deepest);
  return `${status.StatusCode}${description}${places.length === 0 ? '' : ` (${places.join(', ')})`}`;
}

function placesOf(parent: ParameterOf<'LLRPStatus' | 'ParameterError'>, depth: number): string[] {
  const field = parameterIn(parent, 'FieldError');
  const inner = depth === 0 ? undefined : parameterIn(parent, 'ParameterError');
  const places = field === undefined ? [] : [`field ${field.FieldNum}: ${field.ErrorCode}`];
  if (inner === undefined) return places;
  const name = parameterOfType(inner.ParameterType)?.name ?? `parameter ${inner.ParameterType}`;
  return [...places, `${name}: ${inner.ErrorCode}`, ...placesOf(inner, depth - 1)];
}

/** What a reader sent as text, short enough to be shown. */
export function clipped(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}...`;
}

const connectionRefusals: Readonly<Record<string, string>> = {
  Failed_A_Reader_Initiated_Connection_Already_Exists:
    'the reader has dialled another program by itself: switch off its reader-initiated connections',
  Failed_A_Client_Initiated_Connection_Already_Exists:
    'another program holds the only connection of the reader: end that program, or wait until it lets go',
  Failed_Reason_Other_Than_A_Connection_Already_Exists:
    'the reader takes no connection for a reason of its own: look at its web page, or restart it',
};

/** What a person can do about a refused connection; null where it was not refused (LLRP 1.0.1, 13.2.6.12). */
export function connectionRefusal(status: string | number): string | null {
  if (status === 'Success' || status === 'Another_Connection_Attempted') return null;
  return connectionRefusals[status] ?? `the reader takes no connection: status ${status}`;
}
