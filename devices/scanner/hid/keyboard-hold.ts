import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Hold } from './hid-connector.ts';
import { type KeyboardInput, keyboardInputs } from './keyboard-inputs.ts';

export interface KeyboardHoldOptions {
  readonly clock: Clock;
  readonly platform: string;
  /** Where the input devices of a hidraw node are found. */
  readonly inputsOf?: (hidrawPath: string) => KeyboardInput[];
  /** The program that grabs an event node for as long as it runs. */
  readonly grabber?: string;
}

const elsewhere =
  'what it types can be kept from other programs on Linux only: set the scanner to HID POS or to a serial port, or set "exclusive" to false';
const remedy =
  'packproof devices udev prints the rule that allows it; or install evtest, or set "exclusive" to false';
/** How long a grabber may take to say whether it could grab. */
const grabMs = 2_000;
/** The refusal follows at once on the line that says that it is ready. */
const refusalMs = 100;

/**
 * Keeps what a scanner types from the desktop: by the kernel's own switch of the input where it may be written, else by a
 * program that grabs its event node.
 *
 * @throws with the remedy if neither is possible.
 */
export function keyboardHold(options: KeyboardHoldOptions) {
  const { inputsOf = keyboardInputs, platform } = options;
  return async (hidrawPath: string, lost: (message: string) => void): Promise<Hold> => {
    if (platform !== 'linux') throw new Error(elsewhere);
    const inputs = inputsOf(hidrawPath);
    if (inputs.length === 0) throw new Error(`no input device belongs to ${hidrawPath}`);
    const holds: Hold[] = [];
    const release = async () => {
      for (const hold of holds.splice(0)) await hold.release();
    };
    try {
      for (const input of inputs) holds.push(await holdInput(input, options, lost));
      return { release };
    } catch (thrown) {
      await release();
      throw thrown;
    }
  };
}

async function holdInput(
  { inhibitedFile, eventNode }: KeyboardInput,
  options: KeyboardHoldOptions,
  lost: (message: string) => void,
): Promise<Hold> {
  const inhibited = inhibitedFile === null ? 'the kernel has no switch for it' : await inhibit(inhibitedFile);
  if (typeof inhibited !== 'string') return inhibited;
  const grabbed = eventNode === null ? 'it has no event node' : await grab(eventNode, options, lost);
  if (typeof grabbed !== 'string') return grabbed;
  throw new Error(`what it types cannot be kept from other programs (${inhibited}; ${grabbed}): ${remedy}`);
}

/** @returns the hold, or why there is none. */
async function inhibit(file: string): Promise<Hold | string> {
  try {
    await writeFile(file, '1');
    if ((await readFile(file, 'utf8')).trim() !== '1') return `${file} does not stay set`;
  } catch (thrown) {
    return messageOf(thrown);
  }
  // Without the device there is no file, and nothing to give back.
  return { release: () => writeFile(file, '0').catch(() => {}) };
}

/**
 * Starts `evtest --grab`, which holds the node until it ends. If this program is killed, evtest ends with the next key, as
 * nobody reads what it prints.
 */
function grab(
  node: string,
  { clock, grabber = 'evtest' }: KeyboardHoldOptions,
  lost: (message: string) => void,
): Promise<Hold | string> {
  return new Promise((resolve) => {
    const child = spawn(grabber, ['--grab', node], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let held = false;
    let cancel = () => {};
    const answer = (result: Hold | string) => {
      cancel();
      if (typeof result === 'string') child.kill();
      resolve(result);
    };
    const release = async () => {
      held = false;
      child.kill();
    };
    const listen = (chunk: Buffer) => {
      // Once it is held, what it prints are keys.
      if (held) return;
      said = (said + chunk.toString('latin1')).slice(-20_000);
      if (said.includes('grabbed by another process')) answer(`${node} is grabbed by another program`);
      else if (said.includes('Testing ...')) {
        cancel();
        cancel = clock.after(refusalMs, () => {
          held = true;
          answer({ release });
        });
      }
    };
    cancel = clock.after(grabMs, () => answer(`${grabber} did not grab ${node}`));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', (error) => answer(`${grabber}: ${error.message}`));
    child.on('close', () => {
      if (held) lost(`${grabber} ended, so that what it types reaches other programs`);
      held = false;
      answer(`${grabber}: ${said.trim().split('\n').at(-1) ?? ''}`);
    });
  });
}
