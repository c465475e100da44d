import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../kernel/package-root.ts';

/** Who may import whom, by path prefix; the longest prefix that fits a file is its room. An empty list: nothing of ours. */
const mayImport: Record<string, readonly string[]> = {
  protocols: [],
  kernel: [],
  devices: ['protocols', 'kernel'],
  'devices/simulators': ['devices', 'protocols', 'kernel'],
  'devices/simulator-page': ['kernel/web', 'protocols'],
  'edge/fulfilment': ['protocols'],
  edge: ['edge/fulfilment', 'devices', 'protocols', 'kernel'],
  'edge/screen': ['edge/fulfilment', 'kernel/web', 'protocols'],
  // What a station is, whether it runs as an agent or in a browser.
  'edge/station': [
    'edge/fulfilment',
    'edge/edge-errors.ts',
    'edge/facts/clock-watch.ts',
    'edge/facts/delivery.ts',
    'edge/facts/delivery-trouble.ts',
    'edge/work/site-clock.ts',
    'kernel/clock.ts',
    'kernel/errands.ts',
    'kernel/errors.ts',
    'kernel/log-lines.ts',
    'protocols',
  ],
  // An edge in a browser: of the agent's rooms only what needs no Node.
  'edge/handheld': [
    'edge/fulfilment',
    'edge/station',
    'edge/screen',
    'edge/edge-errors.ts',
    'edge/facts/batches.ts',
    'edge/facts/clock-watch.ts',
    'edge/facts/delivery.ts',
    'edge/facts/delivery-connection.ts',
    'edge/agent/claims.ts',
    'edge/work/feed.ts',
    'edge/work/floor-book.ts',
    'edge/work/floor-feed.ts',
    'edge/work/order-queue.ts',
    'kernel/backoff.ts',
    'kernel/clock.ts',
    'kernel/errands.ts',
    'kernel/errors.ts',
    'kernel/log-lines.ts',
    'kernel/web',
    'protocols',
  ],
  gateway: ['protocols', 'kernel'],
  'gateway/pages': ['kernel/web', 'protocols'],
  'cloud-sync': ['protocols', 'kernel'],
  central: ['protocols', 'kernel'],
  'central/pages': ['central/insight/journey-view.ts', 'kernel/web', 'protocols'],
  cli: [
    'edge/main.ts',
    'gateway/main.ts',
    'cloud-sync/main.ts',
    'central/main.ts',
    // Reading what a hop has stored, to verify it.
    'edge/evidence.ts',
    'gateway/evidence.ts',
    'central/evidence.ts',
    'devices/simulators/main.ts',
    'devices',
    'protocols',
    'kernel',
  ],
  // The commands of the simulators start them one by one.
  'cli/commands/sim': ['cli', 'devices', 'devices/simulators', 'protocols', 'kernel'],
  // A simulated station is a real one without devices and screen.
  'cli/commands/sim/warehouse': ['cli', 'edge/facts', 'edge/identity', 'protocols', 'kernel'],
  // The benchmark measures inner parts, so it may look inside every room.
  'cli/bench': [
    'cli',
    'cli/commands/sim/warehouse',
    'edge',
    'gateway',
    'central',
    'cloud-sync',
    'devices',
    'devices/simulators',
    'protocols',
    'kernel',
  ],
};

/** Rooms that run in a browser too, so they may not touch Node. */
const browserSafe = [
  'protocols',
  'edge/fulfilment',
  'edge/station',
  'edge/screen',
  'edge/handheld',
  'central/pages',
  'gateway/pages',
  'devices/simulator-page',
  'kernel/web',
];

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly target: string | null;
  /** It is gone once the types are: `import type`. */
  readonly typeOnly: boolean;
  /** It is loaded when it is wanted: `import()`. */
  readonly later: boolean;
}

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
  {
    cwd: packageRoot,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => /^(protocols|kernel|devices|edge|gateway|cloud-sync|central|cli)\//.test(file));
const productFiles = files.filter((file) => !/\.(test|contract)\.tsx?$/.test(file));

function importsOf(file: string): Import[] {
  const source = readFileSync(join(packageRoot, file), 'utf8');
  const found = source.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    return {
      file,
      specifier,
      target: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : null,
      typeOnly: /^\s*(?:import|export)\s+type\b/.test(match[0]),
      later: match[2] !== undefined,
    };
  });
}

function within(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function roomOf(file: string): string {
  const fitting = Object.keys(mayImport).filter((room) => within(file, room));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? '(none)';
}

function allowed({ file, target }: Import): boolean {
  if (target === null) return true;
  // What only tests import may use what tests share.
  if (/\/testing-[^/]+$/.test(file) && within(target, 'test/harness')) return true;
  const from = roomOf(file);
  const to = roomOf(target);
  if (from === to || within(target, from)) return from === to || !within(to, `${from}/simulators`);
  return (mayImport[from] ?? []).some(
    (permitted) =>
      within(target, permitted) && (permitted.endsWith('.ts') || to === permitted || within(permitted, to)),
  );
}

const imports = productFiles.flatMap(importsOf);

describe('the rooms', () => {
  test('the scan sees the code: a check over nothing can not pass', () => {
    expect(productFiles.length).toBeGreaterThan(50);
    expect(imports.filter((found) => found.target !== null).length).toBeGreaterThan(100);
    for (const room of [
      'protocols',
      'kernel',
      'devices',
      'edge',
      'gateway',
      'cloud-sync',
      'central',
      'cli',
    ]) {
      expect(productFiles.some((file) => within(file, room))).toBe(true);
    }
  });

  test('import only what the architecture lets them', () => {
    const offences = imports
      .filter((found) => !allowed(found))
      .map((found) => `${found.file} -> ${found.target}`);
    expect(offences).toEqual([]);
  });

  test('a rule that is broken is seen', () => {
    const planted = (file: string, target: string) =>
      allowed({ file, specifier: '', target, typeOnly: false, later: false });
    expect(planted('central/main.ts', 'gateway/main.ts')).toBe(false);
    expect(planted('edge/fulfilment/step.ts', 'kernel/clock.ts')).toBe(false);
    expect(planted('edge/agent/agent.ts', 'devices/simulators/virtual-scanner.ts')).toBe(false);
    expect(planted('devices/scanner/line-scanner.ts', 'devices/simulators/virtual-scanner.ts')).toBe(false);
    expect(planted('protocols/gs1/gtin.ts', 'kernel/errors.ts')).toBe(false);
    expect(planted('cli/up.ts', 'central/app.ts')).toBe(false);
    expect(planted('edge/agent/agent.ts', 'edge/fulfilment/step.ts')).toBe(true);
  });

  test('that run in a browser do not touch Node', () => {
    const offences = imports.filter(
      (found) =>
        browserSafe.some((room) => within(found.file, room)) &&
        (found.specifier.startsWith('node:') || found.specifier === 'pino'),
    );
    expect(offences.map((found) => `${found.file} -> ${found.specifier}`)).toEqual([]);
  });
});

/** A file and everything that it takes into a program; what is imported as a type only is not in it. */
function reached(from: string, takes = ({ typeOnly }: Import) => !typeOnly): Import[] {
  const seen = new Set<string>([from]);
  for (const file of seen) {
    for (const found of importsOf(file)) if (found.target !== null && takes(found)) seen.add(found.target);
  }
  return [...seen].filter((file) => /\.tsx?$/.test(file)).flatMap((file) => importsOf(file).filter(takes));
}

test('nothing that the handheld is built of touches Node, however far away it is imported', () => {
  const inBrowser = reached('edge/handheld/main.tsx');
  expect(inBrowser.length).toBeGreaterThan(100);
  const offences = inBrowser.filter(
    ({ specifier, typeOnly }) =>
      !typeOnly && /^(node:|pino$|fastify|better-sqlite3|undici|ws$)/.test(specifier),
  );
  expect(offences.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([]);
});

test("a station's agent, which lives on small hardware, loads nothing of the other commands", () => {
  const loaded = ['cli/main.ts', 'cli/commands/services.ts', 'edge/main.ts'].flatMap((file) =>
    reached(file, ({ typeOnly, later }) => !typeOnly && !later),
  );
  expect(loaded.length).toBeGreaterThan(500);
  const others = loaded.filter(
    ({ specifier, target }) =>
      /^(kysely|pg|pdfkit|csv-parse|aedes)/.test(specifier) ||
      (target !== null && /^(central|gateway|cloud-sync|cli\/bench|devices\/simulators)\//.test(target)),
  );
  expect(others.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([]);
});

describe('the files', () => {
  test('have no barrels', () => {
    expect(productFiles.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
  });

  test('stay small enough to read', () => {
    const long = productFiles.filter(
      (file) => readFileSync(join(packageRoot, file), 'utf8').split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });

  test('say what they do, not what is still to do', () => {
    const leftovers = files.filter((file) =>
      /\b(TODO|FIXME|XXX)\b/.test(readFileSync(join(packageRoot, file), 'utf8')),
    );
    expect(leftovers).toEqual([]);
  });
});
