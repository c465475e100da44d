import { z } from 'zod';
import { bands } from '../../../protocols/uhf/chafon/commands.ts';
import { regions as thingMagicRegions } from '../../../protocols/uhf/thingmagic/commands.ts';
import { regions as yrm100Regions } from '../../../protocols/uhf/yrm100/commands.ts';

const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>) =>
  Object.keys(table) as [Name, ...Name[]];

const common = {
  /** A name for facts and screens. */
  id: z.string().min(1).max(64),
  /** Whether it reads from the start; otherwise it waits until it is told to. */
  reading: z.boolean().default(true),
  /** The device node; better a link that stays the same, as udev makes them. It does not have to exist yet. */
  path: z.string().min(1).max(200).optional(),
  /** A serial-to-Ethernet server, or a module with a network plug, in place of `path`. */
  host: z.string().min(1).max(255).optional(),
  port: z.number().int().min(1).max(65_535).optional(),
};

const baudRate = (usual: number) => z.number().int().positive().max(4_000_000).default(usual);
const powerDbm = (most: number) => z.number().min(0).max(most).default(20);

/** A module is reached in one way. */
function hasOneWay({ path, host, port }: { path?: unknown; host?: unknown; port?: unknown }): boolean {
  return path === undefined
    ? host !== undefined && port !== undefined
    : host === undefined && port === undefined;
}
const oneWay = { error: 'either path, or host and port' };

/** ThingMagic M5e, M6e and M7e (Mercury), and the readers that hold one. The region has no default: it is a matter of law. */
export const thingMagicConfig = z
  .strictObject({
    kind: z.literal('thingmagic'),
    ...common,
    baudRate: baudRate(115_200),
    region: z.enum(namesOf(thingMagicRegions)),
    /** Ports to read at, in this order. */
    antennas: z.array(z.number().int().min(1).max(16)).min(1).max(16).default([1]),
    readPowerDbm: powerDbm(33),
  })
  .refine(hasOneWay, oneWay);

/** Chafon UHFReader18 and UHFReader288, and their many kin. */
export const chafonConfig = z
  .strictObject({
    kind: z.literal('chafon'),
    ...common,
    baudRate: baudRate(57_600),
    /** How its inventory frames are laid out; a reader of the other kind is refused by name. */
    dialect: z.enum(['uhfreader18', 'uhfreader288']),
    band: z.enum(namesOf(bands)),
    /** Whole dBm. */
    powerDbm: z.number().int().min(0).max(33).default(20),
    /** Of a 288. */
    antenna: z.number().int().min(1).max(16).default(1),
    /** How long one round may take. */
    roundMs: z.number().int().min(300).max(25_500).default(500),
    /** Between two rounds; 0 for none. */
    pauseMs: z.number().int().min(0).max(60_000).default(0),
    /** Whether it beeps at each tag. */
    beeps: z.boolean().default(false),
  })
  .refine(hasOneWay, oneWay);

/** YRM100, and others with the M100 chip: one antenna. */
export const yrm100Config = z
  .strictObject({
    kind: z.literal('yrm100'),
    ...common,
    baudRate: baudRate(115_200),
    region: z.enum(namesOf(yrm100Regions)),
    powerDbm: powerDbm(30),
    /** Of the query (EPC Gen2, 6.3.2.12.2.1). */
    session: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(0),
    target: z.enum(['A', 'B']).default('A'),
    q: z.number().int().min(0).max(15).default(4),
  })
  .refine(hasOneWay, oneWay);

export type UhfConfig =
  | z.output<typeof thingMagicConfig>
  | z.output<typeof chafonConfig>
  | z.output<typeof yrm100Config>;
