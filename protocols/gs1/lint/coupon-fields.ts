import { gcppos1 } from './company-prefix-linters.ts';
import { type LintContext, type LintFault, lintFault, wholeFault } from './lint.ts';

/** Where the reading of a coupon stands, and the first fault that it met. */
export interface CouponCursor {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly context: LintContext;
  at: number;
  fault: LintFault | null;
}

/** One field of a coupon: it moves the cursor on, or leaves a fault. Behind a fault nothing is read. */
export type CouponField = (cursor: CouponCursor) => void;

export function readFields(cursor: CouponCursor, fields: readonly CouponField[]): void {
  for (const field of fields) {
    if (cursor.fault !== null) return;
    field(cursor);
  }
}

/** What is cut off: all that is left, or the whole if nothing is left. */
function truncated(cursor: CouponCursor, code: string): LintFault {
  return wholeFault(code, cursor.at === cursor.end ? cursor.start : cursor.at, cursor.end);
}

export function digitsField(length: number, truncatedCode: string): CouponField {
  return (cursor) => {
    if (cursor.end - cursor.at < length) cursor.fault = truncated(cursor, truncatedCode);
    else cursor.at += length;
  };
}

/** One digit that is one of `allowed`. */
export function codeField(allowed: string, missingCode: string, invalidCode: string): CouponField {
  return (cursor) => {
    if (cursor.at === cursor.end) cursor.fault = wholeFault(missingCode, cursor.start, cursor.end);
    else if (!allowed.includes(cursor.text.charAt(cursor.at))) {
      cursor.fault = lintFault(invalidCode, cursor.at, 1);
    } else cursor.at += 1;
  };
}

interface SizedField {
  /** The digits that may say the length. */
  readonly allowed: string;
  /** Added to that digit. */
  readonly extra: number;
  readonly missing: string;
  readonly invalid: string;
  readonly truncated: string;
  /** 9 stands for no content at all. */
  readonly nineIsNone?: boolean;
  readonly companyPrefix?: boolean;
}

/** A digit that says how long the content behind it is, and that content. */
export function sizedField(field: SizedField): CouponField {
  const lengthDigit = codeField(field.allowed, field.missing, field.invalid);
  return (cursor) => {
    const digit = Number(cursor.text.charAt(cursor.at));
    lengthDigit(cursor);
    if (cursor.fault !== null || (field.nineIsNone === true && digit === 9)) return;
    const length = digit + field.extra;
    const contentAt = cursor.at;
    digitsField(length, field.truncated)(cursor);
    if (cursor.fault !== null || field.companyPrefix !== true) return;
    const prefix = gcppos1(cursor.text, contentAt, contentAt + length, cursor.context);
    if (prefix !== null) cursor.fault = lintFault(prefix.code, contentAt, length);
  };
}
