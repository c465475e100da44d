import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EvdevState, encodeKeyEvent, evdevAtRest, evdevStep, type InputEventSize } from './evdev.ts';
import { freshKeyboard, keyboardStep, typeChanges } from './keyboard.ts';
import { keyboardLayouts, type LayoutName, layoutNames } from './keyboard-layouts.ts';
import {
  bootKeyboardDescriptor,
  encodeKeyboardReport,
  type KeyboardReader,
  type KeyChange,
  keyboardReader,
} from './keyboard-report.ts';
import { type Chord, charactersOf, encodeKeystrokes } from './keystrokes.ts';
import { parseReportDescriptor } from './report-descriptor.ts';
import * as make from './testing-descriptors.ts';
import { nothingTyped, type TypingEvent } from './typing.ts';

const readerOf = (descriptor: Uint8Array) =>
  make.accepted(keyboardReader(make.accepted(parseReportDescriptor(descriptor))));
const boot = readerOf(bootKeyboardDescriptor);
const bit = (minimum: number, maximum: number) =>
  [
    make.usagePage(7),
    make.usageRange(minimum, maximum),
    make.logical(0, 1),
    make.fields(1, maximum - minimum + 1),
    make.input(2),
  ].flat();
const allKeys = readerOf(
  make.application(
    1,
    6,
    make.reportId(3),
    make.padding(5),
    bit(0xe0, 0xe7),
    make.padding(2),
    bit(0x04, 0x73),
    make.padding(1),
  ),
);
const readers = { boot, 'all keys': allKeys };

function typed(reader: KeyboardReader, name: LayoutName, reports: readonly Uint8Array[]) {
  const events: TypingEvent[] = [];
  let state = freshKeyboard;
  for (const report of reports) {
    const step = keyboardStep(reader, keyboardLayouts[name], state, report);
    state = step.state;
    events.push(...step.events);
  }
  return { events, state };
}

const shown = (events: readonly TypingEvent[]) =>
  events
    .map((event) => {
      if (event.kind === 'text') return event.text;
      return event.kind === 'key' ? `{${event.key}}` : `{! ${event.fault.code} ${event.fault.field}}`;
    })
    .join('');

const chords = (reader: KeyboardReader, down: readonly Chord[]) =>
  down.map((keys) => encodeKeyboardReport(reader, keys));
/** Types keys one after the other, each with the modifiers given, on a boot keyboard. */
const strokes = (name: LayoutName, ...down: Chord[]) =>
  shown(
    typed(
      boot,
      name,
      chords(
        boot,
        down.flatMap((keys) => [keys, []]),
      ),
    ).events,
  );

const key = {
  a: 0x04,
  m: 0x10,
  q: 0x14,
  one: 0x1e,
  six: 0x23,
  e: 0x08,
  space: 0x2c,
  enter: 0x28,
  caps: 0x39,
  num: 0x53,
};
const [ctrl, shift, alt, altGr] = [0xe0, 0xe1, 0xe2, 0xe6];

describe.each(layoutNames)('the layout %s', (name) => {
  const layout = keyboardLayouts[name];
  const character = fc.constantFrom(...charactersOf(layout).keys());
  const ascii = fc.constantFrom(...Array.from({ length: 95 }, (_, index) => String.fromCharCode(index + 32)));

  test.each(Object.entries(readers))('reads what is typed with it on %s', (_, reader) => {
    const text = fc.array(fc.oneof(character, ascii, fc.constantFrom('\x1d', '\t', '\r')), { maxLength: 30 });
    const settings = fc.record({
      gs: fc.constantFrom('alt-029', 'ctrl-]'),
      altCodes: fc.constant(true),
    } as const);
    fc.assert(
      fc.property(text, settings, (parts, how) => {
        const down = make.accepted(encodeKeystrokes(layout, parts.join(''), how));
        const wanted = parts.join('').replaceAll('\t', '{Tab}').replaceAll('\r', '{Enter}');
        expect(shown(typed(reader, name, chords(reader, down)).events)).toBe(wanted);
      }),
    );
  });

  test('reads every character of it through the events of Linux too, however they are split', () => {
    const all = [...charactersOf(layout).keys()].join('');
    const down = make.accepted(encodeKeystrokes(layout, all, { gs: 'ctrl-]', altCodes: false }));
    fc.assert(
      fc.property(
        fc.constantFrom<InputEventSize>(16, 24),
        fc.integer({ min: 1, max: 100 }),
        (size, piece) => {
          const bytes = make.joinBytes(
            ...changesOf(down).map((change) => encodeKeyEvent(size, change) ?? new Uint8Array(0)),
          );
          const changes = evdevChanges(size, bytes, piece);
          expect(shown(typeChanges(layout, nothingTyped, changes).events)).toBe(all);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('has each letter and digit, and says which characters it has not', () => {
    const characters = charactersOf(layout);
    for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ') {
      expect(characters.has(letter)).toBe(true);
    }
    expect(encodeKeystrokes(layout, 'ab日', { gs: 'f8', altCodes: true })).toMatchObject({
      ok: false,
      fault: { code: 'outside_layout', offset: 2, unit: 'character', field: 'U+65E5' },
    });
  });
});

/** What changes from chord to chord: releases, then presses. */
function changesOf(down: readonly Chord[]): KeyChange[] {
  return down.flatMap((keys, index) => {
    const before = down[index - 1] ?? [];
    const up = before.filter((usage) => !keys.includes(usage)).reverse();
    return [
      ...up.map((usage) => ({ usage, down: false })),
      ...keys.filter((usage) => !before.includes(usage)).map((usage) => ({ usage, down: true })),
    ];
  });
}

function evdevChanges(size: InputEventSize, bytes: Uint8Array, piece: number): KeyChange[] {
  const changes: KeyChange[] = [];
  let state: EvdevState = evdevAtRest;
  for (let start = 0; start < bytes.length; start += piece) {
    const step = evdevStep(size, state, bytes.subarray(start, start + piece));
    state = step.state;
    changes.push(...step.events.flatMap((event) => (event.kind === 'change' ? [event.change] : [])));
  }
  return changes;
}

describe('a keyboard', () => {
  test('types with its layout what another layout would garble', () => {
    const digits: Chord[] = [
      [0x1e],
      [0x1f],
      [0x20],
      [0x21],
      [0x22],
      [0x23],
      [0x24],
      [0x25],
      [0x26],
      [0x27],
      [0x2d],
    ];
    expect(strokes('us', ...digits)).toBe('1234567890-');
    expect(strokes('fr', ...digits)).toBe(`&é"'(-è_çà)`);
    expect(strokes('fr', ...digits.map((keys) => [shift, ...keys]))).toBe('1234567890°');
    expect(strokes('de', [0x1c], [0x1d], [0x38], [shift, 0x24], [altGr, key.q], [0x34])).toBe('zy-/@ä');
    expect(strokes('uk', [shift, 0x1f], [shift, 0x34], [0x32], [0x31], [shift, 0x20])).toBe('"@##£');
    expect(strokes('es', [0x33], [altGr, 0x1f])).toBe('ñ@');
    expect(strokes('it', [0x34], [altGr, 0x33], [shift, altGr, 0x2f])).toBe('à@{');
  });

  test('joins dead keys with the letter after them, and gives the accent before anything else', () => {
    const [dead, deadAcute] = [[0x35], [0x2e]];
    expect(
      strokes('de', dead, [key.a], dead, [key.space], deadAcute, [shift, key.e], [shift, 0x2e], [key.a]),
    ).toBe('â^Éà');
    expect(strokes('de', dead, [key.m], dead, dead, dead, [key.enter])).toBe('^m^^^{Enter}');
    expect(strokes('fr', [0x2f], [key.e], [shift, 0x2f], [0x0c], [altGr, 0x1f], [0x11])).toBe('êïñ');
  });

  test('follows Caps Lock as Windows does: letters, on German and French keyboards digits too', () => {
    expect(strokes('us', [key.caps], [key.a], [shift, key.a], [key.one], [key.caps], [key.a])).toBe('Aa1a');
    expect(strokes('de', [key.caps], [key.a], [key.one], [shift, key.one], [0x33])).toBe('A!1Ö');
    expect(strokes('fr', [key.caps], [key.one], [shift, key.one])).toBe('1&');
  });

  test('reads the keypad, with the decimal of the layout, and without Num Lock as navigation', () => {
    const pad: Chord[] = [[0x59], [0x61], [0x62], [0x63], [0x54], [0x57], [0x58]];
    expect(strokes('us', ...pad)).toBe('190./+{Enter}');
    expect(strokes('de', ...pad)).toBe('190,/+{Enter}');
    expect(strokes('us', [key.num], ...pad)).toBe('{End}{PageUp}{Insert}{Delete}/+{Enter}');
  });

  test('reads Alt codes: 029 is GS, a leading 0 means code page 1252', () => {
    const code = (digits: string): Chord[] => [
      ...[...digits].flatMap((digit) => [[alt, digit === '0' ? 0x62 : 0x58 + Number(digit)], [alt]]),
      [],
    ];
    const read = (name: LayoutName, ...digits: string[]) =>
      shown(typed(boot, name, chords(boot, digits.flatMap(code))).events);
    expect(read('us', '029', '0029', '29', '065')).toBe('\x1d\x1d\x1dA');
    expect(read('us', '0228', '132', '155')).toBe('ää¢');
    expect(read('de', '0128', '155', '0289')).toBe('€ø!');
    expect(read('us', '013', '0')).toBe('{Enter}{! outside_layout Alt+0}');
    expect(strokes('us', [alt, key.a], [alt])).toBe('a');
  });

  test('reads Ctrl with a key as a control character, by place where layouts differ', () => {
    expect(
      strokes('us', [ctrl, 0x30], [ctrl, key.m], [ctrl, 0x0c], [ctrl, shift, key.six], [ctrl, shift, 0x2d]),
    ).toBe('\x1d{Enter}{Tab}\x1e\x1f');
    expect(strokes('de', [ctrl, 0x30])).toBe('\x1d');
    expect(strokes('fr', [ctrl, 0x30], [ctrl, 0x33])).toBe('\x1d{Enter}');
    expect(strokes('us', [ctrl, key.one])).toBe('{! outside_layout Ctrl+key 0x1e}');
    expect(strokes('de', [ctrl, alt, key.q], [ctrl, alt, key.a])).toBe('@\x01');
  });

  test('names function keys, and keys without a character', () => {
    expect(strokes('us', [0x41], [0x3a], [0x45], [0x68], [0x29], [0x4f])).toBe(
      '{F8}{F1}{F12}{F13}{Escape}{ArrowRight}',
    );
    expect(strokes('us', [0x87])).toBe('{! outside_layout key 0x87}');
    expect(strokes('de', [altGr, key.a])).toBe('{! outside_layout AltGr+key 0x04}');
    expect(strokes('us', [altGr, key.a])).toBe('a');
  });

  test('types a key once for each time it goes down, in the order of the report', () => {
    const down = (...keys: Chord[]) => shown(typed(boot, 'us', chords(boot, keys)).events);
    expect(down([key.one], [key.one], [key.one], [], [key.one])).toBe('11');
    expect(down([key.q, key.a], [key.a, key.one], [shift, key.one, key.m], [])).toBe('qa1M');
    expect(down([shift, key.a], [key.m], [])).toBe('Am');
    const keysFirst = readerOf(make.application(1, 6, bit(0x04, 0x63), bit(0xe0, 0xe7)));
    const reports = chords(keysFirst, [[key.a, shift], [], [key.a, shift], [key.m]]);
    expect(shown(typed(keysFirst, 'us', reports).events)).toBe('AAm');
  });

  test('names a report that cannot tell its keys, and keeps what it knew', () => {
    const rollover = encodeKeyboardReport(boot, [4, 5, 6, 7, 8, 9, 10]);
    expect([...rollover]).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    const reports = [
      encodeKeyboardReport(boot, [key.a]),
      rollover,
      encodeKeyboardReport(boot, [key.a, key.m]),
    ];
    expect(shown(typed(boot, 'us', reports).events)).toBe('a{! rollover keys}m');
    expect(typed(boot, 'us', [rollover]).events).toMatchObject([{ fault: { unit: 'bit', offset: 16 } }]);
  });

  test('names a report cut short, and passes over the reports of other functions', () => {
    expect(typed(boot, 'us', [Uint8Array.of(0, 0, 4)]).events).toMatchObject([
      { kind: 'fault', fault: { code: 'report', unit: 'byte', offset: 3, expected: '8 bytes, 3 are there' } },
    ]);
    expect(typed(allKeys, 'us', [Uint8Array.of(9, 1, 2), Uint8Array.of()]).events).toMatchObject([
      { fault: { field: 'report id', expected: 'a byte' } },
    ]);
  });

  test('joins keys that it tells in several reports', () => {
    const six = [
      make.usagePage(7),
      make.usageRange(0, 0x65),
      make.logical(0, 0x65),
      make.fields(8, 6),
      make.input(0),
    ].flat();
    const both = readerOf(
      make.application(
        1,
        6,
        make.reportId(1),
        bit(0xe0, 0xe7),
        make.padding(8),
        six,
        make.reportId(2),
        bit(0x04, 0x63),
      ),
    );
    const reports = [
      encodeKeyboardReport(both, [shift], 1),
      encodeKeyboardReport(both, [key.a], 2),
      encodeKeyboardReport(both, [shift, key.a], 1),
      encodeKeyboardReport(both, [], 1),
      encodeKeyboardReport(both, [key.a, key.m], 2),
    ];
    expect(shown(typed(both, 'us', reports).events)).toBe('Am');
  });

  test('is not taken for one without keys', () => {
    const mouse = parseReportDescriptor(
      make.application(1, 2, make.usage(0x30), make.fields(8, 1), make.input(2)),
    );
    expect(keyboardReader(make.accepted(mouse))).toMatchObject({
      ok: false,
      fault: { code: 'not_this_device' },
    });
  });

  test('never throws, whatever the reports are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...layoutNames),
        fc.array(fc.uint8Array({ maxLength: 12 })),
        (name, reports) => {
          const { state } = typed(boot, name, reports);
          expect(state.typing.altDigits.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });
});
