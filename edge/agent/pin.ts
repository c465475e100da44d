import { pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import type { PersonDocument } from '../../protocols/wire/work/person-document.ts';

/** Whether a PIN is the person's (PBKDF2 with HMAC-SHA-256, RFC 8018). False for a person without one. */
export function pinMatches({ pin }: PersonDocument, entered: string): boolean {
  if (pin === undefined) return false;
  const salt = Buffer.from(pin.salt, 'base64url');
  const derived = pbkdf2Sync(entered, salt, pin.iterations, 32, 'sha256');
  return timingSafeEqual(derived, Buffer.from(pin.hash, 'base64url'));
}
