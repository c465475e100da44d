import type { Sqlite } from '../../kernel/sqlite.ts';
import type { HandheldGrant } from '../../protocols/wire/handheld-enrolment.ts';
import type { HandheldConfig } from './handheld-config.ts';

type Block = NonNullable<HandheldGrant['sscc']>;

export type SerialBlocks = ReturnType<typeof openSerialBlocks>;

/** Gives each enrolled handheld serial references of its own, as no two parcels may have one SSCC. */
export function openSerialBlocks(db: Sqlite, config: HandheldConfig['sscc']) {
  const ofCode = db.prepare<[string], Block>(
    `SELECT extension_digit AS extensionDigit, first_serial AS firstSerial, last_serial AS lastSerial
     FROM handheld_serials WHERE code_hash = ?`,
  );
  const highest = db.prepare<[number, number, number], { last: number | null }>(
    `SELECT max(last_serial) AS last FROM handheld_serials
     WHERE extension_digit = ? AND first_serial BETWEEN ? AND ?`,
  );
  const insert = db.prepare(
    `INSERT INTO handheld_serials (first_serial, last_serial, extension_digit, station, code_hash)
     VALUES (?, ?, ?, ?, ?)`,
  );

  /** The next block, or null if the site has none (left). */
  function take(station: string, codeHash: string): Block | null {
    if (config === undefined) return null;
    const given = ofCode.get(codeHash);
    if (given !== undefined) return given;
    const { extensionDigit, firstSerial, lastSerial, each } = config;
    const taken = highest.get(extensionDigit, firstSerial, lastSerial)?.last ?? null;
    const first = taken === null ? firstSerial : taken + 1;
    if (first > lastSerial) return null;
    const block = { extensionDigit, firstSerial: first, lastSerial: Math.min(lastSerial, first + each - 1) };
    insert.run(block.firstSerial, block.lastSerial, extensionDigit, station, codeHash);
    return block;
  }

  return { take };
}
