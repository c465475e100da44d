import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import type { NamedPicture } from '../../../protocols/wire/picture.ts';
import { PictureUpload } from './picture-upload.ts';

const running: PictureUpload[] = [];
afterEach(async () => {
  for (const upload of running.splice(0)) await upload.stop();
});

/** A store of pictures in memory, and a gateway that answers with the given statuses, 200 once they are used up; 0: not at all. */
function rig(names: readonly string[], answers: number[] = [], connected = true) {
  const clock = new ManualClock();
  const left = [...names];
  const setAside = new Set<string>();
  const asked: string[] = [];
  /** How many waited, each time that it was said to have changed. */
  const seen: number[] = [];
  const network = { connected };
  const next = () => left.find((name) => !setAside.has(name));
  const upload = new PictureUpload({
    pictures: {
      get hasNext() {
        return next() !== undefined;
      },
      next: async () => {
        const sha256 = next();
        const named: NamedPicture = { sha256: sha256 ?? '', bytes: 3, mediaType: 'image/png' };
        return sha256 === undefined ? null : { named, bytes: new ArrayBuffer(3) };
      },
      sent: async (name) => void left.splice(left.indexOf(name), 1),
      refused: (name) => void setAside.add(name),
    },
    connected: () => network.connected,
    gatewayUrl: 'https://gateway.example:8081',
    clock,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onChange: () => seen.push(left.length),
    fetch: async (url, init) => {
      asked.push(`${init?.method} ${new URL(String(url)).pathname}`);
      const status = answers.shift() ?? 200;
      if (status === 0) throw new TypeError('network');
      return new Response('{}', { status });
    },
  });
  running.push(upload);
  upload.start();
  return { clock, upload, left, asked, seen, network };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

test('brings all that wait, the oldest first, and then asks for nothing', async () => {
  const { left, asked, seen } = rig(['a', 'b']);
  await turns();
  expect([left, asked]).toEqual([[], ['PUT /v1/attachments/a', 'PUT /v1/attachments/b']]);
  // Whoever looks at the screen sees them leave.
  expect(seen).toEqual([1, 0]);
});

test('tries again, in longer and longer pauses, until it is taken; at once when the network is back', async () => {
  const { clock, upload, left, asked } = rig(['a'], [0, 503, 507, 401]);
  for (let turn = 0; turn < 3; turn += 1) {
    await turns();
    upload.changed();
    clock.advance(60_000);
  }
  await turns();
  expect([left, asked.length]).toEqual([['a'], 4]);
  upload.changed();
  await turns();
  expect(asked).toHaveLength(4);
  upload.tryNow();
  await turns();
  expect([left, asked.length]).toEqual([[], 5]);
});

test('one that the gateway never takes stays, and keeps no other waiting', async () => {
  const { left } = rig(['bad', 'good'], [415]);
  await turns();
  expect(left).toEqual(['bad']);
});

test('nothing is asked for without a connection, and all goes as soon as there is one', async () => {
  const { network, asked, upload, left } = rig(['a', 'b'], [], false);
  upload.changed();
  await turns();
  expect(asked).toEqual([]);
  network.connected = true;
  upload.changed();
  await turns();
  expect(left).toEqual([]);
});
