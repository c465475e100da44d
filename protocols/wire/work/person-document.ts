import { z } from 'zod';
import { badge } from '../facts/fact-members.ts';
import { language } from './site-rules.ts';

/** Somebody who may work at the site. The PIN travels as a slow hash only. */
export const personDocument = z.strictObject({
  badge,
  name: z.string().min(1).max(200),
  role: z.enum(['operator', 'supervisor']),
  language: language.optional(),
  leftHanded: z.boolean().optional(),
  /** PBKDF2 with HMAC-SHA-256 (RFC 8018), 32 bytes; salt and hash in base64url. */
  pin: z
    .strictObject({
      iterations: z.number().int().min(10_000).max(10_000_000),
      salt: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
      hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    })
    .optional(),
});
export type PersonDocument = z.output<typeof personDocument>;
export type Role = PersonDocument['role'];
