import { createInterface } from 'node:readline';
import { type Command, InvalidArgumentError } from 'commander';
import { remedyOf } from '../devices/state-words.ts';

export type DevicePlace = { readonly link: string } | { readonly host: string; readonly port: number };

/** Where a simulated device can be reached, by --listen or --link; a text says what is wrong. */
export function devicePlace(options: {
  readonly listen?: { readonly host: string; readonly port: number };
  readonly link?: string;
}): DevicePlace | string {
  const { listen, link } = options;
  if (listen !== undefined && link !== undefined) return '--listen or --link, not both';
  if (link !== undefined) return { link };
  return listen ?? '--listen host:port, or --link path, says where it can be reached';
}

/** Ends the program: the device cannot be where it was told to be. */
export function cannotStart(command: Command, name: string, error: Error): never {
  const remedy = remedyOf(error.message);
  return command.error(`error: ${name}: ${error.message}${remedy === null ? '' : `\n  ${remedy}`}`);
}

export function hostAndPort(value: string): { host: string; port: number } {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(value) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new InvalidArgumentError('host:port, as 127.0.0.1:9100');
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
  };
}

export function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

interface Obedient {
  obey(line: string): Promise<string | null>;
}

/** Lets the lines of standard input say what happens to a device, until Ctrl+C. Their end is no end of the device. */
export async function obeyUntilSignal(device: Obedient): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  // A device without a script is a device all the same; a timer keeps the program when nothing else does.
  const alive = setInterval(() => {}, 60_000);
  const read = async () => {
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
      const known = await device.obey(line);
      say(known === null ? { done: line.trim() } : { unknown: line.trim(), known });
    }
  };
  void read();
  await signalled;
  clearInterval(alive);
}
