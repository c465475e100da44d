import { z } from 'zod';
import { gtin14, lineNumber, orderNumber, sequence, ssccDigits } from '../ids.ts';
import { shortText, tagEvidence, text, traced } from './fact-members.ts';
import { verdictCode } from './verdicts.ts';

/** Identity of one reading: never by its content, or the second unit of the same product would vanish. */
const scanIdentity = z.strictObject({
  device: z.string().min(1).max(64),
  /** Changes at each start of the agent. */
  boot: z.string().min(1).max(64),
  seq: sequence,
});
export type ScanIdentity = z.output<typeof scanIdentity>;

/** Expiry date in ISO 8601 (day 00 already resolved to the month's last day). */
const gs1Content = z.strictObject({ gtin: gtin14.optional(), sscc: ssccDigits.optional(), ...traced });

export type TagEvidence = z.output<z.ZodObject<typeof tagEvidence>>;

export const scanFacts = {
  /** Each reading, confirmed or refused, as it was read; of a PIN only that there was one. */
  'scan.recorded': z.strictObject({
    scan: scanIdentity,
    raw: text,
    verdict: verdictCode,
    message: shortText,
    order: orderNumber.optional(),
    line: lineNumber.optional(),
    gs1: gs1Content.optional(),
  }),
  /** The scan at `scanSeq` was an RFID tag, and this is how it was read. */
  'tag.read': z.strictObject({ scanSeq: sequence, order: orderNumber.optional(), ...tagEvidence }),
} as const;
