/**
 * One or several reads of a tag at an antenna, as a reader reported them, whatever the reader speaks. All decoders of reader
 * protocols end here, and smoothing begins here.
 */
export interface TagRead {
  /** The EPC of the tag's EPC bank, without PC word: upper-case hex, whole bytes. */
  readonly epc: string;
  /** The protocol control word before the EPC, where the reader tells it. */
  readonly pc: number | null;
  /** Counted from 1; 0 where the reader does not tell. */
  readonly antenna: number;
  /** The strongest read; may have a fraction. */
  readonly rssiDbm: number | null;
  /** How many reads this report stands for; at least 1. */
  readonly count: number;
  /** Microseconds since 1970-01-01 UTC by the reader's clock; null where it has none. */
  readonly firstSeenUs: number | null;
  readonly lastSeenUs: number | null;
  /** What only some readers tell. */
  readonly more?: TagReadDetail;
}

export interface TagReadDetail {
  /** The tag identifier bank: upper-case hex. */
  readonly tid?: string;
  /** 0 up to 2 pi. */
  readonly phaseRadians?: number;
  readonly dopplerHz?: number;
  readonly frequencyKhz?: number;
  /** Index into the reader's hop table, from 1. */
  readonly channel?: number;
}
