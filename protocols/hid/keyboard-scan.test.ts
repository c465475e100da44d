import { describe, expect, test } from 'vitest';
import {
  type KeyboardScanEvent,
  type KeyboardScanSettings,
  keyboardScanCut,
  keyboardScanStep,
  nothingScanned,
  usualKeyboardScan,
} from './keyboard-scan.ts';
import type { TypingEvent } from './typing.ts';

describe('a scan that is typed', () => {
  function scans(events: readonly TypingEvent[], settings: KeyboardScanSettings = usualKeyboardScan) {
    const told: KeyboardScanEvent[] = [];
    let state = nothingScanned;
    for (const event of events) {
      const step = keyboardScanStep(settings, state, event);
      state = step.state;
      told.push(...step.events);
    }
    return { told, state };
  }
  const text = (content: string): TypingEvent => ({ kind: 'text', text: content });
  const press = (name: string): TypingEvent => ({ kind: 'key', key: name });

  test('ends with its terminator, and takes the separator key as GS', () => {
    const events = [
      text(']C1'),
      text('10AB'),
      press('F8'),
      text('21X'),
      press('Enter'),
      press('Enter'),
      text('next'),
      press('Tab'),
    ];
    expect(scans(events, { ...usualKeyboardScan, separatorKeys: ['F8'] }).told).toEqual([
      { kind: 'scan', text: ']C110AB\x1d21X', terminator: 'Enter' },
      { kind: 'scan', text: 'next', terminator: 'Tab' },
    ]);
    expect(scans([press('F8')]).told).toEqual([{ kind: 'key', key: 'F8' }]);
  });

  test('with a fault in it is that fault, not a shorter scan', () => {
    const fault = {
      code: 'outside_layout',
      offset: 0,
      unit: 'character',
      field: 'key 0x87',
      expected: 'x',
    } as const;
    expect(
      scans([text('40'), { kind: 'fault', fault }, text('12'), press('Enter'), text('ok'), press('Enter')])
        .told,
    ).toEqual([
      { kind: 'fault', fault: { ...fault, offset: 2 }, text: '4012' },
      { kind: 'scan', text: 'ok', terminator: 'Enter' },
    ]);
    const other = { kind: 'fault', fault: { ...fault, field: 'key 0x88' } } as const;
    expect(scans([{ kind: 'fault', fault }, other, press('Enter')]).told).toMatchObject([
      { fault: { field: 'key 0x87' } },
    ]);
    expect(scans([text('a\x07'), press('Enter')]).told).toMatchObject([
      { fault: { code: 'value', offset: 1 } },
    ]);
  });

  test('is read up to 4096 bytes, and named when it is longer or has no end', () => {
    expect(scans([text('é'.repeat(2048)), press('Enter')]).told).toHaveLength(1);
    const long = scans([text('é'.repeat(2048)), text('x'), text('y'), press('Enter')]);
    expect(long.told).toMatchObject([
      { fault: { code: 'too_long', offset: 2048, expected: 'at most 4096 bytes' } },
    ]);
    expect(keyboardScanCut(scans([text('401')]).state)).toMatchObject([
      { text: '401', fault: { code: 'unfinished', offset: 3 } },
    ]);
    expect(keyboardScanCut(nothingScanned)).toEqual([]);
  });
});
