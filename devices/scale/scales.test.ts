import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { freePort } from '../../test/harness/ports.ts';
import type { ScaleVoiceSettings } from '../simulators/scale/scale-voice.ts';
import { SimulatedScale } from '../simulators/scale/simulated-scale.ts';
import { listeningPeer } from '../simulators/scanner-peers.ts';
import { serialPeer } from '../simulators/scanner-program.ts';
import { openScale } from './open-scale.ts';
import { type ScaleRig, scaleContract } from './scale.contract.ts';
import type { ScaleEvent } from './scale.ts';
import { scaleConfig } from './scale-config.ts';

const log = createLog('test', 'silent');
const simulated = { capacityGrams: 30_000, intervalMs: 20 };
const quick = { id: 's1', silentMs: 700, tellMs: 50 };

async function tcpRig(voice: ScaleVoiceSettings, settings: object): Promise<ScaleRig> {
  const at = { host: '127.0.0.1', port: await freePort() };
  return {
    scale: openScale(scaleConfig.parse({ ...quick, ...settings, at }), { clock: systemClock, log }),
    simulated: new SimulatedScale(listeningPeer(at), { ...simulated, voice }, systemClock),
    dispose: async () => {},
  };
}

async function serialRig(voice: ScaleVoiceSettings, settings: object): Promise<ScaleRig> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-scale-'));
  const path = join(folder, 'scale');
  return {
    scale: openScale(scaleConfig.parse({ ...quick, ...settings, at: { path } }), { clock: systemClock, log }),
    simulated: new SimulatedScale(serialPeer(path), { ...simulated, voice }, systemClock),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
}

const polls = { pollMs: 60, weighPollMs: 20 };
const sics = { kind: 'mt-sics', ...polls };
const lines = { kind: 'line', zero: 'Z\r\n', tare: 'T\r\n' };
const asked = { ...lines, ...polls, request: 'Q\r\n' };

scaleContract('MT-SICS over TCP', () => tcpRig({ kind: 'mt-sics' }, sics));
scaleContract('MT-SICS over a serial port', () => serialRig({ kind: 'mt-sics' }, sics));
scaleContract('Toledo continuous over a serial port', () =>
  serialRig({ kind: 'toledo-continuous', checksum: false }, { kind: 'toledo-continuous' }),
);
scaleContract('Toledo continuous with checksum over TCP', () =>
  tcpRig({ kind: 'toledo-continuous', checksum: true }, { kind: 'toledo-continuous', checksum: true }),
);
scaleContract('lines by themselves over a serial port', () => serialRig({ kind: 'line' }, lines));
scaleContract('lines on request over TCP', () => tcpRig({ kind: 'line', request: 'Q' }, asked));

test('tells who it is, and waits over what is outside of its range', async () => {
  const rig = await tcpRig(
    { kind: 'mt-sics' },
    { ...sics, minMilligrams: 100_000, maxMilligrams: 5_000_000 },
  );
  const events: ScaleEvent[] = [];
  await rig.simulated.plug();
  rig.scale.start((event) => events.push(event));
  const identity = { kind: 'identity', model: 'Simulated Scale 30.000 kg', serial: 'SIM0001' };
  await vi.waitFor(() => expect(events).toContainEqual(identity), { timeout: 30_000 });
  rig.simulated.put(99);
  expect(await rig.scale.weigh({ timeoutMs: 300 })).toMatchObject({
    kind: 'failed',
    failure: 'out_of_range',
    detail: '99000 mg is outside of the range that is set',
  });
  const weighing = rig.scale.weigh({ timeoutMs: 4_000 });
  setTimeout(() => rig.simulated.put(100), 100);
  expect(await weighing).toMatchObject({ weight: { milligrams: 100_000 } });
  await rig.scale.close();
  await rig.simulated.unplug();
});

test('names what a scale cannot do', async () => {
  const rig = await tcpRig({ kind: 'line' }, { kind: 'line' });
  expect(await rig.scale.tare({ timeoutMs: 100 })).toMatchObject({ failure: 'unsupported' });
  await rig.scale.close();
});
