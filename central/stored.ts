import { sha256Hex } from '../kernel/sha256.ts';
import { canonicalJson } from '../protocols/wire/canonical-json.ts';

/** What became of something that was sent: `same` was stored before with the same content. */
export type Stored = 'added' | 'same';

/** 201 for what is new, 200 for a repetition. */
export function statusOf(stored: Stored): 200 | 201 {
  return stored === 'added' ? 201 : 200;
}

export function sameContent(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

/** SHA-256 of the content in its canonical form, as hexadecimal digits. */
export function contentHash(content: unknown): string {
  return sha256Hex(canonicalJson(content));
}
