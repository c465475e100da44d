import type { z } from 'zod';
import type { Fault } from '../../../kernel/errors.ts';

type Settings = Readonly<Record<string, unknown>>;

type Understood<Config> =
  | { readonly ok: true; readonly raw: Settings; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly Fault[] };

interface Word {
  readonly path: readonly string[];
  readonly text: string;
}

/**
 * Settings with those of `--set key=value` put over them: `baudRate=115200`, `at.baudRate=4800`, `antennas=[1,2]`. A value is
 * JSON if it is such; where the schema wants text, as it does for a serial number, it is taken as it was written.
 */
export function withWords<Config>(
  schema: z.ZodType<Config>,
  base: Settings,
  words: readonly string[],
): Understood<Config> {
  const given = words.map(readWord);
  const wrong = words.filter((_word, index) => given[index] === null);
  if (wrong.length > 0)
    return {
      ok: false,
      faults: wrong.map((word) => ({ place: `--set ${word}`, message: 'expected key=value' })),
    };
  const set = given.filter((word) => word !== null);
  const first = schema.safeParse(applied(base, set, new Set()));
  const refused = new Set(first.error?.issues.map(({ path }) => path.join('.')) ?? []);
  const raw = applied(base, set, refused);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { ok: true, raw, config: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => ({
    place: path.map(String).join('.'),
    message,
  }));
  return { ok: false, faults };
}

function readWord(word: string): Word | null {
  const [, key, text = ''] = /^([A-Za-z][\w.]*)=(.*)$/s.exec(word) ?? [];
  return key === undefined ? null : { path: key.split('.'), text };
}

/** @param asText the settings whose value must be taken as text, by their dotted names. */
function applied(base: Settings, words: readonly Word[], asText: ReadonlySet<string>): Settings {
  const raw = structuredClone(base) as Record<string, unknown>;
  for (const { path, text } of words) {
    setAt(raw, path, asText.has(path.join('.')) ? text : jsonOrText(text));
  }
  return raw;
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const child = target[name];
  const inner = typeof child === 'object' && child !== null ? { ...child } : {};
  target[name] = inner;
  setAt(inner as Record<string, unknown>, rest, value);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
