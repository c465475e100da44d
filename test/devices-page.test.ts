import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { printerConfig } from '../devices/printer/printer-config.ts';
import { readerConfig } from '../devices/rfid/reader-config.ts';
import { tagScannerConfig } from '../devices/rfid/tag-scanner-config.ts';
import { scaleConfig } from '../devices/scale/scale-config.ts';
import { scannerConfig } from '../devices/scanner/scanner-config.ts';
import { packageRoot } from '../kernel/package-root.ts';

const page = readFileSync(join(packageRoot, 'docs/devices.md'), 'utf8');

/** The settings that the examples of a chapter are of; one of an RFID reader may stand alone or in its place at a station. */
const schemaOf: Readonly<Record<string, (example: object) => z.ZodType>> = {
  Scanners: () => scannerConfig,
  'RFID readers': (example) => ('reader' in example ? tagScannerConfig : readerConfig),
  Scales: () => scaleConfig,
  'Label printers': () => printerConfig,
};

/** Objects that follow each other in a code block. */
function objectsIn(block: string): object[] {
  const objects: object[] = [];
  let rest = '';
  for (const line of block.split('\n')) {
    rest += line;
    try {
      objects.push(JSON.parse(rest) as object);
      rest = '';
    } catch {
      rest += '\n';
    }
  }
  expect(rest.trim(), 'the end of the block is no whole object').toBe('');
  return objects;
}

const chapters = page.split(/^## /m).slice(1);
const examples = chapters.flatMap((chapter) => {
  const title = chapter.slice(0, chapter.indexOf('\n'));
  const blocks = [...chapter.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  return blocks.flatMap(objectsIn).map((example) => ({ title, example, text: JSON.stringify(example) }));
});

describe('docs/devices.md', () => {
  test('has examples of every kind of device', () => {
    expect(new Set(examples.map(({ title }) => title))).toEqual(new Set(Object.keys(schemaOf)));
    expect(examples.length).toBeGreaterThan(15);
  });

  test.each(examples)('$text is what the program takes', ({ title, example }) => {
    const parsed = schemaOf[title]?.(example).safeParse(example);
    expect(parsed?.error?.issues ?? []).toEqual([]);
  });

  test('names every kind that there is', () => {
    const kinds = [scannerConfig.out, readerConfig, scaleConfig].flatMap(kindsOf);
    expect(kinds.length).toBeGreaterThan(15);
    for (const kind of kinds) expect(page).toContain(`\`${kind}\``);
  });
});

function kindsOf(schema: unknown): string[] {
  const { options } = schema as { options: readonly { shape: { kind: { value: string } } }[] };
  return options.map(({ shape }) => shape.kind.value);
}
