import type { DeviceStateEvent } from '../../../devices/device-state.ts';
import type { DeviceNews } from '../../../devices/open-device.ts';
import type { PrinterEvent } from '../../../devices/printer/printer.ts';
import type { RfidEvent } from '../../../devices/rfid/reader.ts';
import type { ScaleEvent } from '../../../devices/scale/scale.ts';
import type { ScannerEvent } from '../../../devices/scanner/scanner.ts';
import { scanLines, scanWords, visible } from './scan-words.ts';
import { framingAdvice, garbledLines, remedyFor, stateLines } from './state-words.ts';
import { weightText } from './weight-words.ts';

/** One piece of news: its members as JSON, and its lines for a person. */
export interface NewsWords {
  readonly json: Readonly<Record<string, unknown>> & { readonly event: string };
  readonly lines: readonly string[];
}

/**
 * What a device has told, in words; reads of tags are not told here, as there are too many of them.
 *
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function newsWords(news: DeviceNews, today: string): NewsWords | null {
  switch (news.device) {
    case 'scanner':
      return scannerWords(news.event, today);
    case 'rfid':
      return readerWords(news.event);
    case 'scale':
      return scaleWords(news.event);
    case 'printer':
      return printerWords(news.event);
  }
}

function scannerWords(event: ScannerEvent, today: string): NewsWords {
  if (event.kind !== 'scan') return commonWords(event);
  const words = scanWords(event.text, today);
  return { json: { event: 'scan', seq: event.identity.seq, ...words }, lines: scanLines(words) };
}

type CommonEvent = Exclude<ScannerEvent, { readonly kind: 'scan' }>;

function commonWords(event: CommonEvent): NewsWords {
  if (event.kind === 'state') return stateWords(event);
  const { kind, ...rest } = event;
  const advice = framingAdvice(event);
  return { json: { event: kind, ...rest, advice }, lines: garbledLines(event) };
}

function stateWords(event: DeviceStateEvent): NewsWords {
  const { state, detail = null } = event;
  return { json: { event: 'state', state, detail, remedy: remedyFor(event) }, lines: stateLines(event) };
}

function readerWords(event: RfidEvent): NewsWords | null {
  const { kind, ...rest } = event;
  const json = { event: kind, ...rest };
  switch (event.kind) {
    case 'reads':
      return null;
    case 'antenna':
      return { json, lines: [`antenna ${event.antenna} ${event.connected ? 'connected' : 'lost'}`] };
    case 'input':
      return { json, lines: [`input ${event.port} ${event.high ? 'high' : 'low'}`] };
    case 'clock': {
      const { offsetMs } = event;
      const side = offsetMs < 0 ? 'behind' : 'ahead of';
      return { json, lines: [`clock ${Math.abs(offsetMs)} ms ${side} ours`] };
    }
    case 'trouble':
      return { json, lines: [`trouble: ${visible(event.message)}`] };
    default:
      return commonWords(event);
  }
}

function scaleWords(event: ScaleEvent): NewsWords {
  switch (event.kind) {
    case 'weight': {
      const text = weightText(event.reading);
      return { json: { event: 'weight', text, ...event.reading }, lines: [`weight  ${text}`] };
    }
    case 'identity': {
      const { model, serial } = event;
      const line = `scale ${visible(model ?? 'of unknown model')}, serial ${visible(serial ?? 'unknown')}`;
      return { json: { event: 'identity', model, serial }, lines: [line] };
    }
    default:
      return commonWords(event);
  }
}

function printerWords(event: PrinterEvent): NewsWords {
  switch (event.kind) {
    case 'blocked': {
      const { reasons } = event;
      return { json: { event: 'blocked', reasons }, lines: [`blocked: ${reasons.join(', ')}`] };
    }
    case 'ready':
      return { json: { event: 'ready' }, lines: ['ready to print'] };
    default:
      return commonWords(event);
  }
}
