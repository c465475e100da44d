import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPrinter } from '../../../devices/printer/open-printer.ts';
import { printerConfig } from '../../../devices/printer/printer-config.ts';
import { openScale } from '../../../devices/scale/open-scale.ts';
import { scaleConfig } from '../../../devices/scale/scale-config.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { packageRoot } from '../../../kernel/package-root.ts';

const patience = { timeout: 30_000 };
const deps = { clock: systemClock, log: createLog('test', 'silent') };
let folder: string;
let program: ChildProcess | undefined;
let said: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-sim-'));
  said = '';
});
afterEach(() => {
  program?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): Promise<number | null> {
  const command = ['--import', 'tsx', join(packageRoot, 'cli/main.ts'), 'sim', ...args];
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] });
  program = child;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  return new Promise((resolve) => child.on('close', resolve));
}

const says = (text: string) => vi.waitFor(() => expect(said).toContain(text), patience);
const order = (line: string) => program?.stdin?.write(`${line}\n`);

test('a scale weighs what standard input puts on it', async () => {
  const link = join(folder, 'scale');
  const ended = run('scale', '--kind', 'toledo-continuous', '--checksum', '--link', link);
  await says('"ready"');
  const settings = { id: 's1', kind: 'toledo-continuous', checksum: true, at: { path: link } };
  const scale = openScale(scaleConfig.parse(settings), deps);
  let state = '';
  scale.start((event) => {
    if (event.kind === 'state') state = event.state;
  });
  await vi.waitFor(() => expect(state).toBe('connected'), patience);
  order('4321');
  order('dance');
  await says('"unknown":"dance"');
  expect(await scale.weigh({ timeoutMs: 5_000 })).toMatchObject({ weight: { milligrams: 4_321_000 } });
  await scale.close();
  program?.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a printer prints, and draws what it has printed', async () => {
  const link = join(folder, 'printer');
  const pictures = join(folder, 'pictures');
  const ended = run('printer', '--link', link, '--folder', pictures, '--label', '20');
  await says('"ready"');
  const printer = openPrinter(printerConfig.parse({ id: 'p1', at: { path: link } }), deps);
  let last = '';
  printer.start((event) => {
    last = event.kind;
  });
  await vi.waitFor(() => expect(last).toBe('ready'), patience);
  const zpl = Buffer.from('^XA^FO50,50^A0N,40,40^FDone^FS^XZ^XA^FO50,50^A0N,40,40^FDtwo^FS^PQ2^XZ');
  expect(await printer.print({ id: 'j1', zpl, labels: 3 })).toEqual({ kind: 'printed' });
  await says('label-0003.png');
  const png = readFileSync(join(pictures, 'label-0003.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(readFileSync(join(pictures, 'label-0002.png'))).toEqual(png);
  expect(readFileSync(join(pictures, 'label-0001.png'))).not.toEqual(png);
  order('paper out');
  await vi.waitFor(() => expect(last).toBe('blocked'), patience);
  await printer.close();
  program?.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test.each([
  ['scale', /--listen host:port, or --link path/],
  ['printer', /--listen host:port, or --link path/],
])('%s refuses to be nowhere', async (name, reason) => {
  expect(await run(name)).toBe(2);
  expect(said).toMatch(reason);
});
