/** Why bytes of a scale were refused. */
export interface ScaleFault {
  readonly code: /** A line or frame is cut, too long, or begins nowhere. */
    | 'framing'
    | 'checksum'
    | 'syntax'
    /** It is well-formed and means something that is no weight here: a count, an unknown unit. */
    | 'unsupported'
    | 'too_large';
  /** Bytes, or characters, from the begin of the line or frame. */
  readonly offset: number;
  readonly field: string;
  readonly expected: string;
}

export type ScaleResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: ScaleFault };

export function refuse(code: ScaleFault['code'], offset: number, field: string, expected: string) {
  return { ok: false as const, fault: { code, offset, field, expected } };
}
