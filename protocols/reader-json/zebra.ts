import { z } from 'zod';
import type { TagRead, TagReadDetail } from '../rfid/tag-read.ts';
import { antennaPort, hexBytes, instant } from './fields.ts';
import { type EventReading, radiansOf, read, refuse, refuseBySchema } from './reader-message.ts';

/** A tag of a data event (Zebra IoT Connector, Tag Data Events). Which members come is set by the reader's `tagMetaData`. */
const tag = z.looseObject({
  idHex: hexBytes,
  antenna: antennaPort.optional(),
  peakRssi: z.number().optional(),
  reads: z.number().int().min(0).optional(),
  phase: z.number().optional(),
  channel: z.number().min(0).optional(),
  PC: hexBytes.optional(),
  TID: hexBytes.optional(),
});
type ZebraTag = z.output<typeof tag>;

const envelope = z.looseObject({
  type: z.string().max(64).optional(),
  timestamp: instant.optional(),
  data: z.looseObject({}).optional(),
});

const tagEvent = z.looseObject({ timestamp: instant.optional(), data: tag });
/** The hand-held readers send their tags in batches. */
const batchEvent = z.looseObject({
  timestamp: instant.optional(),
  data: z.looseObject({ tagData: z.array(tag) }),
});

/** Some versions of the firmware write numbers as text. */
const number = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ],
  {
    error: 'a number',
  },
);

const inputEvent = z.looseObject({
  data: z.looseObject({
    pin: number.pipe(z.number().int().min(0).max(255)),
    state: z.string().regex(/^(HIGH|LOW)$/i, 'HIGH or LOW'),
  }),
});

const antennaStates = z.record(z.string().max(8), z.unknown()).optional();
const heartbeatEvent = z.looseObject({
  data: z.looseObject({
    radio_control: z
      .looseObject({
        radioConnection: z.string().optional(),
        radioActivity: z.string().optional(),
        // So written by several versions of the firmware.
        radioActivitiy: z.string().optional(),
        antennas: antennaStates,
      })
      .optional(),
    system: z.looseObject({ temperature: number.optional() }).optional(),
  }),
});

const response = z.looseObject({
  command: z.string().max(64),
  command_id: z.union([z.string().max(128), z.number()]),
  response: z.string().max(64),
  payload: z.unknown(),
});

const longestText = 500;

/** Reads one message of a Zebra reader: tag data, a management event, or the answer to a command. */
export function readZebra(value: unknown): EventReading {
  // Tags are by far the most: they are known before anything else is looked at.
  const content = memberOf(value, 'data');
  if (memberOf(content, 'idHex') !== undefined || memberOf(content, 'tagData') !== undefined)
    return readTags(value, content);
  const answer = memberOf(value, 'command') === undefined ? null : response.safeParse(value);
  if (answer?.success) return readResponse(answer.data);
  const event = envelope.safeParse(value);
  if (!event.success) return refuseBySchema(event.error);
  const { type, data = {} } = event.data;
  if (type === undefined) return refuse('type', 'what kind of event it is');
  const atUs = event.data.timestamp ?? null;
  switch (type.toLowerCase()) {
    case 'heartbeat':
      return readHeartbeat(value, atUs);
    case 'gpi':
      return readInput(value, atUs);
    case 'alert':
    case 'alerts':
    case 'warning':
    case 'error':
    case 'exception':
      return read({ kind: 'alert', atUs, text: textOf(data) });
    default:
      return isOperatingMode(type)
        ? refuse('data.idHex', 'the EPC as hex')
        : read({ kind: 'other', atUs, type });
  }
}

/** Data events bear the operating mode of the reader as their type. */
function isOperatingMode(type: string): boolean {
  return /^(SIMPLE|INVENTORY|PORTAL|CONVEYOR|CUSTOM|ADVANCED|DIRECTIONALITY)$/.test(type);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readTags(value: unknown, data: unknown): EventReading {
  if (memberOf(data, 'tagData') !== undefined) {
    const batch = batchEvent.safeParse(value);
    return batch.success
      ? readsOf(batch.data.data.tagData, batch.data.timestamp)
      : refuseBySchema(batch.error);
  }
  const single = tagEvent.safeParse(value);
  return single.success ? readsOf([single.data.data], single.data.timestamp) : refuseBySchema(single.error);
}

function readsOf(tags: readonly ZebraTag[], atUs: number | null = null): EventReading {
  return read({ kind: 'reads', reads: tags.map((one) => tagReadOf(one, atUs)) });
}

function tagReadOf(found: ZebraTag, atUs: number | null): TagRead {
  const count = Math.max(found.reads ?? 1, 1);
  return {
    epc: found.idHex,
    pc: found.PC === undefined || found.PC.length !== 4 ? null : Number.parseInt(found.PC, 16),
    antenna: found.antenna ?? 0,
    // Adding 0 makes 0 of the negative zero that JSON has.
    rssiDbm: found.peakRssi === undefined ? null : found.peakRssi + 0,
    count,
    // One report of several reads tells when it was made, not when the first of them was.
    firstSeenUs: count === 1 ? atUs : null,
    lastSeenUs: atUs,
    more: detailOf(found),
  };
}

/** The channel is the frequency in MHz; hand-held readers count channels instead. */
function detailOf({ TID, phase, channel }: ZebraTag): TagReadDetail {
  const lowestMhz = 300;
  const isFrequency = channel !== undefined && channel >= lowestMhz;
  return {
    ...(TID === undefined ? {} : { tid: TID }),
    ...(phase === undefined ? {} : { phaseRadians: radiansOf(phase) }),
    ...(isFrequency ? { frequencyKhz: Math.round(channel * 1000) } : {}),
    ...(channel !== undefined && !isFrequency ? { channel } : {}),
  };
}

function readInput(value: unknown, atUs: number | null): EventReading {
  const parsed = inputEvent.safeParse(value);
  if (!parsed.success) return refuseBySchema(parsed.error);
  const { pin, state } = parsed.data.data;
  return read({ kind: 'input', atUs, pin, high: state.toUpperCase() === 'HIGH' });
}

function readHeartbeat(value: unknown, atUs: number | null): EventReading {
  const parsed = heartbeatEvent.safeParse(value);
  if (!parsed.success) return refuseBySchema(parsed.error);
  const { radio_control: radio, system } = parsed.data.data;
  const activity = radio?.radioActivity ?? radio?.radioActivitiy;
  const antennas = Object.entries(radio?.antennas ?? {}).flatMap(([port, state]) =>
    state === 'connected' ? [Number(port)] : [],
  );
  return read({
    kind: 'heartbeat',
    atUs,
    health: {
      radioConnected: radio?.radioConnection === undefined ? null : radio.radioConnection === 'connected',
      reading: activity === undefined ? null : activity === 'active',
      temperatureCelsius: system?.temperature ?? null,
      antennas,
    },
  });
}

function readResponse(answer: z.output<typeof response>): EventReading {
  return read({
    kind: 'response',
    command: answer.command,
    id: String(answer.command_id),
    succeeded: /^success$/i.test(answer.response),
    text: textOf(answer.payload),
  });
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.slice(0, longestText);
}
