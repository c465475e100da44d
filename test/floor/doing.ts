import type { Sensed } from '../../edge/fulfilment/input.ts';

/** A tag that a reader at the desk hands on as a scan. */
export interface TagScan {
  readonly kind: 'tag_scan';
  readonly raw: string;
  readonly epc: string;
}

/** What a person does: a scan, a tag held to a reader, or something that a device tells. */
export type Doing = string | TagScan | Sensed;
