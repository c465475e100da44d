import type { Command } from 'commander';
import { z } from 'zod';
import type { DeviceConfig, DeviceType } from '../../../devices/device-config.ts';
import { loadConfig } from '../../../kernel/config.ts';
import type { Fault } from '../../../kernel/errors.ts';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';
import { withWords } from './set-words.ts';

/** How a person names devices on the command line. */
export interface DeviceOptions {
  readonly config?: string;
  readonly kind?: string;
  readonly set: readonly string[];
}

/** A device that was named, with its settings as they were given and as they are understood. */
export interface NamedDevice {
  readonly id: string;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly config: DeviceConfig;
}

export function addDeviceOptions(command: Command): Command {
  return command
    .option('--config <file>', 'JSON file whose section "edge" has the devices by their ids')
    .option(
      '--kind <kind>',
      'what the device speaks, if its address does not tell: ssi, keyboard, mt-sics ...',
    )
    .option('--set <key=value>', 'a setting of the device; may be repeated', collect, []);
}

function collect(word: string, before: readonly string[]): string[] {
  return [...before, word];
}

/** Every device, ready to be opened. @throws CONFIG_INVALID with every fault of every device */
export async function nameDevices(
  words: readonly string[],
  options: DeviceOptions,
): Promise<readonly NamedDevice[]> {
  const configured = options.config === undefined ? new Map() : configuredIn(options.config);
  const faults: Fault[] = [];
  const named: NamedDevice[] = [];
  for (const word of words) {
    const device = await nameDevice(word, configured.get(word), options, faults);
    if (device === null) continue;
    if (named.some(({ id }) => id === device.id))
      faults.push({
        place: word,
        message: `another device has the id ${device.id} (--config gives each its own)`,
      });
    named.push(device);
  }
  if (faults.length > 0) throw misconfigured(faults);
  return named;
}

/** @throws CONFIG_INVALID */
export async function nameOneDevice(word: string, options: DeviceOptions): Promise<NamedDevice> {
  const [device] = await nameDevices([word], options);
  if (device === undefined) throw misconfigured([{ place: word, message: 'is no device' }]);
  return device;
}

function misconfigured(faults: readonly Fault[]) {
  const list = faults.map(({ place, message }) => `  ${place}: ${message}`).join('\n');
  return kernelErrors.fault('CONFIG_INVALID', `${faults.length} fault(s) in what was named:\n${list}`, {
    faults,
  });
}

async function nameDevice(
  word: string,
  configured: Readonly<Record<string, unknown>> | undefined,
  { kind, set }: DeviceOptions,
  faults: Fault[],
): Promise<NamedDevice | null> {
  const { readAddress } = await import('../../../devices/discovery/device-address.ts');
  const { deviceConfig } = await import('../../../devices/device-config.ts');
  const address =
    configured === undefined ? await readAddress(word, kind) : ({ ok: true, settings: configured } as const);
  if (!address.ok) {
    faults.push({ place: word, message: address.message });
    return null;
  }
  const result = withWords(deviceConfig, address.settings, set);
  if (result.ok) return { id: result.config.settings.id, raw: result.raw, config: result.config };
  for (const { place, message } of result.faults) faults.push({ place: `${word} ${place}`.trim(), message });
  return null;
}

type Settings = Readonly<Record<string, unknown>>;

/** The lists of devices in the section `edge`: the type that each holds, and where in its members the device stands. */
const sections: Readonly<Record<string, { readonly type: DeviceType; readonly within?: string }>> = {
  scanners: { type: 'scanner' },
  readers: { type: 'rfid', within: 'reader' },
  scales: { type: 'scale' },
  printers: { type: 'printer' },
};

const list = z.array(z.record(z.string(), z.unknown())).default([]);
const lists = z.object(Object.fromEntries(Object.keys(sections).map((name) => [name, list])));
const listed = z.object({ edge: z.prefault(lists, {}) });

/** The settings of the devices of a configuration by their ids; what else stands there is passed over. */
function configuredIn(file: string): ReadonlyMap<string, Settings> {
  const names = Object.keys(sections).map((name) => `PACKPROOF_EDGE_${name.toUpperCase()}`);
  const env = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const { edge } = loadConfig(listed, { file, env });
  const devices = new Map<string, Settings>();
  for (const [name, { type, within }] of Object.entries(sections)) {
    for (const member of edge[name] ?? []) {
      const settings = within === undefined ? member : member[within];
      if (isSettings(settings)) devices.set(String(settings.id), { device: type, ...settings });
    }
  }
  return devices;
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
