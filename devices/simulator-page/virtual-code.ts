/** A barcode that can be scanned by a click. */
export interface VirtualCode {
  /** Exactly what the scanner sends, without its framing. */
  readonly text: string;
  readonly title: string;
  readonly note: string;
  readonly kind: 'right' | 'wrong';
}

export interface CodeGroup {
  readonly title: string;
  readonly codes: readonly VirtualCode[];
}

export function right(text: string, title: string, note = ''): VirtualCode {
  return { text, title, note, kind: 'right' };
}

export function wrong(text: string, title: string, note: string): VirtualCode {
  return { text, title, note, kind: 'wrong' };
}

/** A GTIN as it is printed: 13 digits on a single item, 14 on a case. */
export function printed(gtin: string): string {
  return gtin.startsWith('0') ? gtin.slice(1) : gtin;
}
