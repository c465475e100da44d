import type { Reading } from './bounce.ts';

/** A barcode or a tag that counts as one, or the same code given by touch. */
export interface ScanInput extends Reading {
  readonly kind: 'scan';
}

/** A scale settled. */
export interface WeightInput {
  readonly kind: 'weight';
  readonly device: string;
  /** Gross; net where a tare is set on the scale that it does not tell. */
  readonly grams: number;
  /** What the scale showed, where that was a net weight. */
  readonly netGrams?: number;
  /** The tare that was set on the scale. */
  readonly tareGrams?: number;
}

/** An RFID reader looked at what lies before it for a while, and found these: EPC banks in upper-case hex. */
export interface TagsInput {
  readonly kind: 'tags';
  readonly device: string;
  readonly epcs: readonly string[];
}

/** A printer is done with a job of the station, or cannot do it. */
export interface PrintedInput {
  readonly kind: 'printed';
  readonly job: number;
  readonly printer: string;
  readonly outcome: 'printed' | 'failed';
  readonly detail?: string;
}

/** A picture was taken or a signature given; its bytes are kept beside the facts. */
export interface AttachmentInput {
  readonly kind: 'photo' | 'signature';
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/svg+xml';
  /** Who signed. */
  readonly name?: string;
}

/** Nothing was scanned for so long. */
interface IdleInput {
  readonly kind: 'idle';
  readonly minutes: number;
}

/** What is not read from a barcode. */
export type Sensed = WeightInput | TagsInput | PrintedInput | AttachmentInput | IdleInput;

/** When it happened (ISO 8601 in UTC with milliseconds), and the seq that its first fact will get in the station's log. */
interface Occasion {
  readonly at: string;
  readonly nextSeq: number;
}

export type StepInput = (ScanInput | Sensed) & Occasion;
