import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Fault } from './errors.ts';
import { fileTrouble } from './file-trouble.ts';
import { kernelErrors } from './kernel-errors.ts';

export interface ConfigSources {
  /** Path of a JSON file, if one was named. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sections that belong to other commands: one file and one environment can serve them all. */
  readonly otherSections?: readonly string[];
}

const prefix = 'PACKPROOF_';
/** Variables that tests and tools read themselves, not part of the configuration. */
const foreign = new Set([
  'PACKPROOF_VECTORS',
  'PACKPROOF_DATA',
  'PACKPROOF_TOKEN',
  'PACKPROOF_ENROLMENT_CODE',
]);

/**
 * Reads a configuration from a JSON file and environment variables (which win), and validates it whole: every fault of
 * both sources is in the one CONFIG_INVALID that it throws, and nothing has been started.
 *
 * The variable of `gateway.http.port` is PACKPROOF_GATEWAY_HTTP_PORT (camel case becomes words: `dataDir`, DATA_DIR).
 * Where a text is wanted the value is taken as it stands; elsewhere as JSON if it is JSON, else as text.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  sources: ConfigSources,
): z.output<Schema> {
  const faults: Fault[] = [];
  const fromFile = sources.file === undefined ? {} : readConfigFile(sources.file, faults);
  for (const section of sources.otherSections ?? []) delete fromFile[section];
  const merged = applyEnvironment(schema, fromFile, sources, faults);
  const parsed = schema.safeParse(merged);
  for (const issue of parsed.error?.issues ?? []) {
    const place = issue.path.map(String).join('.') || '(root)';
    faults.push({ place: `${place} (${envName(issue.path.map(String))})`, message: issue.message });
  }
  if (parsed.success && faults.length === 0) return parsed.data;
  const list = faults.map((fault) => `  ${fault.place}: ${fault.message}`).join('\n');
  throw kernelErrors.fault('CONFIG_INVALID', `${faults.length} fault(s) in the configuration:\n${list}`, {
    faults,
  });
}

function readConfigFile(file: string, faults: Fault[]): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    faults.push({ place: file, message: 'is not a JSON object' });
  } catch (thrown) {
    faults.push({ place: file, message: fileTrouble(thrown) });
  }
  return {};
}

/** The environment variable of a configuration path. */
function envName(path: readonly string[]): string {
  return prefix + path.map((word) => word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()).join('_');
}

function applyEnvironment(
  schema: z.ZodObject,
  base: Record<string, unknown>,
  sources: ConfigSources,
  faults: Fault[],
): Record<string, unknown> {
  const merged = structuredClone(base);
  const known = new Map(settingsOf(schema, []).map((setting) => [envName(setting.path), setting]));
  const others = (sources.otherSections ?? []).map((section) => `${envName([section])}_`);
  const given: { readonly setting: Setting; readonly value: string }[] = [];
  for (const [name, value] of Object.entries(sources.env)) {
    if (!name.startsWith(prefix) || value === undefined || foreign.has(name)) continue;
    if (others.some((other) => name.startsWith(other))) continue;
    const setting = known.get(name);
    if (setting === undefined) faults.push({ place: name, message: 'is not a setting of this command' });
    else given.push({ setting, value });
  }
  // A group that is given as a whole comes before its single settings, which are more specific.
  given.sort((a, b) => a.setting.path.length - b.setting.path.length);
  for (const { setting, value } of given) {
    setAt(merged, setting.path, setting.kind === 'text' ? value : jsonOrText(value));
  }
  return merged;
}

/** The names of all variables of a configuration, for its documentation; groups are left out. */
export function settingNames(schema: z.ZodObject): string[] {
  return settingsOf(schema, [])
    .filter((setting) => setting.kind !== 'group')
    .map((setting) => envName(setting.path));
}

interface Setting {
  readonly path: readonly string[];
  /** A group may be given as one JSON object, or by its members. */
  readonly kind: 'text' | 'value' | 'group';
}

/** Every path that a variable may set. Arrays and records are set as a whole, as JSON. */
function settingsOf(schema: z.ZodType, path: readonly string[]): Setting[] {
  const bare = unwrap(schema);
  if (!(bare instanceof z.ZodObject)) return [{ path, kind: bare instanceof z.ZodString ? 'text' : 'value' }];
  const members = Object.entries(bare.shape).flatMap(([key, child]) =>
    settingsOf(child as z.ZodType, [...path, key]),
  );
  return path.length < 2 ? members : [{ path, kind: 'group' }, ...members];
}

function unwrap(schema: z.ZodType): z.ZodType {
  let bare = schema;
  while (
    bare instanceof z.ZodDefault ||
    bare instanceof z.ZodPrefault ||
    bare instanceof z.ZodOptional ||
    bare instanceof z.ZodNullable
  ) {
    bare = bare.unwrap() as z.ZodType;
  }
  return bare;
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let node = target;
  for (const key of path.slice(0, -1)) {
    const child = node[key];
    if (typeof child !== 'object' || child === null) node[key] = {};
    node = node[key] as Record<string, unknown>;
  }
  node[path.at(-1) ?? ''] = value;
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
