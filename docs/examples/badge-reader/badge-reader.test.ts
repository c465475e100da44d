import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { ScannerEvent } from '../../../devices/scanner/scanner.ts';
import { openPseudoTerminal } from '../../../devices/simulators/pseudo-terminal.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { createBadgeReader } from './badge-reader.ts';
import { type BadgeFrame, emptyStream, readBadges } from './rdm6300-frame.ts';

/** A frame as the module sends it. */
function frame(number: string): string {
  const bytes = Buffer.from(number, 'hex');
  const checksum = bytes.reduce((sum, byte) => sum ^ byte, 0);
  return `\x02${number}${checksum.toString(16).toUpperCase().padStart(2, '0')}\x03`;
}

test('each badge is a scan, whatever stands between', async () => {
  const terminal = openPseudoTerminal();
  const log = createLog('test', 'silent');
  const reader = createBadgeReader({ id: 'b1', path: terminal.path, boot: 'b', clock: systemClock, log });
  const events: ScannerEvent[] = [];
  reader.start((event) => events.push(event));
  await vi.waitFor(() => expect(events).toEqual([{ kind: 'state', state: 'connected' }]));
  terminal.write(Buffer.from(`${frame('0A00FF12C3')}noise${frame('0A00FF12C4').replace('0A', '0B')}`));
  terminal.write(Buffer.from(frame('0A00FF12C5')));
  await vi.waitFor(() => expect(events).toHaveLength(4));
  expect(events.slice(1)).toMatchObject([
    { kind: 'scan', text: 'PP:BADGE:0A00FF12C3', identity: { device: 'b1', seq: 1 } },
    { kind: 'garbled', reason: 'the checksum is wrong' },
    { kind: 'scan', text: 'PP:BADGE:0A00FF12C5', identity: { seq: 2 } },
  ]);
  await reader.close();
  terminal.destroy();
});

test('the frames are the same however the bytes are split, and what is held is bounded', () => {
  const bytes = fc
    .uint8Array({ maxLength: 80 })
    .map((noise) => [...noise, ...Buffer.from(frame('1234567890'))]);
  fc.assert(
    fc.property(bytes, fc.nat(), (all, at) => {
      const cut = at % all.length;
      const whole = readBadges(emptyStream, Uint8Array.from(all));
      const first = readBadges(emptyStream, Uint8Array.from(all.slice(0, cut)));
      const second = readBadges(first.stream, Uint8Array.from(all.slice(cut)));
      expect(first.stream.pending.length).toBeLessThanOrEqual(14);
      expect([...first.frames, ...second.frames] satisfies BadgeFrame[]).toEqual(whole.frames);
    }),
  );
});
