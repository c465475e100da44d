import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** A package to compare with, which is there for development only. Null where it is not installed. */
export function peerPackage(name: string): Record<string, unknown> | null {
  try {
    return require(name) as Record<string, unknown>;
  } catch {
    return null;
  }
}
