/** Why bytes could not be read: where, in which field, and what would have been right. */
export interface DecodeFault {
  /** Counted in bytes from the start of what was decoded. */
  readonly offset: number;
  readonly field: string;
  readonly expected: string;
}

export type Decoded<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: DecodeFault };

export function decoded<Value>(value: Value): Decoded<Value> {
  return { ok: true, value };
}

export function undecodable(offset: number, field: string, expected: string): Decoded<never> {
  return { ok: false, fault: { offset, field, expected } };
}
