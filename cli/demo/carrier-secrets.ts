import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoCarriers } from './demo-floor.ts';

/** Where the secret of a carrier lies: `packproof sim carrier --secret-file` reads it. */
export function carrierSecretFile(stateFolder: string, carrier: string): string {
  return join(stateFolder, 'carriers', `${carrier}.secret`);
}

/** The secret with which each carrier signs, made at the first start. */
export function carrierSecrets(stateFolder: string): Record<string, { readonly secret: string }> {
  return Object.fromEntries(
    demoCarriers.map(({ carrier }) => [
      carrier,
      { secret: secretIn(carrierSecretFile(stateFolder, carrier)) },
    ]),
  );
}

function secretIn(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
