import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxScanBytes } from '../bytes/scan-bytes.ts';
import { encodePosCommand } from './pos-command.ts';
import { type PosLayout, posLayout } from './pos-layout.ts';
import { idlePosScanner, type PosEvent, posCut, posStep } from './pos-scanner.ts';
import { encodePosScan } from './pos-simulation.ts';
import { parseReportDescriptor } from './report-descriptor.ts';
import * as make from './testing-descriptors.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const layoutOf = (descriptor: Uint8Array) =>
  make.accepted(posLayout(make.accepted(parseReportDescriptor(descriptor))));

const identifier = [
  make.usagePage(0x8c),
  make.usageRange(0xfb, 0xfd),
  make.fields(8, 3),
  make.input(2),
].flat();
const data = (room: number) =>
  [make.usagePage(0x8c), make.usage(0xfe), make.fields(8, room), make.input(0x102)].flat();
const byteCount = (bits: number) =>
  [make.usagePage(1), make.usage(0x3b), make.fields(bits, 1), make.input(2)].flat();
const vendor = (count: number) =>
  [make.usagePage(0xff66), make.usage(4), make.fields(8, count), make.input(2)].flat();
const continued = [make.usagePage(0x8c), make.usage(0xff), make.fields(1, 1), make.input(2)].flat();

const scanner = (...content: number[][]) => make.application(0x8c, 2, make.logical(0, 255), ...content);
const plain = layoutOf(
  scanner(make.reportId(2), byteCount(8), identifier, data(8), continued, make.padding(7)),
);

function read(
  layout: PosLayout,
  reports: readonly Uint8Array[],
): { events: PosEvent[]; state: typeof idlePosScanner } {
  const events: PosEvent[] = [];
  let state = idlePosScanner;
  for (const report of reports) {
    const step = posStep(layout, state, report);
    state = step.state;
    events.push(...step.events);
  }
  return { events, state };
}
const shown = (events: readonly PosEvent[]) =>
  events.map((event) => (event.kind === 'scan' ? event.text : `! ${event.fault.code} ${event.fault.field}`));
const sent = (text: string, layout = plain, aim: string | null = ']C1') =>
  encodePosScan(layout, aim, bytesOf(text)) ?? [];

describe('a HID POS scanner', () => {
  test('gives the identifier and the data of one report, or of several', () => {
    const { events, state } = read(plain, [
      ...sent('1234'),
      ...sent('0104012345678901\x1d10AB', plain, ']d2'),
      ...sent('x', plain, null),
    ]);
    expect(shown(events)).toEqual([']C11234', ']d20104012345678901\x1d10AB', 'x']);
    expect(events[1]).toMatchObject({ aim: ']d2', data: bytesOf('0104012345678901\x1d10AB') });
    expect(state).toEqual(idlePosScanner);
  });

  test('reads any order of fields, at any bit, with any report id and size', () => {
    const part = fc.record({
      order: fc.shuffledSubarray(['identifier', 'data', 'count', 'vendor', 'continued'], { minLength: 5 }),
      gaps: fc.array(fc.nat(7), { minLength: 5, maxLength: 5 }),
      room: fc.integer({ min: 1, max: 90 }),
      countBits: fc.integer({ min: 7, max: 16 }),
      vendorBytes: fc.integer({ min: 1, max: 5 }),
      id: fc.option(fc.integer({ min: 1, max: 255 })),
      counted: fc.boolean(),
    });
    // What does not end in NUL can be told from padding.
    const content = fc.stringMatching(/^[ -~]{1,300}$/).map((text) => text.replaceAll('|', '\x1d'));
    fc.assert(
      fc.property(
        part,
        fc.array(content, { minLength: 1, maxLength: 4 }),
        fc.nat(20),
        ({ id, ...shape }, texts, excess) => {
          const fields: Record<string, number[]> = {
            identifier,
            data: data(shape.room),
            count: shape.counted ? byteCount(shape.countBits) : [],
            vendor: vendor(shape.vendorBytes),
            continued,
          };
          const body = shape.order.flatMap((name, index) => [
            ...make.padding(shape.gaps[index] ?? 0),
            ...(fields[name] ?? []),
          ]);
          const other = id === null ? [] : [make.reportId((id % 255) + 1), vendor(9)].flat();
          const layout = layoutOf(scanner(other, id === null ? [] : make.reportId(id), body));
          const reports = texts.flatMap((text) => sent(text, layout, ']Q3'));
          const padded = reports.map((report) => make.joinBytes(report, new Uint8Array(excess)));
          expect(shown(read(layout, padded).events)).toEqual(texts.map((text) => `]Q3${text}`));
        },
      ),
    );
  });

  test('takes data declared as an array, and as one alternative of several', () => {
    const array = [make.usagePage(0x8c), make.usage(0xfe), make.fields(8, 5), make.input(0)].flat();
    const layout = layoutOf(scanner(identifier, array));
    expect(shown(read(layout, sent('12345', layout)).events)).toEqual([']C112345']);
    const either = [make.delimiter(true), make.usage(0x77), make.usage(0xfe), make.delimiter(false)].flat();
    const delimited = layoutOf(
      scanner(identifier, make.usagePage(0x8c), either, make.fields(8, 5), make.input(2)),
    );
    expect(shown(read(delimited, sent('12345', delimited)).events)).toEqual([']C112345']);
  });

  test('takes three bytes under the first usage of the identifier for the whole of it', () => {
    const one = [make.usagePage(0x8c), make.usage(0xfb), make.fields(8, 3), make.input(2)].flat();
    const layout = layoutOf(scanner(byteCount(8), one, data(8)));
    const report = Uint8Array.from([2, ...bytesOf(']Q3'), ...bytesOf('12'), ...Array(6).fill(0)]);
    expect(shown(read(layout, [report]).events)).toEqual([']Q312']);
  });

  test('lets the separators of ISO/IEC 15434 pass', () => {
    const text = '[)>\x1e03\x1dA\x1fB\x1c\x1e\x04';
    expect(shown(read(plain, sent(text, plain, ']d1')).events)).toEqual([`]d1${text}`]);
  });

  test('passes over other reports, and reports that hold nothing', () => {
    const layout = layoutOf(
      scanner(make.reportId(2), byteCount(8), identifier, data(4), make.reportId(3), vendor(2)),
    );
    expect(
      read(layout, [Uint8Array.of(3, 1, 2), Uint8Array.of(9, 1), new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0])])
        .events,
    ).toEqual([]);
  });

  test('keeps the scans of two scanners on one device apart', () => {
    const one = scanner(make.reportId(1), identifier, data(3), continued, make.padding(7));
    const two = scanner(make.reportId(2), identifier, data(3), continued, make.padding(7));
    const layout = layoutOf(make.joinBytes(one, two));
    const [a1 = one, a2 = one] = encodePosScan(layout, ']C0', bytesOf('abcde'), 1) ?? [];
    const [b1 = one, b2 = one] = encodePosScan(layout, ']C0', bytesOf('12345'), 2) ?? [];
    expect(shown(read(layout, [a1, b1, a2, b2]).events)).toEqual([']C0abcde', ']C012345']);
  });

  test('names a scan whose end is missing, and gives the next one whole', () => {
    const [begun = Uint8Array.of()] = sent('0104012345678901');
    const { events } = read(plain, [begun, ...sent('4012345678901', plain, ']E0')]);
    expect(shown(events)).toEqual(['! unfinished decoded data', ']E04012345678901']);
    expect(events[0]).toMatchObject({
      data: bytesOf('01040123'),
      fault: { offset: 8, expected: 'the reports that continue the scan' },
    });
    expect(shown(posCut(read(plain, [begun]).state).events)).toEqual(['! unfinished decoded data']);
    expect(posCut(idlePosScanner).events).toEqual([]);
  });

  test('reads 4096 bytes, and names one more once', () => {
    const whole = 'x'.repeat(maxScanBytes);
    expect(shown(read(plain, [...sent(whole), ...sent('next')]).events)).toEqual([`]C1${whole}`, ']C1next']);
    const tooLong = read(plain, [...sent(`${whole}${whole}`), ...sent('next')]);
    expect(shown(tooLong.events)).toEqual(['! too_long decoded data', ']C1next']);
    expect(posCut(read(plain, sent(whole + whole).slice(0, -1)).state).events).toEqual([]);
  });

  test.each([
    ['a report cut short', [2, 1, 0x5d], 'report', 'report 2', 'byte', 2, '13 bytes, 2 are there'],
    ['a report without id', [], 'report', 'report id', 'byte', 0, 'a byte'],
    ['a count beyond the room', [2, 9, ...Array(12).fill(0)], 'value', 'byte count', 'bit', 0, 'at most 8'],
    [
      'a control character',
      [2, 2, 0, 0, 0, 0x41, 0x07, ...Array(7).fill(0)],
      'value',
      'decoded data',
      'byte',
      1,
      'no control character but FS, GS, RS, US and EOT',
    ],
    [
      'what is not UTF-8',
      [2, 1, 0, 0, 0, 0xff, ...Array(8).fill(0)],
      'value',
      'decoded data',
      'byte',
      0,
      'UTF-8 text',
    ],
  ] as const)('names %s', (_, report, code, field, unit, offset, expected) => {
    expect(read(plain, [Uint8Array.from(report)]).events).toMatchObject([
      { kind: 'fault', fault: { code, field, unit, offset, expected } },
    ]);
  });

  test('never throws and never holds more than a scan, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 40 }), (reports) => {
        const { state } = read(
          plain,
          reports.map((report) => make.joinBytes(Uint8Array.of(2), report)),
        );
        for (const scan of state.pending) expect(scan.data.length).toBeLessThanOrEqual(maxScanBytes);
      }),
    );
  });

  test('is not taken for one without decoded data, or with data that are no bytes', () => {
    const mouse = make.accepted(
      parseReportDescriptor(make.application(1, 2, make.usage(0x30), make.fields(8, 1), make.input(2))),
    );
    expect(posLayout(mouse)).toMatchObject({ ok: false, fault: { code: 'not_this_device' } });
    const wide = parseReportDescriptor(
      scanner(identifier, make.usagePage(0x8c), make.usage(0xfe), make.fields(16, 4), make.input(2)),
    );
    expect(posLayout(make.accepted(wide))).toMatchObject({
      ok: false,
      fault: { offset: 24, expected: 'elements of 8 bits' },
    });
  });
});

describe('a command to a HID POS scanner', () => {
  const descriptor = make.accepted(
    parseReportDescriptor(
      scanner(
        make.reportId(4),
        make.fields(1, 3),
        make.usage(0x60),
        make.usage(0x86),
        make.usage(0x85),
        make.output(2),
        make.fields(5, 1),
        make.output(1),
        make.reportId(5),
        make.logical(1, 2),
        make.fields(8, 1),
        make.usage(0x87),
        make.usage(0x7d),
        make.feature(0),
      ),
    ),
  );

  test.each([
    ['initiate-read', 'output', [4, 0b001]],
    ['good-read-beep', 'output', [4, 0b010]],
    ['error-beep', 'output', [4, 0b100]],
    ['not-on-file-beep', 'feature', [5, 1]],
    ['good-read-led', 'feature', [5, 2]],
  ] as const)('%s goes to the place that the descriptor gives it', (command, kind, bytes) => {
    const report = make.accepted(encodePosCommand(descriptor, command));
    expect([report.kind, [...report.bytes]]).toEqual([kind, bytes]);
  });

  test('is refused where the device has no place for it', () => {
    expect(encodePosCommand(descriptor, 'prevent-read')).toMatchObject({
      fault: { field: 'prevent-read', expected: 'usage 0x8c005f in an output or feature report' },
    });
    expect(encodePosCommand(descriptor, 'good-read-led-off').ok).toBe(false);
  });
});
