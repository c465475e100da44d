import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SerialPort } from 'serialport';

/** A serial port that a scanner may be attached to. */
export interface FoundPort {
  /** The path to put into a configuration: one that stays the same across replugging, where there is one. */
  readonly path: string;
  /** The device node that it leads to now; null if nothing is plugged in. */
  readonly node: string | null;
  readonly manufacturer?: string;
  readonly serialNumber?: string;
}

const byIdFolder = '/dev/serial/by-id';

/**
 * Lists serial ports, and the given paths (configured ones, simulated ones) whether or not something is plugged in.
 * Where udev is missing, serialport cannot list; then only the links in /dev/serial/by-id are found.
 */
export async function discoverSerialPorts(paths: readonly string[] = []): Promise<FoundPort[]> {
  const links = linksByNode();
  const listed = await SerialPort.list().catch(() => []);
  const found = listed.map((port) => ({
    path: links.get(port.path) ?? port.path,
    node: port.path,
    ...(port.manufacturer === undefined ? {} : { manufacturer: port.manufacturer }),
    ...(port.serialNumber === undefined ? {} : { serialNumber: port.serialNumber }),
  }));
  const nodes = new Set(found.map((port) => port.node));
  const linked = [...links].map(([node, path]) => ({ path, node })).filter((port) => !nodes.has(port.node));
  const named = paths.map((path) => ({ path, node: existsSync(path) ? realpathSync(path) : null }));
  const namedNodes = new Set(named.map((port) => port.node));
  return [...named, ...[...found, ...linked].filter((port) => !namedNodes.has(port.node))];
}

function linksByNode(): Map<string, string> {
  if (!existsSync(byIdFolder)) return new Map();
  const paths = readdirSync(byIdFolder).map((name) => join(byIdFolder, name));
  return new Map(paths.filter((path) => existsSync(path)).map((path) => [realpathSync(path), path]));
}
