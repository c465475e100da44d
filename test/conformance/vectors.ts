import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';

/** Where the third-party vectors are; they are not part of the project. */
export const vectorsFolder = process.env.PACKPROOF_VECTORS ?? join(packageRoot, '..', 'shared', 'vectors');

const present = existsSync(vectorsFolder);
if (!present && process.env.CI === 'true') {
  throw new Error(`No vectors at ${vectorsFolder}: name their folder in PACKPROOF_VECTORS.`);
}

/** A `describe` over vectors: where their folder is absent it is skipped, and says why. */
export const describeVectors = present
  ? describe
  : (name: string, body: () => void) => describe.skip(`${name} (no vectors at ${vectorsFolder})`, body);

export function readVector(path: string): string {
  return readFileSync(join(vectorsFolder, path), 'utf8');
}

export function readVectorBytes(path: string): Uint8Array {
  return readFileSync(join(vectorsFolder, path));
}
