import { bytesOfHex } from '../bytes/hex.ts';
import type { TagRead } from '../rfid/tag-read.ts';
import { base64Of } from './base64.ts';
import { instantOf } from './iso-time.ts';

/** Events as readers send them, for simulated ones. Times are microseconds since 1970-01-01 UTC. */

function base64OfHex(hex: string): string {
  return base64Of(bytesOfHex(hex) ?? new Uint8Array(0));
}

const degreesOf = (radians: number) => Math.round((radians * 18_000) / Math.PI) / 100;

/** A data event of the Zebra IoT Connector; SIMPLE has only the members of that mode. */
export function zebraTagEvent(
  read: TagRead,
  type: 'SIMPLE' | 'CUSTOM',
  eventNum: number,
  atUs: number,
): string {
  const { phaseRadians, frequencyKhz, tid } = read.more ?? {};
  const custom = {
    ...(read.pc === null ? {} : { PC: read.pc.toString(16).padStart(4, '0') }),
    ...(tid === undefined ? {} : { TID: tid.toLowerCase() }),
    ...(phaseRadians === undefined ? {} : { phase: degreesOf(phaseRadians) }),
    ...(frequencyKhz === undefined ? {} : { channel: frequencyKhz / 1000 }),
  };
  const data = {
    antenna: read.antenna,
    eventNum,
    format: 'epc',
    idHex: read.epc.toLowerCase(),
    ...(read.rssiDbm === null ? {} : { peakRssi: read.rssiDbm }),
    reads: read.count,
    ...(type === 'CUSTOM' ? custom : {}),
  };
  return JSON.stringify({ data, timestamp: instantOf(read.lastSeenUs ?? atUs, '+0000'), type });
}

/** A management event of the Zebra IoT Connector. */
function zebraEvent(type: string, data: object, eventNum: number, atUs: number): string {
  return JSON.stringify({ component: 'RG', data, eventNum, timestamp: instantOf(atUs, '+0000'), type });
}

export function zebraInputEvent(pin: number, high: boolean, eventNum: number, atUs: number): string {
  return zebraEvent('gpi', { pin, state: high ? 'HIGH' : 'LOW' }, eventNum, atUs);
}

export function zebraHeartbeat(
  { antennas, reading }: { readonly antennas: readonly number[]; readonly reading: boolean },
  eventNum: number,
  atUs: number,
): string {
  const radio = {
    antennas: Object.fromEntries(antennas.map((port) => [String(port), 'connected'])),
    radioActivity: reading ? 'active' : 'inactive',
    radioConnection: 'connected',
    status: 'running',
  };
  return zebraEvent('heartbeat', { radio_control: radio, system: { temperature: 40 } }, eventNum, atUs);
}

/** A command for the control topic of a Zebra reader. */
export function zebraCommand(
  command: 'start' | 'stop' | 'get_status',
  id: string,
  payload: object = {},
): string {
  return JSON.stringify({ command, command_id: id, payload });
}

/** A tag inventory event of the Impinj IoT device interface. */
export function impinjTagEvent(read: TagRead, hostname: string, atUs: number): string {
  const { phaseRadians, frequencyKhz, tid } = read.more ?? {};
  const tagInventoryEvent = {
    epc: base64OfHex(read.epc),
    epcHex: read.epc,
    ...(tid === undefined ? {} : { tid: base64OfHex(tid), tidHex: tid }),
    ...(read.pc === null ? {} : { pc: base64OfHex(read.pc.toString(16).padStart(4, '0')) }),
    antennaPort: read.antenna,
    ...(read.rssiDbm === null ? {} : { peakRssiCdbm: Math.round(read.rssiDbm * 100) }),
    ...(frequencyKhz === undefined ? {} : { frequency: frequencyKhz }),
    ...(phaseRadians === undefined ? {} : { phaseAngle: degreesOf(phaseRadians) }),
    ...(read.lastSeenUs === null ? {} : { lastSeenTime: instantOf(read.lastSeenUs, 'Z') }),
  };
  return impinjEvent('tagInventory', tagInventoryEvent, hostname, atUs);
}

/** Any event: the member that holds it is named after its type. */
export function impinjEvent(eventType: string, content: object, hostname: string, atUs: number): string {
  const timestamp = instantOf(atUs, 'Z');
  return JSON.stringify({ timestamp, hostname, eventType, [`${eventType}Event`]: content });
}
