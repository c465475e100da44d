import type { LlrpParameter, ParameterOf } from '../../../protocols/llrp/message.ts';

type StatusCode = ParameterOf<'LLRPStatus'>['StatusCode'];

/** Where and why a request is refused (LLRP 1.0.1, 14). */
export interface Refusal {
  readonly code: StatusCode;
  readonly text: string;
  readonly inside?: LlrpParameter;
}

export function statusOf(refusal: Refusal | null): LlrpParameter {
  if (refusal === null) return { type: 'LLRPStatus', StatusCode: 'M_Success', ErrorDescription: '' };
  const { code, text, inside } = refusal;
  const status = { type: 'LLRPStatus', StatusCode: code, ErrorDescription: text } as const;
  return inside === undefined ? status : { ...status, parameters: [inside] };
}

/** A field of the message itself is wrong. */
export function fieldRefusal(field: number, text: string): Refusal {
  return {
    code: 'M_FieldError',
    text,
    inside: { type: 'FieldError', FieldNum: field, ErrorCode: 'A_Invalid' },
  };
}

/** A field of a parameter is wrong. */
export function parameterRefusal(
  type: number,
  field: number,
  why: 'A_Invalid' | 'A_OutOfRange',
  text: string,
): Refusal {
  return {
    code: 'M_ParameterError',
    text,
    inside: {
      type: 'ParameterError',
      ParameterType: type,
      ErrorCode: 'P_FieldError',
      parameters: [{ type: 'FieldError', FieldNum: field, ErrorCode: why }],
    },
  };
}
