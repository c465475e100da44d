import { keyId as keyIdSchema } from '../../../protocols/wire/signed-head.ts';
import { base64urlText } from './base64url.ts';

/** The key with which this device signs. It was made here, cannot be read out of the browser, and never leaves it. */
export interface DeviceKey {
  readonly pair: CryptoKeyPair;
  /** The 32 bytes of the public key, in base64url. */
  readonly publicKey: string;
  /** protocols/wire/signed-head.ts `keyId`. */
  readonly keyId: string;
}

/** @throws NotSupportedError from a browser without Ed25519 (Chromium from 137, Firefox from 129, Safari from 17 have it). */
export async function newDeviceKey(): Promise<DeviceKey> {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', raw));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { pair, publicKey: base64urlText(raw), keyId: keyIdSchema.parse(hex.slice(0, 16)) };
}

/** The signature of a text in UTF-8, in base64url. */
export async function signText({ pair }: DeviceKey, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return base64urlText(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)));
}
