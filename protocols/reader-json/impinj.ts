import { z } from 'zod';
import type { TagRead } from '../rfid/tag-read.ts';
import { antennaPort, base64Bytes, hexBytes, instant } from './fields.ts';
import { type EventReading, radiansOf, read, refuse, refuseBySchema } from './reader-message.ts';

/** A tag of an inventory event (Impinj IoT device interface, TagInventoryEvent). */
const tag = z.looseObject({
  epc: base64Bytes.optional(),
  epcHex: hexBytes.optional(),
  tid: base64Bytes.optional(),
  tidHex: hexBytes.optional(),
  pc: base64Bytes.optional(),
  antennaPort: antennaPort.optional(),
  antennaName: z.string().optional(),
  /** In 1/100 dBm. */
  peakRssiCdbm: z.number().optional(),
  /** In kHz. */
  frequency: z.number().int().min(0).optional(),
  /** In degrees. */
  phaseAngle: z.number().optional(),
  lastSeenTime: instant.optional(),
});
type ImpinjTag = z.output<typeof tag>;

const event = z.looseObject({
  eventType: z.string().max(64).optional(),
  timestamp: instant,
  hostname: z.string().optional(),
  tagInventoryEvent: tag.optional(),
  antennaConnectedEvent: z.looseObject({ antennaPort }).optional(),
  antennaDisconnectedEvent: z.looseObject({ antennaPort }).optional(),
  inventoryStatusEvent: z
    .looseObject({
      inventoryStatus: z.enum(['idle', 'running', 'armed']).optional(),
      status: z.enum(['idle', 'running', 'armed']).optional(),
    })
    .optional(),
  gpiTransitionEvent: z
    .looseObject({
      gpi: z.number().int().min(0).max(255),
      transition: z.enum(['high-to-low', 'low-to-high']),
    })
    .optional(),
  overflowEvent: z.looseObject({}).optional(),
  inventoryTerminatedEvent: z.looseObject({}).optional(),
});
type ImpinjEvent = z.output<typeof event>;

/** Reads one event of an Impinj reader. Which event it is shows in the member that it has. */
export function readImpinj(value: unknown): EventReading {
  const parsed = event.safeParse(value);
  if (!parsed.success) return refuseBySchema(parsed.error);
  const found = parsed.data;
  if (found.tagInventoryEvent !== undefined) return readTag(found.tagInventoryEvent, found.timestamp);
  if (found.eventType === 'tagInventory') return refuse('tagInventoryEvent', 'the tag');
  return readReaderEvent(found);
}

function readReaderEvent(found: ImpinjEvent): EventReading {
  const atUs = found.timestamp;
  const connected = found.antennaConnectedEvent;
  const disconnected = found.antennaDisconnectedEvent;
  const port = connected ?? disconnected;
  if (port !== undefined) {
    return read({ kind: 'antenna', atUs, antenna: port.antennaPort, connected: connected !== undefined });
  }
  const input = found.gpiTransitionEvent;
  if (input !== undefined) {
    return read({ kind: 'input', atUs, pin: input.gpi, high: input.transition === 'low-to-high' });
  }
  const state = found.inventoryStatusEvent?.inventoryStatus ?? found.inventoryStatusEvent?.status;
  if (state !== undefined) return read({ kind: 'inventory', atUs, state });
  if (found.inventoryTerminatedEvent !== undefined) {
    return read({ kind: 'alert', atUs, text: 'the inventory was terminated' });
  }
  if (found.overflowEvent !== undefined)
    return read({ kind: 'alert', atUs, text: 'the reader dropped events' });
  return read({ kind: 'other', atUs, type: found.eventType ?? 'unknown' });
}

function readTag(found: ImpinjTag, timestamp: number): EventReading {
  const epc = found.epcHex ?? found.epc;
  if (epc === undefined) return refuse('tagInventoryEvent', 'epc or epcHex');
  if (found.epc !== undefined && found.epc !== epc) {
    return refuse('tagInventoryEvent.epc', `the same EPC as epcHex, ${epc}`);
  }
  if (found.pc !== undefined && found.pc.length !== 4) return refuse('tagInventoryEvent.pc', 'one word');
  const reads = [tagReadOf(epc, found, found.lastSeenTime ?? timestamp)];
  return read({ kind: 'reads', reads });
}

function tagReadOf(epc: string, found: ImpinjTag, seenUs: number): TagRead {
  const tid = found.tidHex ?? found.tid;
  const { pc, peakRssiCdbm: rssi, frequency, phaseAngle: phase } = found;
  return {
    epc,
    pc: pc === undefined ? null : Number.parseInt(pc, 16),
    antenna: found.antennaPort ?? 0,
    // Adding 0 makes 0 of the negative zero that JSON has.
    rssiDbm: rssi === undefined ? null : rssi / 100 + 0,
    count: 1,
    firstSeenUs: seenUs,
    lastSeenUs: seenUs,
    more: {
      ...(tid === undefined ? {} : { tid }),
      ...(phase === undefined ? {} : { phaseRadians: radiansOf(phase) }),
      ...(frequency === undefined ? {} : { frequencyKhz: frequency }),
    },
  };
}
