import { z } from 'zod';
import { hexOf } from '../bytes/hex.ts';
import { bytesOfBase64 } from './base64.ts';
import { microsecondsOf } from './iso-time.ts';

/** The longest EPC or memory bank that a reader reports, in bytes. */
const maxBankBytes = 512;

/** Whole bytes of hex in either case, as upper-case hex. */
export const hexBytes = z
  .string()
  .max(2 * maxBankBytes)
  .regex(/^([0-9A-Fa-f]{2})*$/, 'whole bytes of hex')
  .transform((hex) => hex.toUpperCase());

/** Base64 in either alphabet, as upper-case hex. */
export const base64Bytes = z
  .string()
  .max(2 * maxBankBytes)
  .transform((text, context) => {
    const bytes = bytesOfBase64(text);
    if (bytes !== null) return hexOf(bytes);
    context.addIssue({ code: 'custom', message: 'base64' });
    return z.NEVER;
  });

/** An ISO 8601 instant with a zone, as microseconds. */
export const instant = z.string().transform((text, context) => {
  const microseconds = microsecondsOf(text);
  if (microseconds !== null) return microseconds;
  context.addIssue({ code: 'custom', message: 'an ISO 8601 instant with a zone' });
  return z.NEVER;
});

export const antennaPort = z.number().int().min(0).max(255);
