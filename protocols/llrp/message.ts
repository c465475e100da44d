/**
 * LLRP 1.0.1 and 1.1 messages as trees of plain objects.
 *
 * A message or parameter is `{ type, ...fields, parameters? }`. `type` and the fields have the names of the LLRP Toolkit,
 * so that TypeScript knows the fields from `type`; sub-parameters stand in `parameters` in the order of the wire:
 *
 *     const request: LlrpMessage = {
 *       type: 'ADD_ROSPEC', version: 1, id: 7,
 *       parameters: [{ type: 'ROSpec', ROSpecID: 1, Priority: 0, CurrentState: 'Disabled', parameters: [...] }],
 *     };
 *     const encoded = encodeMessage(request);            // encode.ts: { ok: true, bytes } or { ok: false, error }
 *     const { frames, error } = framer.push(chunk);      // framer.ts: cuts a TCP stream into whole messages
 *     const decoded = decodeMessage(frame.bytes);        // decode.ts: { ok: true, message } or { ok: false, error }
 *     const status = parameterIn(message, 'LLRPStatus'); // status?.StatusCode === 'M_Success'
 *     const faults = checkMessage(message);              // check.ts: missing, repeated, misplaced parameters
 *     const reads = reader.read(frame.bytes);            // tag-report.ts: RO_ACCESS_REPORT straight to TagReads
 *
 * An enumerated value is its name, or the bare number where it has none. What is unknown is kept byte for byte: vendors'
 * as `Custom` and `CUSTOM_MESSAGE`, the rest as `UnknownParameter` and `UnknownMessage`. Encoding a decoded message
 * gives its bytes back.
 */

import type { Fields, MessageDefinition, ParameterDefinition, ValuesOf } from './declare.ts';
import type { messageDefinitions, parameterDefinitions } from './registry.ts';

type Parameters = typeof parameterDefinitions;
type Messages = typeof messageDefinitions;

export type ParameterName = keyof Parameters;
export type MessageName = keyof Messages;

type FieldsOfParameter<N extends ParameterName> =
  Parameters[N] extends ParameterDefinition<infer F extends Fields> ? ValuesOf<F> : never;
type FieldsOfMessage<N extends MessageName> =
  Messages[N] extends MessageDefinition<infer F extends Fields> ? ValuesOf<F> : never;

interface Body {
  /** Sub-parameters in the order of the wire; absent where there are none. */
  readonly parameters?: readonly LlrpParameter[];
  /** The values of the reserved bits, in their order; absent where all are 0, as they shall be. */
  readonly reserved?: readonly number[];
}

interface Header {
  /** 1 for LLRP 1.0.1, 2 for LLRP 1.1. */
  readonly version: LlrpVersion;
  /** A response has that of its request. */
  readonly id: number;
}

export type LlrpVersion = 1 | 2;

export type ParameterOf<N extends ParameterName> = { readonly type: N } & FieldsOfParameter<N> & Body;
export type MessageOf<N extends MessageName> = { readonly type: N } & Header & FieldsOfMessage<N> & Body;

/** A parameter of a type that LLRP 1.1 does not have. */
interface UnknownParameter {
  readonly type: 'UnknownParameter';
  /** 0 to 1022. */
  readonly number: number;
  /** What follows the header, in upper-case hex. */
  readonly data: string;
  readonly parameters?: never;
}

/** A message of a type that LLRP 1.1 does not have. */
interface UnknownMessage extends Header {
  readonly type: 'UnknownMessage';
  /** 0 to 1022. */
  readonly number: number;
  readonly data: string;
  readonly parameters?: never;
}

export type LlrpParameter = { [N in ParameterName]: ParameterOf<N> }[ParameterName] | UnknownParameter;
export type LlrpMessage = { [N in MessageName]: MessageOf<N> }[MessageName] | UnknownMessage;

interface Parent {
  readonly parameters?: readonly LlrpParameter[];
}

/** The first sub-parameter of that name. */
export function parameterIn<N extends ParameterName>(parent: Parent, name: N): ParameterOf<N> | undefined {
  return parent.parameters?.find(
    (parameter): parameter is ParameterOf<N> & LlrpParameter => parameter.type === name,
  );
}

/** Every sub-parameter of that name, in the order of the wire. */
export function parametersIn<N extends ParameterName>(parent: Parent, name: N): readonly ParameterOf<N>[] {
  const found = parent.parameters?.filter(
    (parameter): parameter is ParameterOf<N> & LlrpParameter => parameter.type === name,
  );
  return found ?? [];
}
