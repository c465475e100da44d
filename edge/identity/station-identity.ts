import type { SignedHead } from '../../protocols/wire/signed-head.ts';

/** Who a station is, by keys that were made on it and never leave it. */
export interface StationIdentity {
  readonly keyId: string;
  /** Signs the head of the chain (about 50 microseconds). */
  sign(head: { readonly seq: number; readonly hash: string }): SignedHead;
  /** For connections to the gateway, in PEM: the site's CA, and this station's certificate with its key. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}
