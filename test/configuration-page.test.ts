import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { centralConfig } from '../central/main.ts';
import { cloudSyncConfig } from '../cloud-sync/main.ts';
import { simulatorConfig } from '../devices/simulators/main.ts';
import { edgeConfig } from '../edge/main.ts';
import { gatewayConfig } from '../gateway/main.ts';
import { settingNames } from '../kernel/config.ts';
import { packageRoot } from '../kernel/package-root.ts';

const all = z.strictObject({
  central: centralConfig,
  gateway: gatewayConfig,
  cloudSync: cloudSyncConfig,
  edge: edgeConfig,
  simulator: simulatorConfig,
  log: z.strictObject({ level: z.string() }),
});

test('docs/configuration.md names every setting, and no other', () => {
  const page = readFileSync(join(packageRoot, 'docs/configuration.md'), 'utf8');
  const named = new Set(page.match(/PACKPROOF_[A-Z_]+[A-Z]/g));
  const settings = settingNames(all);
  expect(settings.length).toBeGreaterThan(30);
  const isGroup = (name: string) => settings.some((setting) => setting.startsWith(`${name}_`));
  expect([...named].filter((name) => !isGroup(name)).sort()).toEqual([...settings].sort());
});
