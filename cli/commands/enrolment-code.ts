import { createInterface } from 'node:readline/promises';
import { cliErrors } from '../cli-errors.ts';
import { readNamedFile } from '../read-named-file.ts';

/** Far more than an invitation has. */
const maxCharacters = 2_000;
const variable = 'PACKPROOF_ENROLMENT_CODE';

/**
 * The one-time code, or the text of an invitation: of a file, of standard input (`-`), of the environment, or of the person at
 * the terminal, whose scanner may type it. Never of the command itself: everyone on a machine sees its list of processes.
 *
 * @throws FILE_UNREADABLE, OPTIONS_INCOMPLETE
 */
export async function readEnrolmentCode(codeFile: string | undefined): Promise<string> {
  const text = (await codeText(codeFile)).trim();
  if (text !== '') return text;
  throw cliErrors.fault(
    'OPTIONS_INCOMPLETE',
    `there is no code in ${codeFile ?? `the answer or ${variable}`}`,
  );
}

async function codeText(codeFile: string | undefined): Promise<string> {
  if (codeFile === '-') return fromStandardInput();
  if (codeFile !== undefined) return readNamedFile(codeFile).slice(0, maxCharacters);
  const given = process.env[variable];
  if (given !== undefined) return given;
  if (process.stdin.isTTY) return fromPerson();
  throw cliErrors.fault(
    'OPTIONS_INCOMPLETE',
    `no code: give --code-file, "--code-file -" for standard input, or ${variable}; at a terminal the command asks for it`,
  );
}

/** The first line of it. */
async function fromStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.trimStart().includes('\n') || text.length > maxCharacters) break;
  }
  return text.trimStart().split('\n')[0] ?? '';
}

async function fromPerson(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question('One-time code (type it, or scan the QR code of the invitation): ');
  } finally {
    lines.close();
  }
}
