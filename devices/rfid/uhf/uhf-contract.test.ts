import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../../kernel/log.ts';
import {
  createUhfModule,
  type UhfModuleKind,
  uhfModuleKinds,
} from '../../simulators/uhf-module/uhf-module.ts';
import { openReader } from '../open-reader.ts';
import { readerContract } from '../reader.contract.ts';
import { readerConfig } from '../reader-config.ts';

const epcs = ['30340789000C0E4000000001', '30340789000C0E4000000002', '3034'];
const silenceMs = 20_000;

function settingsOf(kind: UhfModuleKind): object {
  switch (kind) {
    case 'thingmagic':
      return { kind, region: 'eu3', antennas: [1, 2] };
    case 'yrm100':
      return { kind, region: 'eu' };
    default:
      return { kind: 'chafon', dialect: kind, band: 'eu' };
  }
}

for (const kind of uhfModuleKinds) {
  readerContract(`a ${kind} on a terminal`, async (clock) => {
    const folder = mkdtempSync(join(tmpdir(), 'packproof-uhf-'));
    const path = join(folder, 'module');
    const tags = epcs.map((epc) => ({ epc, antenna: 1, rssiDbm: -60 }));
    const module = createUhfModule({ kind, link: path, tags, ratePerSecond: 50, clock });
    const config = readerConfig.parse({ id: 'r1', path, ...settingsOf(kind) });
    return {
      reader: openReader(config, { clock, log: createLog('test', 'silent') }),
      epcs,
      plug: async () => module.plug(),
      unplug: async () => module.unplug(),
      isReading: () => module.reading,
      silence: () => {
        module.mute(true);
        clock.after(silenceMs, () => module.mute(false));
      },
      dispose: async () => {
        module.unplug();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
}
