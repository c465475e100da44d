import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { centralConfig } from '../central/main.ts';
import { cloudSyncConfig } from '../cloud-sync/main.ts';
import { edgeConfig } from '../edge/main.ts';
import { gatewayConfig } from '../gateway/main.ts';
import { settingNames } from '../kernel/config.ts';
import { packageRoot } from '../kernel/package-root.ts';

const text = (path: string) => readFileSync(join(packageRoot, path), 'utf8');
const schemas = {
  central: centralConfig,
  gateway: gatewayConfig,
  'cloud-sync': cloudSyncConfig,
  edge: edgeConfig,
};
const sections = { central: 'central', gateway: 'gateway', 'cloud-sync': 'cloudSync', edge: 'edge' } as const;
type Service = keyof typeof schemas;

function settingsOf(service: Service): string[] {
  return settingNames(z.strictObject({ [sections[service]]: schemas[service] }));
}

/** The groups of the settings too, which may be given as one JSON object. */
function isSetting(service: Service, name: string): boolean {
  return settingsOf(service).some((setting) => setting === name || setting.startsWith(`${name}_`));
}

/** The lines of each service of docker-compose.yml, by indentation. */
function composeServices(): Map<string, string[]> {
  const services = new Map<string, string[]>();
  let inside = false;
  let current: string[] = [];
  for (const line of text('docker-compose.yml').split('\n')) {
    if (/^\S/.test(line)) inside = line.startsWith('services:');
    const name = /^ {2}([a-z-]+):$/.exec(line)?.[1];
    if (inside && name !== undefined) {
      current = [];
      services.set(name, current);
    } else if (inside) current.push(line);
  }
  return services;
}

describe('docker-compose.yml', () => {
  const services = composeServices();

  test('runs what a site needs', () => {
    expect([...services.keys()]).toEqual(['central', 'gateway', 'cloud-sync', 'postgres', 'mosquitto']);
    expect(services.get('mosquitto')?.join('\n')).toContain('profiles: [mosquitto]');
  });

  test.each(['central', 'gateway', 'cloud-sync'] as const)(
    'gives %s only settings that it has',
    (service) => {
      const lines = services.get(service) ?? [];
      const given = lines.flatMap((line) => /^ {6}(PACKPROOF_\w+):/.exec(line)?.[1] ?? []);
      expect(given.length).toBeGreaterThan(5);
      expect(given.filter((name) => !isSetting(service, name))).toEqual([]);
      expect(lines.join('\n')).toContain(`command: [${service}]`);
    },
  );

  test('watches every service, and has no secret of its own', () => {
    for (const [name, lines] of services)
      expect([name, lines.join('\n').includes('healthcheck:')]).toEqual([name, true]);
    for (const line of text('docker-compose.yml').split('\n')) {
      // A secret comes from the environment, without a default, or from a file.
      for (const [, variable, rest] of line.matchAll(/\$\{(\w*(?:TOKEN|PASSWORD|SECRET)\w*)([^}]*)\}/g))
        expect([variable, rest]).toEqual([variable, expect.stringMatching(/^(:\?.*)?$/)]);
    }
  });

  test('starts the services of the image, which does not run as root', () => {
    const dockerfile = text('Dockerfile');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toContain('ENTRYPOINT ["node", "/app/dist/cli/main.js"]');
    expect(dockerfile).toContain('COPY deploy/healthcheck.mjs');
  });
});

describe('the health check of the image', () => {
  let server: Server;
  afterEach(() => void server.close());
  const check = (url: string) =>
    new Promise<number | null>((resolve) => {
      spawn(process.execPath, [join(packageRoot, 'deploy/healthcheck.mjs'), url]).once('exit', resolve);
    });

  test('ends well only if the service answers well', async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/well' ? 200 : 503;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await check(`${url}/well`)).toBe(0);
    expect(await check(`${url}/ill`)).toBe(1);
    server.close();
    expect(await check(`${url}/well`)).toBe(1);
  });
});

describe('the systemd units', () => {
  const units = readdirSync(join(packageRoot, 'deploy/systemd'));

  test('are there for the four services', () => {
    expect(units.sort()).toEqual(
      Object.keys(schemas)
        .map((service) => `packproof-${service}.service`)
        .sort(),
    );
  });

  test.each(Object.keys(schemas))('packproof-%s starts it, waits for it and watches it', (service) => {
    const unit = text(`deploy/systemd/packproof-${service}.service`);
    expect(unit).toContain(`/dist/cli/main.js ${service} --config /etc/packproof/${service}.json`);
    for (const line of [
      'Type=notify',
      'NotifyAccess=all',
      'Restart=always',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
    ])
      expect(unit.split('\n')).toContain(line);
    expect(unit).toMatch(/^WatchdogSec=\d+$/m);
  });

  const analyze = (unit: string) =>
    spawnSync('systemd-analyze', ['verify', join(packageRoot, 'deploy/systemd', unit)], { encoding: 'utf8' });
  test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0).each(units)(
    '%s is understood by systemd',
    (unit) => {
      // It also names programs that are not here, such as /usr/bin/node.
      const faults = analyze(unit)
        .stderr.split('\n')
        .filter((line) => line !== '' && !line.includes('is not executable'));
      expect(faults).toEqual([]);
    },
  );
});
