import { z } from 'zod';

/** No line of a recording is longer: a chunk of a socket has at most 64 KiB, and each byte two digits. */
export const maxLineChars = 1_000_000;

const hex = z.string().regex(/^([0-9a-f]{2})*$/, 'pairs of hexadecimal digits in lower case');
const ms = z.number('milliseconds since the begin').min(0, 'milliseconds since the begin');
const detail = z.string().max(2_000).optional();

const header = z.strictObject({
  v: z.literal(1),
  kind: z.literal('packproof device recording'),
  /** When it began. */
  at: z.iso.datetime(),
  /** The settings of the device as a configuration has them, without secrets; read them with `deviceConfig`. */
  device: z.record(z.string(), z.unknown()),
});
export type RecordingHeader = z.output<typeof header>;

/** What a HID device is, so that a replay can stand in for it. */
const hidIdentity = z.strictObject({
  vendorId: z.number().int(),
  productId: z.number().int(),
  serialNumber: z.string(),
  usagePage: z.number().int(),
  usage: z.number().int(),
  port: z.string().nullable(),
});

/** By the member that tells what a line is. */
const entries = {
  /** Bytes of the device: a chunk of a stream, a datagram, or a HID report. */
  in: z.strictObject({ ms, in: hex }),
  /** Bytes that it was sent. */
  out: z.strictObject({ ms, out: hex }),
  state: z.discriminatedUnion('state', [
    z.strictObject({ ms, state: z.literal('opened'), hid: hidIdentity.optional() }),
    z.strictObject({ ms, state: z.literal('failed'), missing: z.boolean(), detail }),
    z.strictObject({ ms, state: z.literal('closed'), detail }),
  ]),
  /** The report descriptor of a HID device. */
  descriptor: z.strictObject({ ms, descriptor: hex }),
  /** Nothing follows. */
  end: z.strictObject({ ms, end: z.enum(['stopped', 'limit']) }),
} as const;

type Entries = typeof entries;
export type RecordingEntry = { [Name in keyof Entries]: z.output<Entries[Name]> }[keyof Entries];

/** What a line tells, without its time. */
export type RecordingNote = RecordingEntry extends infer One
  ? One extends unknown
    ? Omit<One, 'ms'>
    : never
  : never;

export type LineReading<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `expected` is what should have been at the place, and `place` a member of the line; empty for the whole line. */
  | { readonly ok: false; readonly place: string; readonly expected: string };

export function readHeader(line: string): LineReading<RecordingHeader> {
  const value = objectIn(line);
  return value === null ? notJson : checked(header, value);
}

export function readEntry(line: string): LineReading<RecordingEntry> {
  const value = objectIn(line);
  if (value === null) return notJson;
  const name = (Object.keys(entries) as (keyof Entries)[]).find((key) => key in value);
  if (name === undefined) {
    return { ok: false, place: '', expected: `one of the members ${Object.keys(entries).join(', ')}` };
  }
  return checked<RecordingEntry>(entries[name], value);
}

const notJson = { ok: false, place: '', expected: 'a JSON object on a line of its own' } as const;

function objectIn(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function checked<Value>(schema: z.ZodType<Value>, value: object): LineReading<Value> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    place: issue?.path.map(String).join('.') ?? '',
    expected: expectedOf(issue?.message ?? ''),
  };
}

/** "Invalid input: expected 1" tells by its end what was expected. */
function expectedOf(message: string): string {
  return message.replace(/^Invalid input: expected /, '');
}

const secretNames = /password|passphrase|secret|token|credential|privatekey/i;

/**
 * Settings without what must not stand in a file that is passed on: members by their names, and users in URLs. A text takes
 * the place of a secret, so that the settings are still whole.
 */
export function withoutSecrets(settings: unknown): unknown {
  if (typeof settings === 'string') return settings.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, '$1');
  if (Array.isArray(settings)) return settings.map(withoutSecrets);
  if (typeof settings !== 'object' || settings === null) return settings;
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      secretNames.test(name) ? 'left out' : withoutSecrets(value),
    ]),
  );
}
