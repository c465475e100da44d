import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { freePort } from '../../test/harness/ports.ts';
import { openPseudoTerminal, type PseudoTerminal } from '../simulators/pseudo-terminal.ts';
import { type LineRig, lineContract } from './line.contract.ts';
import type { LineEvent } from './line.ts';
import { serialConnector } from './serial-connector.ts';
import { superviseLine } from './supervised-line.ts';
import { tcpConnector } from './tcp-connector.ts';

const log = createLog('test', 'silent');

function serialRig(clock: Clock): LineRig {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-line-'));
  const link = join(folder, 'later', 'device');
  let terminal: PseudoTerminal | undefined;
  let received: Buffer[] = [];
  const unplug = async () => {
    rmSync(link, { force: true });
    terminal?.destroy();
    terminal = undefined;
  };
  return {
    line: superviseLine(serialConnector({ path: link, baudRate: 115_200 }, clock), {
      device: 'd1',
      clock,
      log,
    }),
    plug: async () => {
      received = [];
      terminal = openPseudoTerminal();
      terminal.listen((bytes) => received.push(bytes));
      mkdirSync(join(folder, 'later'), { recursive: true });
      symlinkSync(terminal.path, link);
    },
    unplug,
    send: (bytes) => terminal?.write(bytes),
    received: () => Buffer.concat(received),
    reading: (on) => terminal?.reading(on),
    dispose: async () => {
      await unplug();
      rmSync(folder, { recursive: true });
    },
  };
}

async function tcpRig(clock: Clock): Promise<LineRig> {
  const sockets = new Set<Socket>();
  let received: Buffer[] = [];
  let reads = true;
  const server: Server = createServer((socket) => {
    const mine: Buffer[] = [];
    received = mine;
    sockets.add(socket);
    socket.on('data', (bytes) => mine.push(bytes));
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (!reads) socket.pause();
  });
  const port = await freePort();
  const unplug = async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    line: superviseLine(tcpConnector({ host: '127.0.0.1', port }, clock), { device: 'd1', clock, log }),
    plug: () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)),
    unplug,
    send: (bytes) => {
      for (const socket of sockets) socket.write(bytes);
    },
    received: () => Buffer.concat(received),
    reading: (on) => {
      reads = on;
      for (const socket of sockets) socket[on ? 'resume' : 'pause']();
    },
    dispose: unplug,
  };
}

lineContract('a line over a serial port', async (clock) => serialRig(clock));
lineContract('a line over TCP', tcpRig);

/** A line to a server that does as it is told. */
async function talkTo(serve: (socket: Socket) => void) {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const line = superviseLine(tcpConnector({ host: '127.0.0.1', port }, systemClock), {
    device: 'd1',
    clock: systemClock,
    log,
  });
  const events: LineEvent[] = [];
  line.start((event) => events.push(event));
  const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
  return { line, events, states, server };
}

test('a device that has said its last word, and would still listen, counts as gone', async () => {
  const { line, events, states, server } = await talkTo((socket) => socket.end('bye'));
  await vi.waitFor(() => expect(states().slice(0, 2)).toEqual(['connected', 'disconnected']));
  expect(events[1]).toMatchObject({ kind: 'bytes', bytes: Buffer.from('bye') });
  await line.close();
  server.close();
});

test('a device that hangs up on everybody is asked ever more seldom', async () => {
  let asked = 0;
  const { line, server } = await talkTo((socket) => {
    asked += 1;
    socket.destroy();
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(asked).toBeLessThan(6);
  await line.close();
  server.close();
});

test('settings that the transport does not take are told as a failure', async () => {
  const line = superviseLine(tcpConnector({ host: '127.0.0.1', port: 70_000 }, systemClock), {
    device: 'd1',
    clock: systemClock,
    log,
  });
  const events: LineEvent[] = [];
  line.start((event) => events.push(event));
  expect(events).toMatchObject([{ kind: 'state', state: 'failed' }]);
  await line.close();
});
