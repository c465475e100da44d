import { z } from 'zod';

const common = {
  /** A name for facts and screens. */
  id: z.string().min(1).max(64),
  /** Whether its reads are wanted from the start. */
  reading: z.boolean().default(true),
  /** Whether a reader that was started here stops reading, or reads on, when the agent ends. */
  onClose: z.enum(['stop', 'leave']).default('stop'),
};

const secret = z.string().min(1).max(256);
const name = z.string().min(1).max(256);
/** A file in PEM form; it is read anew for each connection. */
const pemFile = z.string().min(1).max(500);

/** Certificates are always checked: a self-signed one is trusted by naming it, or who signed it, as `ca`. */
const tls = z
  .strictObject({
    ca: pemFile.optional(),
    /** The client's own, where the other side asks for them. */
    cert: pemFile.optional(),
    key: pemFile.optional(),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), 'cert and key together')
  .default({});

function urlOf(...protocols: readonly string[]) {
  return z.url().refine(
    (text) => {
      const { protocol, username, password } = new URL(text);
      return protocols.includes(protocol) && username === '' && password === '';
    },
    `a URL of ${protocols.join('//, ')}// without user and password, which have settings of their own`,
  );
}

/** A topic filter; + and # as MQTT has them. */
const filter = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?:#|(?:[^#+\0/]*|\+)(?:\/(?:[^#+\0/]*|\+))*(?:\/#)?)$/, 'a topic filter (MQTT 3.1.1, 4.7.1)');
const topic = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^#+\0]+$/, 'a topic without wildcards');

/** Without a sign of life for so long the reader counts as gone. */
const silentMs = z.number().int().min(1_000).max(3_600_000);

const broker = {
  /** Of the broker. */
  url: urlOf('mqtt:', 'mqtts:', 'ws:', 'wss:'),
  username: name.optional(),
  password: secret.optional(),
  /** It has to be this reader's and this machine's alone; left out it is made of both names. */
  clientId: z.string().min(1).max(128).optional(),
  tls,
};

const filters = z.array(filter).min(1).max(16);

/** The REST interface of an Impinj reader (Impinj IoT device interface, /api/v1). */
const impinjRest = {
  /** Of the reader, such as https://impinj-12-34-56. */
  url: urlOf('https:', 'http:'),
  username: name.default('root'),
  password: secret,
  tls,
  /** The stored inventory preset that is started. */
  preset: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,128}$/)
    .default('default'),
};

/** A Zebra reader with IoT Connector (FX7500, FX9600, FXR90, ATR7000), through any broker. */
export const zebraMqttConfig = z.strictObject({
  kind: z.literal('zebra-mqtt'),
  ...common,
  ...broker,
  topics: z.strictObject({
    /** Tag data events. */
    data: filters,
    /** Management events: heartbeats, inputs, alerts. */
    events: filters.optional(),
    /** The control interface; left out, the reader is started and stopped elsewhere. */
    control: z.strictObject({ command: topic, response: topic }).optional(),
  }),
  /** Longer than two heartbeats, which come each minute by default. */
  silentMs: silentMs.default(150_000),
});

/** An Impinj reader (R700 and later) that publishes to any broker. */
export const impinjMqttConfig = z.strictObject({
  kind: z.literal('impinj-mqtt'),
  ...common,
  ...broker,
  topics: z.strictObject({ data: filters }),
  /** Left out, the reader is started and stopped elsewhere, and whether it lives can be told by its events only. */
  rest: z.strictObject(impinjRest).optional(),
  /** Only with `rest`: without it a reader that sees no tag says nothing. */
  silentMs: silentMs.default(60_000),
});

/** An Impinj reader, read through its HTTP stream. */
export const impinjHttpConfig = z.strictObject({
  kind: z.literal('impinj-http'),
  ...common,
  ...impinjRest,
  /** Whether it is started and stopped here, by its REST interface. */
  control: z.boolean().default(true),
  /** The reader sends an empty line every 30 s; its maker advises to wait for three of them. */
  silentMs: silentMs.default(90_000),
});

export type ZebraMqttConfig = z.output<typeof zebraMqttConfig>;
export type ImpinjMqttConfig = z.output<typeof impinjMqttConfig>;
export type ImpinjHttpConfig = z.output<typeof impinjHttpConfig>;
export type TlsFiles = ImpinjHttpConfig['tls'];
