import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { PersonDocument } from '../../../protocols/wire/work/person-document.ts';
import { base64urlBytes, base64urlText } from '../identity/base64url.ts';

/** Whether a PIN is the person's (PBKDF2 with HMAC-SHA-256, RFC 8018). False for a person without one. */
export function pinMatches({ pin }: PersonDocument, entered: string): boolean {
  if (pin === undefined) return false;
  const settings = { c: pin.iterations, dkLen: 32 };
  const derived = pbkdf2(sha256, utf8ToBytes(entered), base64urlBytes(pin.salt), settings);
  return base64urlText(derived) === pin.hash;
}
