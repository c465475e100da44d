import { csetnumeric } from './character-linters.ts';
import {
  type CouponCursor,
  type CouponField,
  codeField,
  digitsField,
  readFields,
  sizedField,
} from './coupon-fields.ts';
import { yymmdd } from './date-linters.ts';
import { type Linter, type LintFault, lintFault, wholeFault } from './lint.ts';

const anyDigit = '0123456789';
const offerCode = digitsField(6, 'coupon_truncated_offer_code');
const serialNumber = sizedField({
  allowed: anyDigit,
  extra: 6,
  missing: 'coupon_missing_serial_number_vli',
  invalid: 'coupon_truncated_serial_number',
  truncated: 'coupon_truncated_serial_number',
});

/** How much must be bought of which family: the same for the first, second and third purchase. */
function purchase(nth: '1st' | '2nd' | '3rd'): CouponField[] {
  return [
    sizedField({
      allowed: '12345',
      extra: 0,
      missing: `coupon_missing_${nth}_purchase_requirement_vli`,
      invalid: `coupon_invalid_${nth}_purchase_requirement_length`,
      truncated: `coupon_truncated_${nth}_purchase_requirement`,
    }),
    codeField(
      '012349',
      `coupon_missing_${nth}_purchase_requirement_code`,
      `coupon_invalid_${nth}_purchase_requirement_code`,
    ),
    digitsField(3, `coupon_truncated_${nth}_purchase_family_code`),
  ];
}

function purchasePrefix(nth: '2nd' | '3rd'): CouponField {
  return sizedField({
    allowed: '01234569',
    extra: 6,
    missing: `coupon_missing_${nth}_purchase_gcp_vli`,
    invalid: `coupon_invalid_${nth}_purchase_gcp_length`,
    truncated: `coupon_truncated_${nth}_purchase_gcp`,
    nineIsNone: true,
    companyPrefix: true,
  });
}

function dateField(name: 'expiration' | 'start'): CouponField {
  const digits = digitsField(6, `coupon_too_short_for_${name}_date`);
  return (cursor) => {
    const { text, at, context } = cursor;
    digits(cursor);
    if (cursor.fault === null && yymmdd(text, at, at + 6, context) !== null) {
      cursor.fault = lintFault(`coupon_invalid_${name}_date`, at, 6);
    }
  };
}

/** An expiration date stands directly before the start date if there is one: marker and six digits each. */
const startNotAfterExpiration: CouponField = (cursor) => {
  const startAt = cursor.at - 6;
  const expirationAt = startAt - 7;
  if (cursor.text.slice(startAt, cursor.at) > cursor.text.slice(expirationAt, expirationAt + 6)) {
    cursor.fault = lintFault('coupon_expiration_before_start', expirationAt - 1, 14);
  }
};

const offer: readonly CouponField[] = [
  sizedField({
    allowed: '0123456',
    extra: 6,
    missing: 'coupon_missing_gcp_vli',
    invalid: 'coupon_invalid_gcp_length',
    truncated: 'coupon_truncated_gcp',
    companyPrefix: true,
  }),
  offerCode,
  sizedField({
    allowed: '12345',
    extra: 0,
    missing: 'coupon_missing_save_value_vli',
    invalid: 'coupon_invalid_save_value_length',
    truncated: 'coupon_truncated_save_value',
  }),
  ...purchase('1st'),
];

const secondPurchase: readonly CouponField[] = [
  codeField(
    '0123',
    'coupon_missing_additional_purchase_rules_code',
    'coupon_invalid_additional_purchase_rules_code',
  ),
  ...purchase('2nd'),
  purchasePrefix('2nd'),
];

const retailer = sizedField({
  allowed: '1234567',
  extra: 6,
  missing: 'coupon_missing_retailer_gcp_or_gln_vli',
  invalid: 'coupon_invalid_retailer_gcp_or_gln_length',
  truncated: 'coupon_truncated_retailer_gcp_or_gln',
  companyPrefix: true,
});

const miscellaneous: readonly CouponField[] = [
  codeField('01256', 'coupon_missing_save_value_code', 'coupon_invalid_save_value_code'),
  codeField('012', 'coupon_missing_save_value_applies_to_item', 'coupon_invalid_save_value_applies_to_item'),
  codeField(anyDigit, 'coupon_missing_store_coupon_flag', 'coupon_missing_store_coupon_flag'),
  codeField('01', 'coupon_missing_dont_multiply_flag', 'coupon_invalid_dont_multiply_flag'),
];

/** The fields that may follow, in this order, each behind its digit. */
function optionalFields(cursor: CouponCursor): void {
  optional(cursor, '1', secondPurchase);
  optional(cursor, '2', [...purchase('3rd'), purchasePrefix('3rd')]);
  const expires = optional(cursor, '3', [dateField('expiration')]);
  optional(cursor, '4', expires ? [dateField('start'), startNotAfterExpiration] : [dateField('start')]);
  optional(cursor, '5', [serialNumber]);
  optional(cursor, '6', [retailer]);
  optional(cursor, '9', miscellaneous);
}

function optional(cursor: CouponCursor, marker: string, fields: readonly CouponField[]): boolean {
  if (cursor.fault !== null || cursor.at >= cursor.end || cursor.text.charAt(cursor.at) !== marker) {
    return false;
  }
  cursor.at += 1;
  readFields(cursor, fields);
  return true;
}

function couponLinter(fields: readonly CouponField[], rest: (cursor: CouponCursor) => void): Linter {
  return (text, start, end, context): LintFault | null => {
    const digits = csetnumeric(text, start, end, context);
    if (digits !== null) return digits;
    const cursor: CouponCursor = { text, start, end, context, at: start, fault: null };
    readFields(cursor, fields);
    rest(cursor);
    if (cursor.fault !== null) return cursor.fault;
    return cursor.at === end ? null : wholeFault('coupon_excess_data', cursor.at, end);
  };
}

/** AI 8110 (North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols). */
export const couponcode = couponLinter(offer, optionalFields);

/** AI 8112: a coupon of a positive offer file (GS1 AI (8112) Coupon Data Specification). */
export const couponposoffer = couponLinter(
  [
    codeField('01', 'coupon_missing_format_code', 'coupon_invalid_format_code'),
    sizedField({
      allowed: '0123456',
      extra: 6,
      missing: 'coupon_missing_funder_vli',
      invalid: 'coupon_invalid_funder_length',
      truncated: 'coupon_truncated_funder',
    }),
    offerCode,
    serialNumber,
  ],
  () => undefined,
);
