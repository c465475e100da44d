import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startLlrpReader } from '../../../devices/simulators/llrp-reader/llrp-reader.ts';
import { printerProgram } from '../../../devices/simulators/printer/printer-program.ts';
import { scaleProgram } from '../../../devices/simulators/scale/scale-program.ts';
import { VirtualScanner } from '../../../devices/simulators/virtual-scanner.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { addSimReplayCommand } from '../sim/sim-replay-command.ts';
import { addDevicesCommand } from './devices-command.ts';

let folder: string;
let scanner: VirtualScanner;
let said: { out: string; err: string };
const patience = { timeout: 30_000 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-devices-'));
  scanner = new VirtualScanner({ id: 's1', link: join(folder, 's1'), framing: 'cr' });
  scanner.plug();
  said = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  scanner.unplug();
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
});

async function run(...words: string[]): Promise<void> {
  const program = new Command('packproof').exitOverride();
  addDevicesCommand(program);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride();
  await program.parseAsync(['devices', ...words], { from: 'user' });
}

const told = (text: string | RegExp) => vi.waitFor(() => expect(said.out).toMatch(text), patience);
const asked = () => vi.waitFor(() => expect(said.err).toContain('is connected'), patience);
const interrupt = () => process.emit('SIGINT');
const json = () =>
  said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('packproof devices watch', () => {
  test('shows scans in words until it is interrupted, and counts them', async () => {
    const ended = run('watch', scanner.link);
    await told('connected');
    scanner.scan(']C101095212345432131726010110ABC\x1d3103001250');
    scanner.scan('0109521234543213\x1b');
    await told(/3103.*1\.250 kg/);
    scanner.send(Buffer.from('\x02abc\x03\r'));
    await told('set framing to stx-etx');
    interrupt();
    await ended;
    expect(said.out).toContain('(17) USE BY or EXPIRY 260101 = 2026-01-01');
    expect(said.out).toMatch(/summary: .*1 scan, 2 garbled/);
    expect(process.exitCode).toBeUndefined();
  });

  test('names which setting mends a code that is refused', async () => {
    const ended = run('watch', scanner.link, '--json');
    await told('connected');
    scanner.scan('01095212345432131726010110ABC3103001250');
    scanner.scan('010952123454321310ABC{GS}21x');
    await told('in place of GS');
    interrupt();
    await ended;
    const [, ambiguous, substituted, summary] = json();
    expect(ambiguous).toMatchObject({
      v: 1,
      device: 's1',
      reading: 'refused',
      refusal: { code: 'separator_ambiguous' },
    });
    expect(ambiguous.candidates.length).toBeGreaterThan(1);
    expect(substituted.advice).toContain('set gs to "{GS}"');
    expect(summary).toMatchObject({ event: 'summary', counts: { state: 1, scan: 2, refused: 2 } });
  });

  test('takes devices of a configuration by their ids, and settings that are put over them', async () => {
    const config = join(folder, 'site.json');
    const scanners = [{ id: 'front', path: scanner.link, framing: 'lf' }];
    writeFileSync(config, JSON.stringify({ edge: { site: 'x', scanners }, other: 1 }));
    const ended = run('watch', 'front', '--config', config, '--set', 'framing=cr', '--json', '--for', '60');
    await told('connected');
    scanner.scan('4006381333931');
    await told('04006381333931');
    interrupt();
    await ended;
    expect(json()[1]).toMatchObject({ device: 'front', event: 'scan' });
  });

  test('ends by itself after the time that it was given, and says why it is not connected', async () => {
    scanner.unplug();
    await run('watch', scanner.link, '--for', '0.3');
    expect(said.out).toMatch(/disconnected: its device node is not there\n.*summary: 1 change/);
    scanner.plug();
  });

  test('adds the reads of a reader up, and counts different tags', async () => {
    const reader = await startLlrpReader({ tags: 3, rate: 200 });
    const ended = run('watch', `llrp://127.0.0.1:${reader.port}`, '--json');
    await told('"event":"tags"');
    await vi.waitFor(
      () => expect(json().filter(({ event }) => event === 'tags').length).toBeGreaterThan(1),
      patience,
    );
    interrupt();
    await ended;
    await reader.stop();
    const second = json().filter(({ event }) => event === 'tags')[1];
    expect(second.tags[0]).toMatchObject({
      scheme: 'SGTIN-96',
      key: expect.stringMatching(/^\/01\/\d{14}\/21\//),
    });
    expect(second.tags[0].reads).toBeGreaterThan(1);
    expect(json().at(-1)).toMatchObject({ event: 'summary', counts: { tag: 3 } });
  });

  test('names every fault of every device before anything is opened', async () => {
    const wrong = run('watch', scanner.link, 'nothing', '--set', 'foo=1', '--set', 'baudRate=fast');
    await expect(wrong).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    const { faults } = (await wrong.catch((error) => error)) as {
      faults: { place: string; message: string }[];
    };
    expect(faults.map(({ place }) => place)).toEqual([`${scanner.link} baudRate`, scanner.link, 'nothing']);
    await expect(run('watch', scanner.link, '--set', 'x')).rejects.toThrow(/expected key=value/);
    await expect(run('watch', scanner.link, '--for', '0')).rejects.toBeInstanceOf(CommanderError);
  });
});

describe('packproof devices record and replay', () => {
  test('gives a replay that tells what was told', async () => {
    const out = join(folder, 'r.jsonl');
    const ended = run('record', scanner.link, '--out', out, '--json');
    await told('connected');
    scanner.scan('4006381333931');
    await told('04006381333931');
    interrupt();
    await ended;
    expect(said.err).toContain('1 pieces from the device, 0 to it');
    const scan = json()[1];
    said.out = '';
    await run('replay', out, '--json');
    expect({ ...json()[1], at: '' }).toEqual({ ...scan, at: '' });
    await expect(run('record', scanner.link, '--out', out)).rejects.toThrow(/EEXIST/);
  });

  test('ends at the limit of its file, and fails', async () => {
    const out = join(folder, 'r.jsonl');
    const ended = run('record', scanner.link, '--out', out, '--max-bytes', '500');
    await told('connected');
    for (let at = 0; at < 30; at++) scanner.scan('4006381333931');
    await ended;
    expect(said.err).toContain('the file has its 500 bytes');
    expect(readFileSync(out).length).toBeLessThanOrEqual(500);
    expect(process.exitCode).toBe(1);
  });

  test('names the line of a damaged recording and what was expected there', async () => {
    const file = join(folder, 'r.jsonl');
    const device = { device: 'scanner', id: 's1', path: '/dev/none', framing: 'cr' };
    const head = { v: 1, kind: 'packproof device recording', at: '2026-01-01T00:00:00.000Z', device };
    writeFileSync(file, `${JSON.stringify(head)}\n{"ms":1,"in":"0"}\n`);
    await run('replay', file);
    expect(said.err).toBe(`${file}: line 2, in: expected pairs of hexadecimal digits in lower case\n`);
    expect(process.exitCode).toBe(1);
    writeFileSync(file, `${JSON.stringify({ ...head, device: { ...device, framing: 'x' } })}\n`);
    await expect(run('replay', file)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(run('replay', join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

test('packproof sim replay is a device that a station reads', async () => {
  const file = join(folder, 'r.jsonl');
  const link = join(folder, 'replayed');
  const device = { device: 'scanner', id: 's1', path: '/dev/none', framing: 'cr' };
  const head = { v: 1, kind: 'packproof device recording', at: '2026-01-01T00:00:00.000Z', device };
  const lines = [
    head,
    { ms: 0, state: 'opened' },
    { ms: 5, in: '41' },
    { ms: 10, in: '420d' },
    { ms: 600, state: 'closed' },
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const watched = run('watch', link);
  const sim = new Command('sim').exitOverride();
  addSimReplayCommand(sim);
  await sim.parseAsync(['replay', file, '--link', link, '--delay', '1500'], { from: 'user' });
  await told(/scan {2}AB(?:.|\n)*disconnected/);
  interrupt();
  await watched;
  writeFileSync(file, 'x\n');
  await sim.parseAsync(['replay', file, '--link', link], { from: 'user' });
  expect(said.err).toContain('line 1: expected a JSON object');
});

describe('packproof devices test', () => {
  async function tested(text: string, ...words: string[]) {
    const ended = run('test', scanner.link, '--json', ...words);
    await asked();
    scanner.scan(text);
    await ended;
    return json()[0];
  }

  test('passes a scanner that gives the test code whole', async () => {
    const result = await tested(']d2010952123454321310YZ-/"aQwM\x1d21zy7');
    expect(result).toMatchObject({ v: 1, device: 's1', passed: true });
    expect(process.exitCode).toBeUndefined();
  });

  test.each([
    ['010952123454321310YZ-/"aQwM21zy7', 'is lost', true],
    ['010952123454321310YZ-/"aQwM<GS>21zy7', 'set gs to "<GS>"', true],
    ['010952123454321310ZY/&@aQwM\x1d21yz7', 'layout de', true],
    ['010952123454321310yz-/"AqWm\x1d21ZY7', 'Caps Lock', true],
    ['4006381333932', 'AIM ID', false],
    ['\x02abc\x03', 'set framing to stx-etx', true],
  ])('says what is wrong with a scanner that sends %j', async (text, advice, fails) => {
    const { passed, findings } = await tested(text);
    expect(JSON.stringify(findings)).toContain(JSON.stringify(advice).slice(1, -1));
    if (fails) expect([passed, process.exitCode]).toEqual([false, 1]);
  });

  test('fails a scanner that nobody scans with, and one that is not there', async () => {
    await run('test', scanner.link, '--timeout', '0.5');
    expect(said.out).toMatch(/FAULT {4}nothing was scanned in time(?:.|\n)*s1: NOT passed/);
    said.out = '';
    await run('test', join(folder, 'none'), '--timeout', '0.2');
    expect(said.out).toMatch(/FAULT {4}did not connect: its device node is not there/);
    expect(process.exitCode).toBe(1);
  });

  test('passes a reader that reads a tag, and names the tag', async () => {
    const reader = await startLlrpReader({ tags: 1, rate: 100 });
    await run('test', `llrp://127.0.0.1:${reader.port}`, '--json');
    await reader.stop();
    expect(json()[0].findings).toContainEqual({
      level: 'ok',
      text: expect.stringMatching(/the tag is \/01\//),
    });
    expect(json()[0].passed).toBe(true);
  });

  test('waits for a weight on a scale', async () => {
    const link = join(folder, 'scale');
    const voice = { kind: 'mt-sics' } as const;
    const settings = { at: { link }, voice, capacityGrams: 30_000, intervalMs: 50 };
    const scale = scaleProgram(settings, systemClock);
    await scale.start();
    await run('test', link, '--kind', 'mt-sics', '--timeout', '1.5');
    expect(said.out).toMatch(/FAULT {4}no weight above zero came to rest in time; the last was 0/);
    said = { out: '', err: '' };
    const ended = run('test', link, '--kind', 'mt-sics');
    await asked();
    await scale.obey('1250');
    await ended;
    await scale.stop();
    expect(said.out).toMatch(/ok {7}weighs 1.250 kg gross, stable\n.*passed/);
  });

  test('prints the test code for scanners, and says why a printer cannot', async () => {
    const link = join(folder, 'printer');
    const size = { labelMs: 20, dotsPerMm: 8, widthMm: 60, heightMm: 40, counts: true };
    const labels: object[] = [];
    const printer = printerProgram({ at: { link }, ...size }, systemClock, (news) => labels.push(news));
    await printer.wire.plug();
    await run('test', link, '--kind', 'zpl', '--print');
    expect(said.out).toMatch(/has printed a test label/);
    expect(labels).toHaveLength(1);
    await printer.obey('paper out');
    said = { out: '', err: '' };
    await run('test', link, '--kind', 'zpl');
    await printer.stop();
    expect(said.out).toMatch(/FAULT {4}it cannot print: labels are out/);
    expect(labels).toHaveLength(1);
  });
});
