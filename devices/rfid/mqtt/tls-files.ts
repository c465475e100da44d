import { readFileSync } from 'node:fs';
import type { TlsFiles } from './mqtt-config.ts';

/** @throws Error if a file cannot be read, with its path. */
export function readTlsFiles({ ca, cert, key }: TlsFiles): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  return {
    ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
    ...(cert === undefined ? {} : { cert: readFileSync(cert) }),
    ...(key === undefined ? {} : { key: readFileSync(key) }),
  };
}
