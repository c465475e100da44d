import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openRecording } from './read-recording.ts';
import { Recorder } from './recorder.ts';
import { type RecordingEntry, readEntry, readHeader, withoutSecrets } from './recording.ts';

let folder: string;
let file: string;
let ends: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-recording-'));
  file = join(folder, 'r.jsonl');
  ends = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function recorderOf(clock: ManualClock, limitBytes = 10_000): Recorder {
  const device = { device: 'scanner', kind: 'serial', id: 's1', password: 'hush' };
  return new Recorder({ path: file, device, limitBytes, clock, onEnd: (message) => ends.push(message) });
}

async function entriesOf(path: string): Promise<RecordingEntry[]> {
  const recording = await openRecording(path);
  if (!recording.ok) throw new Error(JSON.stringify(recording));
  const entries: RecordingEntry[] = [];
  for await (const entry of recording.play()) entries.push(entry);
  return entries;
}

test('writes what was told with its time, and reads it back', async () => {
  const clock = new ManualClock();
  const recorder = recorderOf(clock);
  recorder.note({ state: 'opened' });
  clock.advance(12.5);
  recorder.note({ in: '0d' });
  recorder.note({ out: '06' });
  clock.advance(1);
  recorder.note({ state: 'closed', detail: 'gone' });
  recorder.close();
  recorder.note({ in: 'ff' });
  recorder.close();
  expect(await entriesOf(file)).toEqual([
    { ms: 0, state: 'opened' },
    { ms: 12.5, in: '0d' },
    { ms: 12.5, out: '06' },
    { ms: 13.5, state: 'closed', detail: 'gone' },
    { ms: 13.5, end: 'stopped' },
  ]);
  expect(await openRecording(file)).toMatchObject({ entries: 5, lastMs: 13.5, unfinished: false });
  expect(recorder.counts).toEqual({ in: 1, out: 1 });
  expect(readFileSync(file, 'utf8')).not.toContain('hush');
});

test('tells a device that is not there once, however often it is tried', async () => {
  const recorder = recorderOf(new ManualClock());
  for (const missing of [true, true, false, true]) recorder.note({ state: 'failed', missing, detail: 'x' });
  recorder.note({ state: 'opened' });
  recorder.note({ state: 'failed', missing: true, detail: 'x' });
  recorder.close();
  expect(await entriesOf(file)).toHaveLength(6);
});

test('ends at its limit with a line that says so, and not a byte above it', async () => {
  for (let limit = 500; limit < 560; limit++) {
    const recorder = recorderOf(new ManualClock(), limit);
    for (let at = 0; at < 50; at++) recorder.note({ in: '00'.repeat(9) });
    expect(ends.pop()).toBe(`the file has its ${limit} bytes`);
    expect(readFileSync(file).length).toBeLessThanOrEqual(limit);
    expect((await entriesOf(file)).at(-1)).toMatchObject({ end: 'limit' });
    rmSync(file);
  }
});

test('never writes over a file that is there', () => {
  writeFileSync(file, 'mine');
  expect(() => recorderOf(new ManualClock())).toThrow(/EEXIST/);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('what a crash leaves at any byte is read up to its last whole line', async () => {
  const recorder = recorderOf(new ManualClock());
  for (const byte of ['01', '02', '03']) recorder.note({ in: byte });
  recorder.close();
  const whole = readFileSync(file);
  const headerEnd = whole.indexOf('\n') + 1;
  for (let size = whole.length - 1; size >= headerEnd; size--) {
    truncateSync(file, size);
    const lines = whole.subarray(0, size).toString().split('\n').length - 2;
    expect(await openRecording(file)).toMatchObject({ ok: true, entries: lines, unfinished: true });
  }
  truncateSync(file, headerEnd - 1);
  expect(await openRecording(file)).toEqual({
    ok: false,
    line: 1,
    place: '',
    expected: 'a line that says what was recorded',
  });
});

describe('a damaged recording', () => {
  test.each([
    ['nonsense', '', /JSON object/],
    ['[1]', '', /JSON object/],
    ['{"ms":1}', '', /one of the members in, out, state/],
    ['{"ms":-1,"in":"00"}', 'ms', /milliseconds/],
    ['{"ms":"1","in":"00"}', 'ms', /milliseconds/],
    ['{"ms":1,"in":"0"}', 'in', /pairs of hexadecimal digits/],
    ['{"ms":1,"state":"lost"}', 'state', /./],
    ['{"ms":1,"state":"failed"}', 'missing', /boolean/],
    ['{"ms":0.5,"in":"00"}', 'ms', /at least 1, the time of the line before/],
  ])('%s is refused with its line and what was expected', async (line, place, expected) => {
    const recorder = recorderOf(new ManualClock());
    recorder.note({ in: '00' });
    appendFileSync(file, `{"ms":1,"in":"00"}\n${line}\n`);
    expect(await openRecording(file)).toEqual({
      ok: false,
      line: 4,
      place,
      expected: expect.stringMatching(expected),
    });
    recorder.close();
  });

  test('has nothing behind its end, and a first line of its own', async () => {
    const recorder = recorderOf(new ManualClock());
    recorder.close();
    appendFileSync(file, '{"ms":1,"in":"00"}\n');
    expect(await openRecording(file)).toMatchObject({ ok: false, line: 3 });
    writeFileSync(file, '{"ms":1,"in":"00"}\n');
    expect(await openRecording(file)).toMatchObject({ ok: false, line: 1, place: 'v', expected: '1' });
    writeFileSync(file, 'x'.repeat(3_000_000));
    expect(await openRecording(file)).toMatchObject({ ok: false, line: 1 });
    await expect(openRecording(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
  });

  test('no line makes the reader throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        for (const read of [readHeader, readEntry]) expect(typeof read(line).ok).toBe('boolean');
      }),
    );
  });
});

test('leaves out secrets wherever they stand, and keeps the rest', () => {
  expect(
    withoutSecrets({
      url: 'mqtt://user:pass@host:1883/x',
      password: 'a',
      rest: { apiToken: 'b', list: [{ clientSecret: 'c', path: '/dev/ttyS0' }] },
      port: 5,
    }),
  ).toEqual({
    url: 'mqtt://host:1883/x',
    password: 'left out',
    rest: { apiToken: 'left out', list: [{ clientSecret: 'left out', path: '/dev/ttyS0' }] },
    port: 5,
  });
});
