import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadConfig } from './config.ts';
import { PackproofError } from './errors.ts';

const schema = z.strictObject({
  gateway: z.strictObject({
    site: z.string().regex(/^[A-Z]+$/),
    dataDir: z.string(),
    http: z.strictObject({ port: z.number().int(), tokens: z.record(z.string(), z.string()).default({}) }),
  }),
});

function fileWith(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'packproof-config-')), 'packproof.json');
  writeFileSync(file, content);
  return file;
}

function faultsOf(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(PackproofError);
    return (thrown as PackproofError).message;
  }
  throw new Error('no fault was reported');
}

describe('configuration', () => {
  test('a variable wins over the file, and text stays text even where it looks like a number', () => {
    const file = fileWith(JSON.stringify({ gateway: { site: 'HAM', dataDir: '/a', http: { port: 1 } } }));
    const config = loadConfig(schema, {
      file,
      env: { PACKPROOF_GATEWAY_HTTP_PORT: '8081', PACKPROOF_GATEWAY_DATA_DIR: '42' },
    });
    expect(config.gateway).toEqual({ site: 'HAM', dataDir: '42', http: { port: 8081, tokens: {} } });
  });

  test('all faults of the file and the environment are reported at once, each with its place', () => {
    const file = fileWith(JSON.stringify({ gateway: { site: 'lower', http: { port: 'x', speed: 1 } } }));
    const message = faultsOf(() => loadConfig(schema, { file, env: { PACKPROOF_GATEWAY_COLOUR: 'red' } }));
    for (const place of [
      'gateway.site',
      'gateway.dataDir',
      'PACKPROOF_GATEWAY_DATA_DIR',
      'gateway.http.port',
      'speed',
      'PACKPROOF_GATEWAY_COLOUR',
    ]) {
      expect(message).toContain(place);
    }
  });

  test('a file that is not JSON, or not there, is named', () => {
    const broken = fileWith('{"gateway": ');
    expect(faultsOf(() => loadConfig(schema, { file: broken, env: {} }))).toContain(broken);
    expect(faultsOf(() => loadConfig(schema, { file: '/nowhere/packproof.json', env: {} }))).toContain(
      '/nowhere/packproof.json',
    );
  });

  test('a group may be given whole as JSON, and a single setting of it wins', () => {
    const config = loadConfig(schema, {
      env: {
        PACKPROOF_GATEWAY_HTTP_PORT: '2',
        PACKPROOF_GATEWAY_HTTP: '{"port": 1, "tokens": {"a": "b"}}',
        PACKPROOF_GATEWAY_SITE: 'HAM',
        PACKPROOF_GATEWAY_DATA_DIR: '/a',
      },
    });
    expect(config.gateway.http).toEqual({ port: 2, tokens: { a: 'b' } });
  });

  test('the sections of other commands are left alone', () => {
    const file = fileWith(
      JSON.stringify({
        edge: { anything: true },
        gateway: { site: 'HAM', dataDir: '/a', http: { port: 1 } },
      }),
    );
    const config = loadConfig(schema, { file, env: { PACKPROOF_EDGE_SITE: 'X' }, otherSections: ['edge'] });
    expect(config.gateway.site).toBe('HAM');
  });
});
