import { describe, expect, test } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { SimulatedHidBus } from '../simulators/scanner-hid.ts';
import { openScanner } from './open-scanner.ts';
import { scannerConfig } from './scanner-config.ts';

/** One of each kind, with the address under which the station shows it. */
const examples: readonly (readonly [settings: object, address: string])[] = [
  [{ id: 's', path: '/dev/ttyACM0', framing: 'cr' }, '/dev/ttyACM0'],
  [
    {
      id: 's',
      kind: 'serial',
      path: '/dev/ttyS0',
      baudRate: 115_200,
      framing: { prefix: '\x02', suffix: '\t' },
    },
    '/dev/ttyS0',
  ],
  [{ id: 's', kind: 'ssi', path: '/dev/ttyS1', parity: 'odd', dataBits: 7, stopBits: 2 }, '/dev/ttyS1'],
  [{ id: 's', kind: 'hid-pos', vendorId: '0C2E', serialNumber: 'A1' }, 'hid:0c2e:* A1'],
  [
    { id: 's', kind: 'keyboard', vendorId: '0c2e', productId: '0901', port: '1-2.4', layout: 'de', gs: 'f8' },
    'hid:0c2e:0901 port 1-2.4',
  ],
  [{ id: 's', kind: 'tcp-client', host: '10.1.0.9', port: 2001, framing: 'crlf' }, 'tcp://10.1.0.9:2001'],
  [
    {
      id: 's',
      kind: 'tcp-server',
      host: '::',
      port: 58_627,
      framing: 'lf',
      allow: ['10.1.0.0/16', 'fd00::1'],
    },
    'tcp-server://[::]:58627',
  ],
  [{ id: 's', kind: 'udp', host: '0.0.0.0', port: 58_627 }, 'udp://0.0.0.0:58627'],
];

const deps = {
  boot: 'b',
  clock: systemClock,
  log: createLog('test', 'silent'),
  hid: new SimulatedHidBus(),
};

test.each(examples)('%j is a scanner', (settings, address) => {
  const config = scannerConfig.parse(settings);
  expect(openScanner(config, deps).address).toBe(address);
});

test('a scanner is a serial one unless it says otherwise, with the usual settings of a port', () => {
  expect(scannerConfig.parse({ id: 's', path: '/dev/ttyACM0', framing: 'cr' })).toEqual({
    kind: 'serial',
    id: 's',
    path: '/dev/ttyACM0',
    baudRate: 9600,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    rtscts: false,
    framing: 'cr',
    aim: true,
    bounceMs: 0,
  });
});

test('who may be heard is this machine, unless the configuration says more', () => {
  for (const kind of ['tcp-server', 'udp']) {
    expect(scannerConfig.parse({ id: 's', kind, port: 1_024, framing: 'cr' })).toMatchObject({
      host: '127.0.0.1',
    });
  }
});

describe('refuses, with the place', () => {
  const serial = { id: 's', path: '/dev/ttyACM0', framing: 'cr' };
  test.each([
    ['an unknown kind', { ...serial, kind: 'usb' }, 'kind'],
    ['a misspelt setting', { ...serial, baudrate: 9600 }, ''],
    ['a setting of another kind', { ...serial, port: 5 }, ''],
    ['no framing', { id: 's', path: '/dev/ttyACM0' }, 'framing'],
    ['an empty framing', { ...serial, framing: {} }, 'framing'],
    ['characters that are no bytes', { ...serial, framing: { suffix: '\u20ac' } }, 'framing.suffix'],
    ['the name of the screen', { ...serial, id: 'screen' }, 'id'],
    ['a keyboard without its model', { id: 's', kind: 'keyboard' }, 'vendorId'],
    ['an id that is not hexadecimal', { id: 's', kind: 'hid-pos', vendorId: '3118x' }, 'vendorId'],
    ['a network that is none', { id: 's', kind: 'udp', port: 1, allow: ['10.0.0.0/33'] }, 'allow.0'],
    [
      'a host name to listen on',
      { id: 's', kind: 'tcp-server', port: 1, framing: 'cr', host: 'station' },
      'host',
    ],
    ['something else', 7, ''],
  ])('%s', (_what, settings, place) => {
    const { error } = scannerConfig.safeParse(settings);
    expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(place);
  });
});
