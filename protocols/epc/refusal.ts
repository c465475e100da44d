/** Why bits, a URI or elements are no EPC. The code says what kind of fault, the field and the offset say where. */
export type EpcRefusalCode =
  /** A character that is not a hexadecimal digit. */
  | 'not_hexadecimal'
  /** The bits end within the field. */
  | 'truncated'
  /** All zero, or header 00: the tag never got an EPC (TDS 2.3, table 14-1). */
  | 'unprogrammed_tag'
  /** Header E2: the tag identifier, which makers leave in the EPC bank (TDS 2.3, table 14-1). */
  | 'tid_content'
  /** The toggle bit of the PC word is set: an ISO application family, not an EPC (TDS 2.3, 9.3). */
  | 'iso_application_family'
  | 'unknown_header'
  /** Partition 7, or components whose lengths fit no row of the partition table (TDS 2.3, 14.3.3). */
  | 'bad_partition'
  /** A number that is greater than its field or its digits can hold. */
  | 'overflow'
  | 'nonzero_padding'
  | 'invalid_character'
  | 'leading_zero'
  | 'bad_length'
  | 'bad_check_digit'
  | 'bad_date'
  /** An encoding indicator, date type or hostname sequence that the standard keeps for the future. */
  | 'reserved_value'
  | 'unknown_ai'
  | 'repeated_ai'
  | 'missing_ai'
  /** The scheme has no place for this element, hostname or date. */
  | 'not_in_scheme'
  | 'bad_filter'
  | 'bad_uri'
  | 'unknown_scheme'
  /** A number that must not become an SGTIN: restricted circulation, coupons, ISSN (TDS 2.3, 7.3.3 to 7.3.8). */
  | 'number_not_for_epc'
  | 'company_prefix_length_unknown'
  /** GID, USDOD and ADI have no GS1 key, hence no Digital Link. */
  | 'no_digital_link'
  /** More than the 496 bits that a PC word can announce (TDS 2.3, table 9-3). */
  | 'too_long';

/** An expected refusal: returned, never thrown. */
export interface EpcRefusal {
  readonly ok: false;
  readonly code: EpcRefusalCode;
  /** The field of the coding table, or `(21)` for the value of an application identifier. */
  readonly field: string;
  /** Counted from 0: bits from the first bit of the header, or characters of the named field. */
  readonly offset: number;
  readonly unit: 'bit' | 'character';
  /** What would have been right. */
  readonly expected: string;
}

export type EpcResult<Value> = { readonly ok: true; readonly value: Value } | EpcRefusal;

export function refuseAtBit(
  code: EpcRefusalCode,
  field: string,
  offset: number,
  expected: string,
): EpcRefusal {
  return { ok: false, code, field, offset, unit: 'bit', expected };
}

export function refuseAtCharacter(
  code: EpcRefusalCode,
  field: string,
  offset: number,
  expected: string,
): EpcRefusal {
  return { ok: false, code, field, offset, unit: 'character', expected };
}
