import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { startLlrpReader } from '../simulators/llrp-reader/llrp-reader.ts';
import { probeLlrpReader } from './llrp-probe.ts';

test('a reader is asked who it is, and left as it was', async () => {
  const reader = await startLlrpReader({ model: 'zebra-fx9600' });
  const place = `127.0.0.1:${reader.port}`;
  const found = await probeLlrpReader(place, systemClock);
  expect(found).toMatchObject({
    attachment: 'network',
    role: 'rfid',
    address: `llrp://${place}`,
    fault: null,
  });
  expect(found.name).toMatch(/^Zebra \d+, firmware ./);
  await vi.waitFor(() => expect(reader.hasClient).toBe(false));
  expect(reader.requests).toEqual(['GET_READER_CAPABILITIES', 'CLOSE_CONNECTION']);
  await reader.stop();
});

test('what is no reader, or is not there, is named with what to look at', async () => {
  const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const { port } = web.address() as { port: number };
  const found = await probeLlrpReader(`llrp://127.0.0.1:${port}`, systemClock);
  expect(found.fault).toEqual({
    message: 'nothing that speaks LLRP answers there',
    remedy: 'check address, port and network',
  });
  await new Promise<void>((resolve) => web.close(() => resolve()));
  expect((await probeLlrpReader(`127.0.0.1:${port}`, systemClock)).fault?.message).toContain('ECONNREFUSED');
});
