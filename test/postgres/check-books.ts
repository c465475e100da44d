import { Client } from 'pg';
import { unitsPerOrder, type workFloor } from './floor.ts';
import { type Replicas, sites, unitsInStock } from './replicas.ts';

type Floor = Awaited<ReturnType<typeof workFloor>>;

/** What is wrong in the database after a run; empty if every fact had its effect exactly once. */
export async function checkBooks({ cluster }: Replicas, floor: Floor): Promise<string[]> {
  const client = new Client({ connectionString: cluster.url('packproof') });
  await client.connect();
  const faults: string[] = [];
  const equal = (what: string, is: unknown, should: unknown) => {
    if (String(is) !== String(should)) faults.push(`${what} is ${String(is)}, should be ${String(should)}`);
  };
  const ask = async (sql: string) => (await client.query<Record<string, unknown>>(sql)).rows;
  try {
    for (const { site, name, station } of floor.stations) {
      const sql = `select hash from facts where site = '${site}' and station = '${name}' order by seq`;
      const stored = (await ask(sql)).map(({ hash }) => hash);
      const made = station.facts.map(({ hash }) => hash);
      equal(`the chain of ${site}/${name}`, stored.join(), made.join());
    }
    const orders = floor.orders.length;
    for (const [what, sql] of gapless) {
      const [row] = await ask(sql);
      equal(`${what}: the last number`, row?.last, row?.count);
    }
    const [counts] = await ask(`select
      (select count(*) from invoices) as invoices, (select count(distinct order_number) from invoices) as invoiced,
      (select count(*) from orders where status = 'dispatched') as dispatched,
      (select count(*) from fact_conflicts) + (select count(*) from fact_exceptions) as irregular,
      (select sum(debit_minor) - sum(credit_minor) from journal_lines) as unbalanced,
      (select sum(units) from invoice_line_evidence) as proven`);
    const should = {
      ...{ invoices: orders, invoiced: orders, dispatched: orders, irregular: 0, unbalanced: 0 },
      proven: orders * unitsPerOrder,
    };
    equal('the books', JSON.stringify(counts), JSON.stringify(stringified(should)));
    for (const site of sites) {
      const left = unitsInStock - (orders / sites.length) * unitsPerOrder;
      const [stock] = await ask(`select on_hand, reserved from stock where site = '${site}'`);
      equal(
        `stock of ${site}`,
        JSON.stringify(stock),
        JSON.stringify(stringified({ on_hand: left, reserved: 0 })),
      );
    }
  } finally {
    await client.end();
  }
  return faults;
}

const gapless = [
  ['invoices', "select count(*), max(substring(number from '[0-9]+$')::bigint) as last from invoices"],
  ['journal', 'select count(*), max(number) as last from journal_entries'],
  ['histories', 'select count(*), max(id) as last from order_events'],
  ['movements', 'select count(*), max(id) as last from stock_movements'],
] as const;

/** As the driver gives 64 bits unless it is told otherwise. */
function stringified(row: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
}
