import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceConfig } from '../../../devices/device-config.ts';
import { parseBracketed } from '../../../protocols/gs1/bracketed.ts';
import { keyboardLayouts, layoutNames } from '../../../protocols/hid/keyboard-layouts.ts';
import { elementLine, elementWords } from './gs1-words.ts';
import { NewsPrinter } from './news-printer.ts';
import { scanLines, scanWords, visible } from './scan-words.ts';
import { withWords } from './set-words.ts';
import { framingAdvice, remedyFor } from './state-words.ts';
import { TagTally, tagLine, tagWords } from './tag-words.ts';
import { readTestCode, retypedBy, testCode } from './test/test-code.ts';
import { weightText } from './weight-words.ts';

const today = '2026-03-01';

describe('GS1 in words', () => {
  test.each([
    ['(17)260100', '(17) USE BY or EXPIRY 260100 = 2026-01-31'],
    ['(3103)001250', '(3103) NET WEIGHT (kg) 001250 = 1.250 kg'],
    ['(3922)1299', '(3922) PRICE 1299 = 12.99'],
    ['(3932)9781299', '(3932) PRICE 9781299 = 12.99 978'],
    ['(7003)2601151230', '(7003) EXPIRY TIME 2601151230 = 2026-01-15 12:30'],
    ['(7007)260101260131', '(7007) HARVEST DATE 260101260131 = 2026-01-01 to 2026-01-31'],
    ['(8008)26011512', '(8008) PROD TIME 26011512 = 2026-01-15 12'],
    ['(10)ABC', '(10) BATCH/LOT ABC'],
  ])('%s', (text, line) => {
    const reading = parseBracketed(text, today);
    expect(reading.ok && elementWords(reading.content, today).map(elementLine)).toEqual([line]);
  });

  test('no scan makes it fail, and no control character gets through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const line of scanLines(scanWords(text, today))) expect(line).toBe(visible(line));
      }),
    );
  });
});

describe('settings on the command line', () => {
  const base = { device: 'scanner', kind: 'hid-pos', id: 's1' };

  test('are JSON where that fits, and text where text is wanted', () => {
    const words = ['serialNumber=0123', 'vendorId=1203', 'bounceMs=50', 'id=7'];
    const result = withWords(deviceConfig, base, words);
    expect(result).toMatchObject({
      ok: true,
      raw: { serialNumber: '0123', vendorId: '1203', bounceMs: 50, id: '7' },
      config: { settings: { vendorId: 0x1203, serialNumber: '0123' } },
    });
  });

  test('reach into groups, and leave what was given as it was', () => {
    const scale = { device: 'scale', kind: 'mt-sics', id: 'w', at: { path: '/dev/x' } };
    const result = withWords(deviceConfig, scale, ['at.baudRate=4800', 'at.parity=even']);
    expect(result).toMatchObject({
      ok: true,
      config: { settings: { at: { baudRate: 4800, parity: 'even' } } },
    });
    expect(scale.at).toEqual({ path: '/dev/x' });
  });

  test.each(['__proto__.polluted=1', 'constructor.prototype.polluted=1'])(
    '%s reaches nothing else',
    (word) => {
      expect(withWords(deviceConfig, base, [word]).ok).toBe(false);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test('name each fault', () => {
    expect(withWords(deviceConfig, base, ['bounceMs=9999', 'layout=us', 'device=car'])).toMatchObject({
      ok: false,
    });
    const result = withWords(deviceConfig, base, ['bounceMs=9999', 'port=x']);
    expect(result.ok ? [] : result.faults.map(({ place }) => place)).toEqual(['bounceMs', 'port']);
  });
});

describe('the test code', () => {
  /** All that GS1 element strings hold (GS1 General Specifications, figure 7.11-1). */
  const characterSet82 =
    '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

  test('tells each layout from each other, unless they are the same for all that GS1 holds', () => {
    for (const typed of layoutNames) {
      for (const read of layoutNames) {
        const retyped = retypedBy(keyboardLayouts[typed], keyboardLayouts[read]);
        const seen = `${retyped(testCode.beforeGs)}\x1d${retyped(testCode.afterGs)}`;
        const found = readTestCode(seen, read);
        expect(found?.separator).toBe('\x1d');
        const isSame = retyped(characterSet82) === characterSet82;
        if (isSame) expect(found?.typedIn).toEqual([]);
        else expect(found?.typedIn).toContain(typed);
        expect(found?.typedIn.length).toBeLessThanOrEqual(2);
      }
    }
  });

  test('is known by nothing else', () => {
    expect(readTestCode('4006381333931', null)).toBeNull();
    expect(readTestCode(testCode.beforeGs, null)).toBeNull();
    expect(readTestCode(`${testCode.beforeGs}${'x'.repeat(40)}${testCode.afterGs}`, null)).toBeNull();
  });
});

describe('tags', () => {
  const epc = '30340242201D8840009EFDF7';
  const read = { epc, pc: null, antenna: 1, rssiDbm: -60, count: 1, firstSeenUs: null, lastSeenUs: null };

  test('are added up by antenna with their strongest read', () => {
    const tally = new TagTally();
    for (const one of [read, { ...read, rssiDbm: -50.5, count: 3 }, { ...read, antenna: 2, rssiDbm: null }])
      tally.add(one);
    const { tags } = tally.take();
    expect(tags.map(({ antenna, reads, rssiDbm }) => [antenna, reads, rssiDbm])).toEqual([
      [1, 4, -50.5],
      [2, 1, null],
    ]);
    expect(tally.take().tags).toEqual([]);
  });

  test('of which there are too many are counted only', () => {
    const tally = new TagTally();
    for (let at = 0; at < 6_000; at++) tally.add({ ...read, epc: at.toString(16).padStart(24, '0') });
    const { tags, otherReads } = tally.take();
    expect([tags.length, otherReads]).toEqual([5_000, 1_000]);
  });

  test('without an EPC are shown with the reason', () => {
    expect(tagLine(tagWords({ ...read, epc: 'E2003412' }))).toMatch(
      /no EPC \(tid_content.*antenna 1 {2}-60\.0 dBm {2}1 read$/,
    );
  });

  test('fill a screen and no more', () => {
    let out = '';
    const write = (text: string) => {
      out += text;
    };
    const printer = new NewsPrinter('r1', { json: false, all: false, write });
    const reads = Array.from({ length: 50 }, (_, at) => ({ ...read, antenna: at + 1 }));
    printer.tell({ device: 'rfid', event: { kind: 'reads', reads } }, 0);
    expect(out.trimEnd().split('\n')).toHaveLength(21);
    expect(out).toContain('and 30 more tags');
    printer.end(1);
    expect(out).toMatch(/summary: 50 reads, 1 tag\n$/);
  });
});

test.each([
  ['failed', 'Error: Permission denied, cannot open /dev/ttyACM0', /udev/],
  ['failed', '/dev/hidraw3 may not be opened by this user (EACCES)', /udev/],
  ['failed', 'Error Resource temporarily unavailable Cannot lock port', /another program/],
  ['disconnected', 'connect ECONNREFUSED 10.0.0.9:9100', /nothing listens/],
  ['disconnected', 'no answer within 5000 ms', /switched on/],
] as const)('%s: %s has a remedy', (state, detail, remedy) => {
  expect(remedyFor({ state, detail })).toMatch(remedy);
});

test.each([
  ['ended without its terminator', '313233', /idle/],
  ['is not UTF-8 text', '80ff', /baudRate/],
  ['holds the control character 0x02', '02313203', /stx-etx/],
  ['holds the control character 0x09', '3109', /TAB/],
])('garbled: %s', (reason, hex, advice) => {
  expect(framingAdvice({ kind: 'garbled', reason, hex, bytes: hex.length / 2 })).toMatch(advice);
});

test('a weight is shown as the scale shows it', () => {
  const shown = { digits: 1250, decimals: 3, unit: 'kg' } as const;
  const reading = {
    milligrams: 1_250_000,
    shown,
    stable: true,
    kind: 'net',
    tareMilligrams: 5,
    condition: 'ok',
  } as const;
  expect(weightText(reading)).toBe('1.250 kg net, stable (tare 5 mg)');
  expect(weightText({ ...reading, shown: null, condition: 'overload' })).toBe('overload');
});
