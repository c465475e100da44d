import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { keyboardHold } from './keyboard-hold.ts';
import { keyboardInputs } from './keyboard-inputs.ts';

let root: string;
const hidraw = '/dev/hidraw3';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'packproof-sysfs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A hidraw device with its inputs as Linux shows them: a link in its class to the device's folder. */
function plant(inputs: Record<string, { inhibited?: string; event?: string }>): string {
  const device = join(root, 'devices/usb1/1-2/1-2:1.0/0003:0C2E:0901.0001');
  mkdirSync(join(device, 'hidraw/hidraw3'), { recursive: true });
  symlinkSync(device, join(device, 'hidraw/hidraw3/device'));
  mkdirSync(join(root, 'class/hidraw'), { recursive: true });
  symlinkSync(join(device, 'hidraw/hidraw3'), join(root, 'class/hidraw/hidraw3'));
  for (const [name, { inhibited, event }] of Object.entries(inputs)) {
    mkdirSync(join(device, 'input', name, event ?? 'capabilities'), { recursive: true });
    if (inhibited !== undefined) writeFileSync(join(device, 'input', name, 'inhibited'), inhibited);
  }
  return device;
}

/** A program in evtest's place. */
function program(script: string): string {
  const path = join(root, 'grabber');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const holding = (more: object = {}) =>
  keyboardHold({
    clock: systemClock,
    platform: 'linux',
    inputsOf: (path) => keyboardInputs(path, root),
    ...more,
  });

test('finds the inputs that belong to a hidraw node', () => {
  const device = plant({ input12: { inhibited: '0', event: 'event5' }, input13: { event: 'event6' } });
  expect(keyboardInputs(hidraw, root)).toEqual([
    {
      inhibitedFile: join(root, 'class/hidraw/hidraw3/device/input/input12/inhibited'),
      eventNode: '/dev/input/event5',
    },
    { inhibitedFile: null, eventNode: '/dev/input/event6' },
  ]);
  expect(device).toContain(root);
  expect(keyboardInputs('/dev/hidraw9', root)).toEqual([]);
});

test('silences every input of the device, and gives them back', async () => {
  const device = plant({ input12: { inhibited: '0' }, input13: { inhibited: '0' } });
  const states = () =>
    ['input12', 'input13'].map((name) => readFileSync(join(device, 'input', name, 'inhibited'), 'utf8'));
  const hold = await holding({ grabber: '/nowhere' })(hidraw, () => {});
  expect(states()).toEqual(['1', '1']);
  await hold.release();
  expect(states()).toEqual(['0', '0']);
});

test('gives back nothing of a device that is gone', async () => {
  plant({ input12: { inhibited: '0' } });
  const hold = await holding()(hidraw, () => {});
  rmSync(join(root, 'devices'), { recursive: true });
  await hold.release();
});

test('lets a program grab the events where the kernel has no switch, and tells when it ends', async () => {
  plant({ input12: { event: 'event5' } });
  const lost: string[] = [];
  const grabber = program(
    `echo "$@" > ${root}/arguments; echo 'Testing ... (interrupt to exit)'; exec sleep 60`,
  );
  const hold = await holding({ grabber })(hidraw, (message) => lost.push(message));
  expect(readFileSync(join(root, 'arguments'), 'utf8').trim()).toBe('--grab /dev/input/event5');
  await hold.release();
  const short = program("echo 'Testing ... (interrupt to exit)'; sleep 0.3");
  await holding({ grabber: short })(hidraw, (message) => lost.push(message));
  await vi.waitFor(() => expect(lost).toHaveLength(1), { timeout: 30_000 });
  expect(lost[0]).toContain('ended');
});

test.each([
  ['is not there', null, /grabber-none/],
  ['may not open the node', "echo 'evtest: Permission denied' >&2; exit 1", /Permission denied/],
  [
    'finds it grabbed',
    "echo 'Testing ... (interrupt to exit)'; echo '  This device is grabbed by another process.'; exec sleep 60",
    /grabbed by another program/,
  ],
])('says what to do if the program %s', async (_what, script, reason) => {
  plant({ input12: { event: 'event5' } });
  const grabber = script === null ? join(root, 'grabber-none') : program(script);
  const held = holding({ grabber })(hidraw, () => {});
  await expect(held).rejects.toThrow(reason);
  await expect(held).rejects.toThrow(/packproof devices udev .* "exclusive" to false/);
});

test('lets go of what it has if it cannot have all', async () => {
  const device = plant({ input12: { inhibited: '0' }, input13: {} });
  await expect(holding()(hidraw, () => {})).rejects.toThrow(/no event node/);
  expect(readFileSync(join(device, 'input/input12/inhibited'), 'utf8')).toBe('0');
});

test('names the alternative where the platform cannot', async () => {
  await expect(holding({ platform: 'win32' })(hidraw, () => {})).rejects.toThrow(/HID POS/);
  await expect(holding()('/dev/hidraw9', () => {})).rejects.toThrow(/no input device/);
});
