import { isForeignControl } from '../bytes/scan-bytes.ts';
import { refuse, type SsiFault } from './fault.ts';

/** The longest scan in bytes, whatever brings it. */
const maxScanBytes = 4096;

/** A DECODE_DATA message of several packets, as far as it came. */
export interface Assembly {
  readonly codeType: number;
  readonly data: Uint8Array;
}

export type Assembled =
  | { readonly kind: 'part'; readonly assembly: Assembly }
  | { readonly kind: 'whole'; readonly assembly: Assembly }
  | { readonly kind: 'fault'; readonly fault: SsiFault };

/** Adds a packet of decode data. Each packet repeats the code type. */
export function assemble(before: Assembly | null, packet: Assembly, continues: boolean): Assembled {
  if (before !== null && before.codeType !== packet.codeType) {
    const expected = `0x${before.codeType.toString(16).padStart(2, '0')}, as in the packet before`;
    return { kind: 'fault', fault: refuse('value', 4, 'code type', expected).fault };
  }
  const data = Uint8Array.from([...(before?.data ?? []), ...packet.data]);
  if (data.length > maxScanBytes) {
    return {
      kind: 'fault',
      fault: refuse('too_long', maxScanBytes, 'decode data', `at most ${maxScanBytes} bytes`).fault,
    };
  }
  return { kind: continues ? 'part' : 'whole', assembly: { codeType: packet.codeType, data } };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The data as text; null where they are no UTF-8, or hold a control character that no reading holds. */
export function textOf(data: Uint8Array): string | null {
  if (data.some(isForeignControl)) return null;
  try {
    return utf8.decode(data);
  } catch {
    return null;
  }
}
