import type { HidInfo } from './hid-access.ts';

/** Which of a machine's HID devices is meant; what is left out may be anything. */
export interface HidSelection {
  readonly vendorId?: number | undefined;
  readonly productId?: number | undefined;
  readonly serialNumber?: string | undefined;
  /** Bus and ports as Linux numbers them: `1-2.4`. */
  readonly port?: string | undefined;
}

/** What an interface has to be: HID POS bar code scanner (usage page 0x8C), keyboard (page 1, usage 6). */
export interface HidUsage {
  readonly page: number;
  /** Any of the page, if none is named. */
  readonly usage?: number;
  /** For a person. */
  readonly name: string;
}

export type Selected =
  | { readonly kind: 'found'; readonly info: HidInfo }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ambiguous'; readonly message: string };

/** Picks the one device that is meant, and never one of several: they would change places with each start. */
export function selectHid(listed: readonly HidInfo[], selection: HidSelection, wanted: HidUsage): Selected {
  const fitting = listed.filter((info) => isMeant(info, selection) && hasUsage(info, wanted));
  const [first] = [...fitting].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (first === undefined)
    return { kind: 'missing', message: `there is no ${wanted.name} ${shown(selection)}`.trim() };
  // One device may have several interfaces or collections of the kind.
  const others = fitting.filter((info) => placeOf(info) !== placeOf(first));
  if (others.length === 0) return { kind: 'found', info: first };
  const places = [...new Set(fitting.map(placeOf))].join(', ');
  return {
    kind: 'ambiguous',
    message: `more than one ${wanted.name} fits: name one by its serialNumber or its port (${places})`,
  };
}

function isMeant(info: HidInfo, { vendorId, productId, serialNumber, port }: HidSelection): boolean {
  return (
    (vendorId === undefined || vendorId === info.vendorId) &&
    (productId === undefined || productId === info.productId) &&
    (serialNumber === undefined || serialNumber === info.serialNumber) &&
    (port === undefined || port === info.port)
  );
}

function hasUsage(info: HidInfo, wanted: HidUsage): boolean {
  return info.usagePage === wanted.page && (wanted.usage === undefined || wanted.usage === info.usage);
}

function placeOf({ port, serialNumber, path }: HidInfo): string {
  return [port ?? path, serialNumber].filter(Boolean).join(' ');
}

/** The selection for a person, and as the address of a device. */
export function shown({ vendorId, productId, serialNumber, port }: HidSelection): string {
  const ids = [vendorId, productId].map((id) => (id === undefined ? '*' : id.toString(16).padStart(4, '0')));
  const any = vendorId === undefined && productId === undefined;
  return [any ? '' : ids.join(':'), serialNumber ?? '', port === undefined ? '' : `port ${port}`]
    .filter(Boolean)
    .join(' ');
}
