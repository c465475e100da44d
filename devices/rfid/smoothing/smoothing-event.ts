/** How a tag was read at one antenna. */
interface AntennaEvidence {
  readonly reader: string;
  readonly antenna: number;
  readonly zone: string;
  readonly reads: number;
  /** Null where the reader tells no RSSI. */
  readonly maxRssiDbm: number | null;
}

/** What a decision rests on. */
export interface ReadEvidence {
  readonly reads: number;
  readonly maxRssiDbm: number | null;
  readonly meanRssiDbm: number | null;
  /** Null where nothing was read. */
  readonly firstSeenMs: number | null;
  readonly lastSeenMs: number | null;
  readonly readers: readonly string[];
  /** The most reads first. */
  readonly antennas: readonly AntennaEvidence[];
}

export type CrossingDirection = 'in' | 'out' | 'turned-back' | 'undecided';

/** A portal's judgement of one passage. Levels are those of the outside above the inside, in dB. */
export interface CrossingEvidence {
  readonly startDb: number;
  readonly endDb: number;
  readonly outsideReads: number;
  readonly insideReads: number;
  readonly outsidePeakDbm: number | null;
  readonly insidePeakDbm: number | null;
  /** By how much the strongest read was stronger than the first, and than the last. */
  readonly riseDb: number;
  readonly fallDb: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

interface TagEvent {
  readonly epc: string;
  /** When it was decided; the evidence tells when it was read. */
  readonly atMs: number;
}

interface Arrived extends TagEvent {
  readonly kind: 'arrived';
  readonly zone: string;
  readonly by: 'reads' | 'strength';
  readonly evidence: ReadEvidence;
}

interface Moved extends TagEvent {
  readonly kind: 'moved';
  readonly from: string;
  readonly zone: string;
  /** By how much the new zone leads; null where the old one hears nothing any more. */
  readonly leadDb: number | null;
  readonly evidence: ReadEvidence;
}

interface Departed extends TagEvent {
  readonly kind: 'departed';
  readonly zone: string;
  /** Silent for longer than it can be while there, or forgotten for want of room. */
  readonly by: 'silence' | 'eviction';
  readonly silenceMs: number;
  readonly evidence: ReadEvidence;
}

interface Crossed extends TagEvent {
  readonly kind: 'crossed';
  readonly portal: string;
  readonly direction: CrossingDirection;
  /** 0 to 1: see crossing.ts. */
  readonly confidence: number;
  readonly crossing: CrossingEvidence;
}

/** A tag's arrivals and departures alternate, beginning with an arrival. */
export type SmoothingEvent = Arrived | Moved | Departed | Crossed;
