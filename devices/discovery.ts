import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SerialPort } from 'serialport';

/** A serial port that a scanner may be attached to. */
export interface SerialDevice {
  /** The path to put into a configuration: one that stays the same across replugging, where there is one. */
  readonly path: string;
  /** The device node that it leads to now; null if nothing is plugged in. */
  readonly node: string | null;
  /** Maker and serial number as far as they are known, for a person. */
  readonly description: string;
}

const byIdFolder = '/dev/serial/by-id';

/**
 * Lists serial ports, and the given paths (configured ones, simulated ones) whether or not something is plugged in.
 * Where udev is missing, serialport cannot list; then only the links in /dev/serial/by-id are found.
 */
export async function listSerialDevices(paths: readonly string[] = []): Promise<SerialDevice[]> {
  const links = linksByNode();
  const listed = (await SerialPort.list().catch(() => [])).map((port) => ({
    path: links.get(port.path) ?? port.path,
    node: port.path,
    description: describe([port.manufacturer, port.serialNumber]),
  }));
  const linked = [...links].map(([node, path]) => ({ path, node, description: basename(path) }));
  const named = paths.map((path) => ({ path, node: nodeOf(path), description: 'configured' }));
  const byNode = new Map(
    [...linked, ...listed, ...named].map((device) => [device.node ?? device.path, device]),
  );
  return [...byNode.values()];
}

function describe(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ') || 'serial port';
}

function nodeOf(path: string): string | null {
  return existsSync(path) ? realpathSync(path) : null;
}

/** The stable links by the device node that each leads to. */
function linksByNode(): Map<string, string> {
  if (!existsSync(byIdFolder)) return new Map();
  const paths = readdirSync(byIdFolder).map((name) => join(byIdFolder, name));
  return new Map(paths.filter((path) => existsSync(path)).map((path) => [realpathSync(path), path]));
}
