import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../kernel/errors.ts';
import { privateFolder, writePrivateFile } from '../../kernel/tls/private-file.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';
import { edgeErrors } from '../edge-errors.ts';

const keys = {
  /** Ed25519 and EC P-256, PKCS#8 in PEM. */
  factKey: z.string(),
  tlsKey: z.string(),
};

/** Who this station is, in one file, so that its parts always fit together. */
const storedIdentity = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  ...keys,
  certificate: z.string(),
  /** The site's CA. */
  authority: z.string(),
  /** The CAs of the gateway's own certificate; null: those that the system knows. */
  serverAuthorities: z.string().nullable(),
  /** SHA-256 of the one-time code. */
  code: z.string(),
});
export type StoredIdentity = z.output<typeof storedIdentity>;

/** Keys that the gateway may have taken already, though its answer has not come: asked again, it must be with the same. */
const pendingKeys = z.strictObject({ v: z.literal(1), ...keys, code: z.string() });
export type PendingKeys = z.output<typeof pendingKeys>;

export type IdentityStore = ReturnType<typeof openIdentityStore>;

/** The files in `identity/` of a station's data folder; only their owner can read them. */
export function openIdentityStore(dataDir: string) {
  const folder = join(dataDir, 'identity');
  const file = join(folder, 'identity.json');
  const pendingFile = join(folder, 'pending.json');
  return {
    /** Null if the station was not enrolled. @throws STATION_IDENTITY_DAMAGED */
    read: (): StoredIdentity | null => readJson(file, storedIdentity),
    write(identity: StoredIdentity): void {
      privateFolder(folder);
      writePrivateFile(file, JSON.stringify(identity));
      rmSync(pendingFile, { force: true });
    },
    readPending: (): PendingKeys | null => readJson(pendingFile, pendingKeys),
    writePending(pending: PendingKeys): void {
      privateFolder(folder);
      writePrivateFile(pendingFile, JSON.stringify(pending));
    },
  };
}

function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    // Never the content: it holds keys.
    const detail =
      thrown instanceof z.ZodError ? 'it is not of the form that this version knows' : messageOf(thrown);
    throw edgeErrors.fault('STATION_IDENTITY_DAMAGED', `${file}: ${detail.slice(0, 80)}`, { place: file });
  }
}
