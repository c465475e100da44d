/** Why bytes of an SSI device were refused. */
export interface SsiFault {
  readonly code:
    | 'length'
    | 'checksum'
    /** A packet stopped before its end. */
    | 'unfinished'
    | 'too_long'
    /** A field holds what it may not hold. */
    | 'value';
  /** Bytes from the begin of the packet, or of what is named. */
  readonly offset: number;
  readonly field: string;
  readonly expected: string;
}

export type SsiResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: SsiFault };

export function refuse(code: SsiFault['code'], offset: number, field: string, expected: string) {
  return { ok: false as const, fault: { code, offset, field, expected } };
}
