import { readFileSync } from 'node:fs';
import { fileTrouble } from '../kernel/file-trouble.ts';
import { cliErrors } from './cli-errors.ts';

/** The text of a file that the person named. @throws FILE_UNREADABLE */
export function readNamedFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    const place = { place: file, cause: thrown };
    throw cliErrors.fault('FILE_UNREADABLE', `${file}: ${fileTrouble(thrown)}`, place);
  }
}
