/** Why bytes are no LLRP message, or a tree cannot be encoded. */
export type LlrpErrorCode =
  /** Fewer bytes than the header or the length tells. */
  | 'truncated'
  /** The length of the header is not that of the message. */
  | 'message-length'
  /** A message longer than the cap. */
  | 'message-too-long'
  /** Neither LLRP 1.0.1 nor 1.1. */
  | 'unknown-version'
  /** Reserved bits of a header are set: mostly the stream is not LLRP, or its framing was lost. */
  | 'reserved-bits'
  /** A parameter's length is shorter than its header or reaches beyond its parent. */
  | 'parameter-length'
  /** A parameter without length field of a type that is not known: what follows it cannot be found. */
  | 'unknown-tv-parameter'
  /** Parameters nested deeper than any message needs. */
  | 'nested-too-deep'
  /** No RO_ACCESS_REPORT where one is needed. */
  | 'not-a-report'
  /** A report of a tag without its EPC. */
  | 'missing-parameter'
  /** A value that its field cannot hold. */
  | 'field-value'
  /** A `type` that is not declared. */
  | 'unknown-type';

export interface LlrpError {
  readonly code: LlrpErrorCode;
  /** The byte in the message, in what was encoded so far, or in the stream for the framer. */
  readonly offset: number;
  /** Names from the message down to the parameter, each with its place among its siblings: `ADD_ROSPEC/ROSpec[0]`. */
  readonly path: string;
  readonly field: string | null;
  readonly expected: string;
}

/** One line for a log or a person. */
export function llrpErrorText(error: LlrpError): string {
  const field = error.field === null ? '' : `.${error.field}`;
  return `${error.code} at byte ${error.offset}, ${error.path || 'header'}${field}: expected ${error.expected}`;
}

/**
 * Carries a refusal from the depth of a tree up to the function that returns it; never leaves this room. No Error: its stack
 * trace would cost seconds in a message full of broken vendors' parameters.
 */
export class LlrpRefusal {
  readonly error: LlrpError;

  constructor(error: LlrpError) {
    this.error = error;
  }
}
