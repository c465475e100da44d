import { expect, test } from 'vitest';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import { screenOf } from '../fulfilment/screen.ts';
import { TestStation } from '../fulfilment/testing-station.ts';
import { failedView } from '../station/failed-view.ts';
import { undecided } from '../station/undecided.ts';
import { garbledReading } from './garbled-reading.ts';

const at = '2026-01-05T06:00:00.000Z';
const reading = { scan: { device: 'gun', boot: 'b', seq: 1 }, raw: 'PP:PIN:4711', at, bounceMs: 0 };
const languages: readonly Language[] = ['en', 'de', 'fr', 'es'];

/** What a person reads of the three failures that are none of the core's decisions. */
function told(language: Language): readonly string[] {
  const station = new TestStation();
  const around = { revision: 1, site: 'HAM', station: 'S1', queue: { total: 0, next: [] }, devices: [] };
  const link = { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null };
  const view = screenOf(station.state, station.work, { ...around, link });
  const failure = { thrown: new Error('read-only'), tries: 3, waiting: 1, at };
  const failed = failedView(view, { ...failure, isFull: false }, language);
  const full = failedView(view, { ...failure, isFull: true }, language);
  const garbled = { device: 'gun', at, reason: 'holds 0x00', hex: '3400', bytes: 2 };
  return [
    failed.prompt,
    failed.last?.message ?? '',
    full.last?.message ?? '',
    garbledReading(garbled, 1, language).message,
    undecided(station.state, reading, 1, language).reply.message,
  ];
}

test('what the core did not decide is told in the language of whoever works here', () => {
  const texts = languages.map(told);
  for (const text of texts.flat()) expect(text).not.toBe('');
  expect(new Set(texts.flat()).size).toBe(texts.flat().length);
  expect(texts[1]?.[1]).toContain('1 Scan wartet');
});

test('the bytes that came are shown, and a PIN among them is not', () => {
  const garbled = (text: string) => {
    const hex = Buffer.from(text, 'latin1').toString('hex');
    return garbledReading({ device: 'gun', at, reason: '', hex, bytes: hex.length / 2 }, 1, 'en').raw;
  };
  expect(garbled('40\x00\x0112')).toBe('40\x00\x0112');
  expect(garbled('\x01PP:PIN:4711')).toBe('\x01PP:PIN:***');
  expect(garbled('x'.repeat(500))).toHaveLength(60);
});

test('a reading that cannot be decided keeps its PIN to itself, and is a fact', () => {
  const { reply, facts } = undecided(new TestStation().state, reading, 7, 'de');
  expect(JSON.stringify([reply, facts])).not.toContain('4711');
  expect(facts).toMatchObject([{ type: 'scan.recorded', data: { verdict: 'refused_unreadable' } }]);
});
