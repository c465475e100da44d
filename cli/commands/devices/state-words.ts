import type { DeviceStateEvent, GarbledEvent } from '../../../devices/device-state.ts';
import { visible } from './scan-words.ts';

interface Remedy {
  readonly when: RegExp;
  readonly remedy: string;
}

const remedies: readonly Remedy[] = [
  {
    when: /EACCES|EPERM|permission denied|operation not permitted|may not be opened/i,
    remedy: 'packproof devices udev prints the rules that allow it to the group packproof; then log in anew',
  },
  {
    when: /cannot lock port|resource temporarily unavailable|EBUSY|device or resource busy/i,
    remedy: 'another program has it open: is the station agent running?',
  },
  { when: /EADDRINUSE/, remedy: 'another program listens there: is the station agent running?' },
  {
    when: /ECONNREFUSED/,
    remedy: 'the device is there and nothing listens on this port: is it the right one?',
  },
  {
    when: /no answer within|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    remedy: 'is it switched on, in this network, and is this its address?',
  },
  { when: /ENOTFOUND|EAI_AGAIN/, remedy: 'no such name is known in this network: try its IP address' },
];

/** What mends the fault that a device's state tells of; null where nothing is known to. */
export function remedyFor({ state, detail }: Omit<DeviceStateEvent, 'kind'>): string | null {
  return state === 'connected' || detail === undefined ? null : remedyOf(detail);
}

/** What mends what an error of a device or of its connection says; null where nothing is known to. */
export function remedyOf(message: string): string | null {
  return remedies.find(({ when }) => when.test(message))?.remedy ?? null;
}

export function stateLines(event: DeviceStateEvent): string[] {
  const { state, detail } = event;
  const remedy = remedyFor(event);
  return [
    `${state}${detail === undefined ? '' : `: ${visible(detail)}`}`,
    ...(remedy === null ? [] : [`  ! ${remedy}`]),
  ];
}

/** The bytes of something garbled, and which setting would make sense of them. */
export function garbledLines(event: GarbledEvent): string[] {
  const { reason, hex, bytes } = event;
  const shown = hex.slice(0, 96);
  const text = visible(Buffer.from(shown, 'hex').toString('latin1'));
  const advice = framingAdvice(event);
  return [
    `garbled  ${reason} (${bytes} bytes)`,
    `  ${shown.match(/../g)?.join(' ') ?? ''}${shown.length < hex.length ? ' ...' : ''}`,
    `  ${text}`,
    ...(advice === null ? [] : [`  ! ${advice}`]),
  ];
}

/** Reads from bytes how the device ends its messages, where the settings say otherwise. */
export function framingAdvice({ reason, hex }: GarbledEvent): string | null {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length === 0) return null;
  const high = bytes.filter((byte) => byte >= 0x80).length;
  if (/not UTF-8/.test(reason) || high * 4 > bytes.length) {
    return 'bytes that are no text: are baudRate, dataBits and parity those of the device?';
  }
  if (bytes[0] === 0x02) return 'it begins with STX: set framing to stx-etx';
  if (/without its terminator/.test(reason)) {
    return 'nothing marks its end: add a suffix (CR) at the device, or set framing to idle';
  }
  if (/0x09/.test(reason))
    return 'it holds TAB: set framing to {"suffix":"\\t"}, or take TAB off at the device';
  if (/0x0d/.test(reason)) return 'it holds CR: set framing to cr';
  if (/0x0a/.test(reason)) return 'it holds LF: set framing to lf';
  return null;
}
