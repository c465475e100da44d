import { headMessage, type SignedHead } from '../../../protocols/wire/signed-head.ts';
import { signText } from '../identity/device-key.ts';
import type { HandheldIdentity } from '../identity/handheld-identity.ts';

/** The signature of this handheld over its chain up to a fact. */
export async function signHead(
  identity: HandheldIdentity,
  head: { readonly seq: number; readonly hash: string },
): Promise<SignedHead> {
  const { key } = identity;
  const signature = await signText(key, headMessage(identity, head));
  return { seq: head.seq, hash: head.hash, key: key.keyId, signature };
}
