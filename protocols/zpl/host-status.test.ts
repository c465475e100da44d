import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeErrorStatus, encodeErrorStatus } from './error-status.ts';
import { decodeHostStatus, encodeHostStatus, type HostStatus, healthyStatus } from './host-status.ts';
import {
  decodeIdentity,
  decodeVariable,
  encodeIdentity,
  encodeVariable,
  getVariable,
} from './identification.ts';
import { obstaclesOf, printerStatusOf } from './printer-status.ts';
import { createReplyStream, type PrinterReply } from './reply-stream.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function repliesIn(
  text: string | Uint8Array,
  cuts: readonly number[] = [],
  maxBytes?: number,
): PrinterReply[] {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  const stream = createReplyStream(maxBytes);
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  const replies = places.slice(1).flatMap((end, index) => stream.push(bytes.subarray(places[index], end)));
  return [...replies, ...stream.end()];
}

const textsIn = (text: string) =>
  repliesIn(text).flatMap((reply) => (reply.kind === 'fault' ? [] : [reply.text]));

const statuses = fc.record({
  communication: fc.nat(511),
  paperOut: fc.boolean(),
  paused: fc.boolean(),
  labelLengthDots: fc.nat(32_000),
  formatsInBuffer: fc.nat(999),
  bufferFull: fc.boolean(),
  diagnosticMode: fc.boolean(),
  partialFormat: fc.boolean(),
  corruptRam: fc.boolean(),
  underTemperature: fc.boolean(),
  overTemperature: fc.boolean(),
  functionSettings: fc.nat(255),
  headOpen: fc.boolean(),
  ribbonOut: fc.boolean(),
  thermalTransfer: fc.boolean(),
  printMode: fc.constantFrom<HostStatus['printMode'][]>(
    'rewind',
    'peel-off',
    'tear-off',
    'cutter',
    'applicator',
    'delayed-cut',
    'other',
  ),
  labelWaiting: fc.boolean(),
  labelsRemaining: fc.nat(99_999_999),
  formatWhilePrinting: fc.boolean(),
  graphicsStored: fc.nat(999),
  password: fc.nat(9999),
  staticRam: fc.boolean(),
});

describe('~HS', () => {
  test('what was encoded is read, through the stream at every split', () => {
    fc.assert(
      fc.property(statuses, fc.array(fc.nat(120), { maxLength: 4 }), (status, cuts) => {
        const replies = repliesIn(encodeHostStatus(status), cuts);
        expect(decodeHostStatus(replies.map((reply) => (reply.kind === 'fault' ? '' : reply.text)))).toEqual({
          ok: true,
          value: status,
        });
      }),
    );
  });

  test('as a printer sends it', () => {
    const sent =
      '\x02030,1,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,1,0,0,2,4,0,00000012,1,000\x03\r\n\x021234,0\x03\r\n';
    const status = decodeHostStatus(textsIn(sent));
    expect(status).toMatchObject({
      ok: true,
      value: { paperOut: true, headOpen: true, printMode: 'tear-off' },
    });
    if (!status.ok) return;
    expect(printerStatusOf(status.value)).toMatchObject({
      ready: false,
      labelsRemaining: 12,
      labelLengthDots: 1245,
    });
    expect(obstaclesOf(printerStatusOf(status.value))).toEqual(['the print head is open', 'labels are out']);
  });

  test('what does not stop it leaves it ready', () => {
    const busy = {
      ...healthyStatus,
      labelWaiting: true,
      partialFormat: true,
      formatsInBuffer: 4,
      labelsRemaining: 7,
    };
    expect(printerStatusOf(busy).ready).toBe(true);
    for (const name of [
      'paperOut',
      'paused',
      'headOpen',
      'ribbonOut',
      'bufferFull',
      'overTemperature',
      'corruptRam',
    ]) {
      expect(printerStatusOf({ ...healthyStatus, [name]: true }).ready).toBe(false);
    }
  });

  test.each([
    [['030,0', '', ''], 0, 'string 1'],
    [['030,0,0,1245,000,0,0,0,000,0,0,0', '1,2', ''], 1, 'string 2'],
    [['030,x,0,1245,000,0,0,0,000,0,0,0', '', ''], 2, 'paperOut'],
    [['030,0,0,12x5,000,0,0,0,000,0,0,0', '', ''], 3, 'labelLengthDots'],
    [[], 0, 'strings'],
  ])('faults are named: %j', (replies, _index, field) => {
    expect(decodeHostStatus(replies as string[])).toMatchObject({ ok: false, fault: { field } });
  });

  test('a fault tells its place', () => {
    const read = decodeHostStatus(['030,0,2,1245,000,0,0,0,000,0,0,0', '', '']);
    expect(read).toEqual({ ok: false, fault: { offset: 6, field: 'paused', expected: '0 or 1' } });
  });

  test('whatever comes, it is read or refused', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom('0', '1', ',', 'x', '030')).map((parts) => parts.join('')),
    );
    fc.assert(fc.property(fc.array(text, { maxLength: 4 }), (replies) => void decodeHostStatus(replies)));
  });
});

describe('~HQES', () => {
  test('what was encoded is read', () => {
    const errors = ['media-out', 'head-open', 'paused', 'printhead-over-temperature'] as const;
    const sent = encodeErrorStatus({ errors, warnings: ['clean-printhead'] });
    expect(sent).toContain('ERRORS:    1 00000000 00010015');
    const read = decodeErrorStatus(textsIn(sent)[0] ?? '');
    expect(read.ok && new Set(read.value.errors)).toEqual(new Set(errors));
    expect(read).toMatchObject({ value: { warnings: ['clean-printhead'], hasUnknownFlags: false } });
  });

  test('no errors, flags without a name, and what is no status', () => {
    expect(decodeErrorStatus('ERRORS: 0 00000000 00000000 WARNINGS: 0 00000000 00000000')).toEqual({
      ok: true,
      value: { errors: [], warnings: [], hasUnknownFlags: false },
    });
    expect(decodeErrorStatus('ERRORS: 1 00000000 80000002 WARNINGS: 0 00000000 00000000')).toMatchObject({
      value: { errors: ['ribbon-out'], hasUnknownFlags: true },
    });
    expect(decodeErrorStatus('ERRORS: 1 0 0')).toMatchObject({ ok: false, fault: { field: 'ERRORS' } });
    fc.assert(fc.property(fc.string(), (text) => void decodeErrorStatus(`ERRORS: 1 ${text}`)));
  });
});

describe('~HI and variables', () => {
  test('the identity comes back', () => {
    const identity = { model: 'ZT411-203dpi', firmware: 'V92.21.17Z', dotsPerMm: 8, memoryKb: 8176 };
    expect(decodeIdentity(textsIn(encodeIdentity(identity))[0] ?? '')).toEqual({ ok: true, value: identity });
    expect(decodeIdentity('ZD420,V84.20.11Z,12,8192KB,0')).toMatchObject({
      ok: true,
      value: { dotsPerMm: 12 },
    });
    expect(decodeIdentity('ZD420,X,12,8192KB')).toMatchObject({ fault: { offset: 6, field: 'firmware' } });
    expect(decodeIdentity('')).toMatchObject({ fault: { field: 'model' } });
    expect(decodeIdentity('A,V1,x,1KB')).toMatchObject({ fault: { field: 'dotsPerMm' } });
    expect(decodeIdentity('A,V1,8,1')).toMatchObject({ fault: { field: 'memory' } });
  });

  test('variables', () => {
    expect(getVariable('odometer.total_print_length')).toBe('! U1 getvar "odometer.total_print_length"\r\n');
    expect(getVariable('x" "y')).toBeNull();
    expect(decodeVariable(textsIn(encodeVariable('XXQLJ1234'))[0] ?? '')).toEqual({
      ok: true,
      value: 'XXQLJ1234',
    });
    expect(decodeVariable(encodeVariable(null))).toEqual({ ok: true, value: null });
    expect(decodeVariable('nothing')).toMatchObject({ ok: false });
  });
});

describe('replies', () => {
  test('framed and quoted, with noise between and replies cut off', () => {
    expect(repliesIn('noise\x02a\x03\r\n"b"\x02c\x02d\x03"e', [], 10)).toEqual([
      { kind: 'framed', text: 'a' },
      { kind: 'quoted', text: '"b"' },
      { kind: 'fault', offset: 13, expected: 'ETX or quote' },
      { kind: 'framed', text: 'd' },
      { kind: 'fault', offset: 18, expected: 'ETX or quote' },
    ]);
    expect(repliesIn(`\x02${'x'.repeat(20)}\x03`, [], 10)).toEqual([
      { kind: 'fault', offset: 0, expected: 'at most 10 bytes' },
    ]);
  });

  test('whatever arrives, the same at every split', () => {
    const noise = fc
      .array(fc.constantFrom(0x02, 0x03, 0x22, 0x41, 0x0d), { maxLength: 60 })
      .map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(noise, fc.array(fc.nat(60), { maxLength: 4 }), (bytes, cuts) => {
        expect(repliesIn(bytes, cuts, 8)).toEqual(repliesIn(bytes, [], 8));
      }),
    );
  });
});
