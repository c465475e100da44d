import type { Scanner } from '../scanner/scanner.ts';
import { openReader, type ReaderDeps } from './open-reader.ts';
import { createTagScanner } from './tag-scanner.ts';
import type { TagScannerConfig } from './tag-scanner-config.ts';

/** Makes the scanner that a configuration asks for out of an RFID reader; nothing is opened before its `start`. */
export function openTagScanner(
  config: TagScannerConfig,
  deps: ReaderDeps & { readonly boot: string },
): Scanner {
  return createTagScanner({ ...config, ...deps, reader: openReader(config.reader, deps) });
}
