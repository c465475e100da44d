import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';
import { type CamtStatement, parseCamt053 } from './camt-statement.ts';

/** Real-world files with the parse that another project expects of them (see SOURCE.md there); read in place. */
const vectors = process.env.PACKPROOF_VECTORS ?? join(packageRoot, '..', 'shared', 'vectors');
const folder = join(vectors, 'bank', 'camt');
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const is053 = (name: string) => read(name).includes('camt.053.001.') && !name.includes('wrong');

if (!present) console.info(`camt vectors are skipped: ${folder} is not there`);

interface Expected {
  readonly [member: string]: unknown;
}

/** A dump of objects, in which a repeated object is only a mark: whatever was found of one member name, in order. */
function collect(node: unknown, className: string, found: Expected[] = []): Expected[] {
  if (typeof node !== 'object' || node === null) return found;
  const entry = node as Expected;
  if (String(entry.__CLASS__).endsWith(className)) found.push(entry);
  for (const child of Object.values(node)) collect(child, className, found);
  return found;
}

const money = (holder: Expected): [number, string] => {
  const amount = holder.getAmount as { getAmount: string; getCurrency: { getCode: string } };
  return [Number(amount.getAmount), amount.getCurrency.getCode];
};

function comparable(statement: CamtStatement) {
  return statement.payments.map(
    ({ amount, direction, bookedOn, endToEndId, reversal, references, remittance }) => ({
      money: [direction === 'debit' ? -amount.minor : amount.minor, amount.currency],
      bookedOn,
      endToEndId,
      reversal,
      text: remittance[0] ?? references[0] ?? null,
    }),
  );
}

function expectedEntry(entry: Expected) {
  const detail = entry.getTransactionDetail as Expected | null;
  const booked = entry.getBookingDate as { readonly 0: string };
  return {
    money: money(entry),
    bookedOn: booked[0].slice(0, 10),
    endToEndId: ((detail?.getReference ?? {}) as Expected).getEndToEndId ?? null,
    reversal: entry.getReversalIndicator,
    text: ((detail?.getRemittanceInformation ?? {}) as Expected).getMessage ?? null,
  };
}

describe.skipIf(!present && process.env.CI !== 'true')('camt files of other people', () => {
  test('there are some', () => {
    expect(files.filter(is053).length).toBeGreaterThan(8);
  });

  test.each(files.filter(is053))('%s gives what is expected', (name) => {
    const expected: unknown = JSON.parse(read(name.replace('.xml', '.json')));
    const statements = parseCamt053(read(name));
    for (const record of collect(expected, 'Camt053\\DTO\\Statement')) {
      const statement = statements.find(({ id }) => id === record.getId);
      expect(statement?.account).toBe((record.getAccount as Expected).getIdentification);
      const balances = collect(record.getBalances, 'DTO\\Balance').map((balance) => ({
        type: balance.getType,
        money: money(balance),
      }));
      // Of several opening balances (a previous closing one counts as such) ours is the first that is named so.
      const booked = (type: string) =>
        balances.find((balance) => balance.type === type && balance.money[1] === statement?.currency)
          ?.money[0] ?? null;
      expect([statement?.openingMinor, statement?.closingMinor]).toEqual([
        booked('opening'),
        booked('closing'),
      ]);
    }
    const payments = statements.flatMap(comparable);
    for (const entry of collect(expected, 'DTO\\Entry'))
      expect(payments).toContainEqual(expectedEntry(entry));
  });

  test.each(files.filter((name) => !is053(name)))('%s is refused by name', (name) => {
    expect(() => parseCamt053(read(name))).toThrowError(/BkToCstmr/);
  });
});
