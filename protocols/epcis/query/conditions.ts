import type { EpcRange } from './epc-pattern.ts';
import type { FieldKind } from './indexed-field.ts';

/** Members of an event of which there is one at most. */
export type Column =
  | 'type'
  | 'action'
  | 'bizStep'
  | 'disposition'
  | 'readPoint'
  | 'bizLocation'
  | 'transformationID'
  | 'eventID'
  | 'errorReason';

export type TimeColumn = 'eventTime' | 'recordTime' | 'declarationTime';

export type Comparison = 'EQ' | 'GT' | 'GE' | 'LT' | 'LE';

/** What the value of a field has to be; each of the alternatives will do. */
export type FieldTest =
  | { readonly op: 'EXISTS' }
  | {
      readonly op: 'EQ';
      readonly texts: readonly string[];
      readonly numbers: readonly number[];
      /** Milliseconds since 1970. */
      readonly times: readonly number[];
    }
  | { readonly op: 'GT' | 'GE' | 'LT' | 'LE'; readonly number: number | null; readonly time: number | null };

/** One thing that an event has to meet. All values are canonical; those of a list are alternatives. */
export type Condition =
  | { readonly on: 'column'; readonly column: Column; readonly values: readonly string[] }
  | { readonly on: 'time'; readonly column: TimeColumn; readonly op: 'GE' | 'LT'; readonly ms: number }
  | { readonly on: 'declared' }
  | {
      readonly on: 'epc';
      readonly roles: readonly number[];
      readonly exact: readonly string[];
      readonly ranges: readonly EpcRange[];
    }
  | {
      readonly on: 'quantity';
      readonly op: Comparison;
      readonly numbers: readonly number[];
      /** Null for a quantity in whatever unit. */
      readonly uom: string | null;
    }
  | {
      readonly on: 'field';
      readonly kind: FieldKind;
      /** The names that the field may have. */
      readonly names: readonly string[];
      readonly test: FieldTest;
      readonly uom: string | null;
    }
  | {
      readonly on: 'within';
      readonly column: 'readPoint' | 'bizLocation';
      readonly values: readonly string[];
    }
  | {
      readonly on: 'attribute';
      readonly field: { readonly column: Column } | { readonly names: readonly string[] };
      readonly attributes: readonly string[];
      /** Null if it is enough that there is one. */
      readonly values: readonly string[] | null;
    };

/** A query of events (EPCIS 2.0, 8.2.7.1): all conditions hold, and the results come in that order. */
export interface EventQuery {
  readonly conditions: readonly Condition[];
  readonly order: QueryOrder;
  readonly eventCountLimit: number | null;
  readonly maxEventCount: number | null;
}

/** `recorded` is the order in which events were captured. */
export interface QueryOrder {
  readonly by: 'recorded' | 'eventTime' | { readonly names: readonly string[] };
  readonly direction: 'ASC' | 'DESC';
}
