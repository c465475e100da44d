import { refuse, type SsiResult } from './fault.ts';
import { eventName, type NakCause, nakCause, ssiOpcode } from './opcodes.ts';
import { headerBytes, type SsiPacket } from './packet.ts';

/** What a packet of the decoder says. */
export type SsiMessage =
  | { readonly kind: 'decode-data'; readonly codeType: number; readonly data: Uint8Array }
  | { readonly kind: 'ack' }
  /** `cause` is null where the code is not one of the four. */
  | { readonly kind: 'nak'; readonly cause: NakCause | null; readonly code: number }
  /** `name` is null where the code is not in the table of events. */
  | { readonly kind: 'event'; readonly code: number; readonly name: string | null }
  | { readonly kind: 'parameters'; readonly values: ReadonlyMap<number, number> }
  /** Software revision, board type, engine code and class of the decoder. */
  | { readonly kind: 'revision'; readonly revision: string }
  | { readonly kind: 'capabilities'; readonly capabilities: SsiCapabilities }
  | { readonly kind: 'other'; readonly opcode: number; readonly data: Uint8Array };

interface SsiCapabilities {
  /** A bit for each baud rate, as sent. */
  readonly baudRates: number;
  readonly serialOptions: number;
  readonly multiPacketOptions: number;
  /** The opcodes that the decoder takes. */
  readonly opcodes: readonly number[];
}

/** Reads the data of a packet by its opcode. */
export function readMessage({ opcode, data }: SsiPacket): SsiResult<SsiMessage> {
  const [first] = data;
  switch (opcode) {
    case ssiOpcode.DECODE_DATA:
      if (first === undefined) return missing('code type', 'a byte');
      return accepted({ kind: 'decode-data', codeType: first, data: data.slice(1) });
    case ssiOpcode.CMD_ACK:
      return accepted({ kind: 'ack' });
    case ssiOpcode.CMD_NAK:
      if (first === undefined) return missing('cause', 'a byte');
      return accepted({ kind: 'nak', cause: causeOf(first), code: first });
    case ssiOpcode.EVENT:
      return first === undefined
        ? missing('event code', 'a byte')
        : accepted({ kind: 'event', code: first, name: eventName(first) });
    case ssiOpcode.PARAM_SEND:
      return readParameters(data);
    case ssiOpcode.REPLY_REVISION:
      return accepted({ kind: 'revision', revision: String.fromCharCode(...data).trim() });
    case ssiOpcode.CAPABILITIES_REPLY:
      return readCapabilities(data);
    default:
      return accepted({ kind: 'other', opcode, data });
  }
}

function accepted(value: SsiMessage): SsiResult<SsiMessage> {
  return { ok: true, value };
}

function missing(field: string, expected: string) {
  return refuse('value', headerBytes, field, expected);
}

function causeOf(code: number): NakCause | null {
  const causes = Object.keys(nakCause) as NakCause[];
  return causes.find((cause) => nakCause[cause] === code) ?? null;
}

function readCapabilities(data: Uint8Array): SsiResult<SsiMessage> {
  if (data.length < 4) return missing('capabilities', `at least 4 bytes, ${data.length} are there`);
  const [high = 0, low = 0, serialOptions = 0, multiPacketOptions = 0] = data;
  const opcodes = [...data.subarray(4)];
  return accepted({
    kind: 'capabilities',
    capabilities: { baudRates: high * 256 + low, serialOptions, multiPacketOptions, opcodes },
  });
}

/** Prefixes of parameter numbers beyond a byte: F0 to F2 add 256, 512 and 768; F8 has two bytes of number behind it. */
const extendedPrefixes: Readonly<Record<number, number>> = { 240: 256, 241: 512, 242: 768 };
const longPrefix = 0xf8;
const firstPrefix = 0xf0;

/** PARAM_SEND: a beep code, then numbers and values of one byte each. */
function readParameters(data: Uint8Array): SsiResult<SsiMessage> {
  if (data.length === 0) return missing('beep code', 'a byte');
  const values = new Map<number, number>();
  for (let offset = 1; offset < data.length; ) {
    const number = parameterAt(data, offset);
    const value = number === null ? undefined : data[offset + number.bytes];
    if (number === null || value === undefined) {
      return refuse(
        'value',
        headerBytes + offset,
        'parameter',
        'a number below F0 or behind F0, F1, F2 or F8, and its value',
      );
    }
    values.set(number.number, value);
    offset += number.bytes + 1;
  }
  return accepted({ kind: 'parameters', values });
}

function parameterAt(
  data: Uint8Array,
  offset: number,
): { readonly number: number; readonly bytes: number } | null {
  const [first = 0, second, third] = data.subarray(offset, offset + 3);
  if (first < firstPrefix) return { number: first, bytes: 1 };
  if (first === longPrefix && second !== undefined && third !== undefined)
    return { number: second * 256 + third, bytes: 3 };
  const base = extendedPrefixes[first];
  return base === undefined || second === undefined ? null : { number: base + second, bytes: 2 };
}

/** No beep with a PARAM_SEND. */
const silent = 0xff;

/** The data of PARAM_SEND. Parameter numbers from 0 to 65535, values of one byte. */
export function encodeParameters(values: ReadonlyMap<number, number>, beep: number = silent): Uint8Array {
  const bytes = [...values].flatMap(([number, value]) => [...encodeParameterNumber(number), value]);
  return Uint8Array.of(beep, ...bytes);
}

/** The number of a parameter as PARAM_SEND and PARAM_REQUEST have it. */
export function encodeParameterNumber(number: number): number[] {
  if (number < firstPrefix) return [number];
  if (number >= 256 && number < 1024) return [firstPrefix + (number >> 8) - 1, number & 0xff];
  return [longPrefix, number >> 8, number & 0xff];
}
