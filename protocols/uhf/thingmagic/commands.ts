import { bytesOf } from '../bytes.ts';
import type { ThingMagicCommand } from './frame.ts';
import { protocolGen2, usualMetadata } from './tag-record.ts';

/** Command codes (Mercury serial protocol). */
export const opcode = {
  version: 0x03,
  bootFirmware: 0x04,
  readTagIdMultiple: 0x22,
  getTagBuffer: 0x29,
  multiProtocolTagOperation: 0x2f,
  setAntennaPort: 0x91,
  setReadPower: 0x92,
  setTagProtocol: 0x93,
  setRegion: 0x97,
  setOptionalParameter: 0x9a,
} as const;

/** Region codes. Which of them a module offers depends on its model. */
export const regions = {
  na: 0x01,
  in: 0x04,
  jp: 0x05,
  prc: 0x06,
  eu3: 0x08,
  kr2: 0x09,
  au: 0x0b,
  nz: 0x0c,
  na2: 0x0d,
  na3: 0x0e,
  open: 0xff,
} as const;
export type ThingMagicRegion = keyof typeof regions;

/** Search flags of a streamed read: search the antenna list, return at once, stream statistics. */
const streamSearchFlags = 0x001b;
/** The option of a read that says: metadata flags follow. */
export const optionMetadata = 0x10;
const rereadMs = 1000;
const keyReadFilter = 0x0c;

const command = (code: number, ...data: number[]): ThingMagicCommand => ({
  opcode: code,
  data: Uint8Array.from(data),
});

export const getVersion = () => command(opcode.version);

/** Leaves the boot loader, where a module stays after a failed update. */
export const bootFirmware = () => command(opcode.bootFirmware);

export const setRegion = (region: ThingMagicRegion) => command(opcode.setRegion, regions[region]);

/** Antennas to search in this order; each transmits and receives at its own port. */
export const setAntennas = (ports: readonly number[]) =>
  command(opcode.setAntennaPort, 0x02, ...ports.flatMap((port) => [port, port]));

export const setReadPower = (centidBm: number) =>
  command(opcode.setReadPower, ...bytesOf(Math.max(centidBm, 0), 2));

export const setTagProtocol = () => command(opcode.setTagProtocol, 0, protocolGen2);

/** With the filter off each read of a tag is reported, not only the first one. */
export const setReadFilter = (on: boolean) =>
  command(opcode.setOptionalParameter, 0x01, keyReadFilter, on ? 1 : 0);

/** Reads without end and streams each tag; a keep-alive comes about once a second. */
export function startStream(metadataFlags: number = usualMetadata): ThingMagicCommand {
  const search = [
    optionMetadata,
    ...bytesOf(streamSearchFlags, 2),
    ...bytesOf(rereadMs, 2),
    ...bytesOf(metadataFlags, 2),
  ];
  return command(
    opcode.multiProtocolTagOperation,
    ...[0x00, 0x00, 0x01, opcode.readTagIdMultiple, 0x00, 0x00, protocolGen2],
    search.length,
    opcode.readTagIdMultiple,
    ...search,
  );
}

export const stopStream = () => command(opcode.multiProtocolTagOperation, 0x00, 0x00, 0x02);

/** What is asked of the multi-protocol command, for a simulated module; null if it is neither. */
export function streamRequest(data: Uint8Array): { start: boolean; metadataFlags: number } | null {
  if (data[2] === 0x02) return { start: false, metadataFlags: 0 };
  if (data[2] !== 0x01 || data.length < 9) return null;
  const flags = ((data[data.length - 2] ?? 0) << 8) | (data[data.length - 1] ?? 0);
  return { start: true, metadataFlags: flags };
}
