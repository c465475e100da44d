import { readImpinj } from './impinj.ts';
import {
  createJsonSplitter,
  type JsonFault,
  type SplitItem,
  type SplitLimits,
  usualLimits,
} from './json-splitter.ts';
import type { EventReading, ReaderMessage } from './reader-message.ts';
import { readZebra } from './zebra.ts';

export type ReaderMaker = 'zebra' | 'impinj';

export type ReaderItem =
  | { readonly kind: 'message'; readonly message: ReaderMessage }
  | { readonly kind: 'fault'; readonly fault: JsonFault };

export interface ReaderDecoder {
  push(chunk: Uint8Array): ReaderItem[];
  /** The stream or payload is over. */
  end(): ReaderItem[];
}

const readers: Record<ReaderMaker, (value: unknown) => EventReading> = {
  zebra: readZebra,
  impinj: readImpinj,
};

/** Reads the events of a reader from a stream of bytes: one after another, in lines or in arrays, however it sends them. */
export function createReaderDecoder(maker: ReaderMaker, limits: SplitLimits = usualLimits): ReaderDecoder {
  const splitter = createJsonSplitter(limits);
  const readAll = (items: readonly SplitItem[]) => items.flatMap((item) => readItem(maker, item));
  return {
    push: (chunk) => readAll(splitter.push(chunk)),
    end: () => readAll(splitter.end()),
  };
}

/** Reads all events of one payload, such as an MQTT message or the body of an HTTP request. */
export function decodePayload(maker: ReaderMaker, payload: Uint8Array): ReaderItem[] {
  const decoder = createReaderDecoder(maker);
  return [...decoder.push(payload), ...decoder.end()];
}

function readItem(maker: ReaderMaker, item: SplitItem): ReaderItem[] {
  if (item.kind === 'fault') return [item];
  const events = Array.isArray(item.value) ? item.value : [item.value];
  return events.map((event, index) => {
    const reading = readers[maker](event);
    if (reading.ok) return { kind: 'message', message: reading.message };
    const { field, expected } = reading.refusal;
    const path = Array.isArray(item.value) ? `${index}.${field}` : field;
    return { kind: 'fault', fault: { offset: item.offset, field: path, expected } };
  });
}
