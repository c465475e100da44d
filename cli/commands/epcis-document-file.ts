import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileTrouble } from '../../kernel/file-trouble.ts';
import { epcisDocument } from '../../protocols/epcis/build/document.ts';
import type { EpcisEvent } from '../../protocols/epcis/event.ts';
import { cliErrors } from '../cli-errors.ts';

interface DocumentFile {
  add(event: EpcisEvent): void;
  finish(): void;
  /** Leaves no trace of a document that did not become whole. */
  discard(): void;
}

/**
 * Writes a document event by event, so that none has to fit into memory. It goes to standard output if no file is
 * named; a file stands under its name only when it is whole.
 *
 * @throws FILE_UNREADABLE if the file cannot be written.
 */
export function openDocumentFile(out: string | undefined, creationDate: string): DocumentFile {
  const sink = out === undefined ? standardOutput : fileSink(out);
  const frame = JSON.stringify(epcisDocument([], creationDate));
  const end = frame.lastIndexOf(']');
  let separator = '';
  sink.write(frame.slice(0, end));
  return {
    add: (event) => {
      sink.write(`${separator}\n${JSON.stringify(event)}`);
      separator = ',';
    },
    finish: () => {
      sink.write(`\n${frame.slice(end)}\n`);
      sink.keep();
    },
    discard: sink.discard,
  };
}

interface Sink {
  write(text: string): void;
  keep(): void;
  discard(): void;
}

const standardOutput: Sink = {
  write: (text) => process.stdout.write(text),
  keep: () => {},
  discard: () => {},
};

function fileSink(out: string): Sink {
  const part = `${out}.part`;
  const handle = openFile(part);
  return {
    write: (text) => writeFileSync(handle, text),
    keep: () => {
      closeSync(handle);
      renameSync(part, out);
    },
    discard: () => {
      closeSync(handle);
      rmSync(part, { force: true });
    },
  };
}

function openFile(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (thrown) {
    throw cliErrors.fault('FILE_UNREADABLE', `${path}: ${fileTrouble(thrown)}`, {
      place: path,
      cause: thrown,
    });
  }
}
