import { type HidResult, refuse } from './fault.ts';

/** One item of a report descriptor (HID 1.11, 6.2.2.2). */
export interface DescriptorItem {
  /** Tag and type together, as the prefix byte without its size bits. */
  readonly prefix: number;
  /** Unsigned. */
  readonly data: number;
  readonly signed: number;
  /** Bytes of data: 0, 1, 2 or 4. */
  readonly size: number;
  readonly offset: number;
}

/** The Linux kernel takes no more either. */
export const maxDescriptorBytes = 16_384;

const longItem = 0xfe;
const dataBytes = [0, 1, 2, 4] as const;

/** Splits a report descriptor into its items; long items are skipped, as no tag of theirs is defined (HID 1.11, 6.2.2.3). */
export function readItems(descriptor: Uint8Array): HidResult<DescriptorItem[]> {
  if (descriptor.length > maxDescriptorBytes) {
    return refuse('descriptor', 'byte', maxDescriptorBytes, 'length', `at most ${maxDescriptorBytes} bytes`);
  }
  const items: DescriptorItem[] = [];
  let offset = 0;
  while (offset < descriptor.length) {
    const first = descriptor[offset] ?? 0;
    const length = first === longItem ? 3 + (descriptor[offset + 1] ?? 0) : 1 + (dataBytes[first & 3] ?? 0);
    if (offset + length > descriptor.length) {
      return refuse(
        'descriptor',
        'byte',
        offset,
        'item',
        `${length} bytes, ${descriptor.length - offset} left`,
      );
    }
    if (first !== longItem) items.push(shortItem(descriptor, offset, first));
    offset += length;
  }
  return { ok: true, value: items };
}

function shortItem(descriptor: Uint8Array, offset: number, first: number): DescriptorItem {
  const size = dataBytes[first & 3] ?? 0;
  let data = 0;
  for (let index = size; index > 0; index--) data = data * 256 + (descriptor[offset + index] ?? 0);
  const signed = size > 0 && data >= 2 ** (size * 8 - 1) ? data - 2 ** (size * 8) : data;
  return { prefix: first & 0xfc, data, signed, size, offset };
}
