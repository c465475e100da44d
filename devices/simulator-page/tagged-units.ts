import type { Line } from './simulator-api.ts';

interface TaggedUnit {
  readonly gtin: string;
  readonly serial: string;
}

/** A unit that no order of the demo asks for together with tagged goods. */
export const foreignTag: TaggedUnit = { gtin: '09520001000997', serial: '1' };

/** A tag for each unit that was packed of products that carry one. */
export function tagsOf(lines: readonly Line[], tagged: readonly string[]): TaggedUnit[] {
  return lines.flatMap(({ line, barcodes: [single], done }) =>
    single === undefined || !tagged.includes(single.gtin)
      ? []
      : Array.from({ length: done }, (_, at) => ({ gtin: single.gtin, serial: `${line}-${at + 1}` })),
  );
}
