import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildCamt053 } from '../../devices/simulators/camt053.ts';
import { packageRoot } from '../../kernel/package-root.ts';
import { audit } from '../harness/audit.ts';
import { copyCentral } from '../harness/copy-central.ts';
import { killAtRandom } from '../harness/kills.ts';
import { type Plant, startPlant } from '../harness/plant.ts';
import { startPostgres } from '../harness/postgres-cluster.ts';
import { seededRandom } from '../harness/random.ts';
import { until } from '../harness/wait.ts';
import { workThrough } from '../harness/work-through.ts';
import { booksOf, type Invoice } from './books.ts';

/**
 * The whole chain over 830 real orders: imported from CSV, the 809 shipped ones worked off at four stations by scanning through
 * pseudo-terminals, invoiced, paid by camt.053 files, closed. `--tenth` takes a fixed tenth of them, `--kills` ends services by SIGKILL
 * meanwhile. Central runs on SQLite, with `--postgres` on a PostgreSQL server that is made for it, with `--database-url URL` on an empty
 * database of another one. Prints the figures and exits with 1 if one of them is off by a cent.
 */
const stations = 4;
const tenth = process.argv.includes('--tenth');
const withKills = process.argv.includes('--kills');
const dataFolder = process.env.PACKPROOF_DATA ?? join(packageRoot, '../shared/data');
const northwind = join(dataFolder, 'northwind');

/** Known from the data set itself: sums over the orders that have a shipped date, each line rounded half up to cents. */
const expected = tenth
  ? null
  : { orders: 809, lines: 2082, units: 50_119, netMinor: 123_985_585, freightMinor: 6_395_502, stayOpen: 21 };

const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
const say = (text: string) => process.stdout.write(`[${seconds().padStart(6)} s] ${text}\n`);

if (!existsSync(northwind)) {
  say(`skipped: there is no data set at ${northwind}; name its folder by PACKPROOF_DATA`);
  process.exit(process.env.CI === 'true' ? 1 : 0);
}
const folder = mkdtempSync(join(tmpdir(), 'packproof-northwind-'));
const server = process.argv.includes('--postgres') ? await startPostgres({ durable: true }) : null;
await server?.run('postgres', 'create database packproof');
const urlAt = process.argv.indexOf('--database-url');
const databaseUrl = server?.url('packproof') ?? (urlAt < 0 ? undefined : process.argv[urlAt + 1]);
const plant = await startPlant({
  folder,
  stations,
  ...(databaseUrl === undefined ? {} : { centralSettings: { databaseUrl } }),
});
let faults: string[];
try {
  faults = await run(plant);
} finally {
  await plant.stop();
}
const centralFile = join(folder, 'central', 'central.sqlite');
// The auditor reads SQLite: whatever is wrong on PostgreSQL is wrong in the copy too.
if (databaseUrl !== undefined) await copyCentral(databaseUrl, centralFile);
faults.push(...audit(centralFile, plant.people));
await server?.remove();
for (const fault of faults) say(`WRONG: ${fault}`);
say(
  faults.length === 0
    ? 'every figure is right, every chain verifies, the journal balances'
    : `${faults.length} faults; the state is in ${folder}`,
);
if (faults.length === 0) rmSync(folder, { recursive: true, force: true });
process.exit(faults.length === 0 ? 0 : 1);

async function run(site: Plant): Promise<string[]> {
  say(
    `central${databaseUrl === undefined ? '' : ' on PostgreSQL'}, gateway, cloud-sync and ${stations} stations are up`,
  );
  await importData(site);
  const released = await releasedOrders(site.centralUrl);
  const chosen = tenth ? released.filter((_, index) => index % 10 === 0) : released;
  say(`imported; ${released.length} orders are released, ${chosen.length} are to be worked off`);
  await Promise.all(site.people.map((person) => person.awaitOrders(Math.min(released.length, 809), 60_000)));
  say('every station holds the released orders');
  await workOff(site, chosen);
  const invoices = await until('all invoices', 180_000, async () => {
    const found = await booksOf(site.centralUrl).invoices();
    return found.length >= chosen.length ? found : undefined;
  });
  say(`${invoices.length} invoices are issued`);
  await pay(site.centralUrl, invoices);
  return check(site.centralUrl, chosen.length, site);
}

async function importData({ centralUrl }: Plant): Promise<void> {
  const command = promisify(execFile);
  const mapping = join(packageRoot, 'test/scenario/northwind.mapping.json');
  const program = join(packageRoot, 'dist/cli/main.js');
  const { stdout } = await command(process.execPath, [
    program,
    'import',
    '--mapping',
    mapping,
    '--dir',
    northwind,
    '--central',
    centralUrl,
    '--json',
  ]);
  say(`import: ${stdout.trim()}`);
}

async function releasedOrders(centralUrl: string): Promise<string[]> {
  const orders = await booksOf(centralUrl).orders();
  return orders.filter((order) => order.status === 'released').map((order) => order.number);
}

async function workOff(site: Plant, orders: readonly string[]): Promise<void> {
  let done = 0;
  const progress = setInterval(() => {
    const scans = site.people.reduce((sum, person) => sum + person.scans, 0);
    say(`${done} of ${orders.length} orders dispatched, ${scans} scans`);
  }, 5000);
  try {
    const work = workThrough(site.people, orders, {
      onDone: () => {
        done += 1;
      },
    });
    if (withKills) await killMeanwhile(site, () => done < orders.length);
    await work;
  } finally {
    clearInterval(progress);
  }
  say(
    `${done} of ${orders.length} orders dispatched, ${site.people.reduce((sum, person) => sum + person.scans, 0)} scans`,
  );
}

async function killMeanwhile(site: Plant, working: () => boolean): Promise<void> {
  const killed = await killAtRandom(
    site,
    seededRandom(Number(process.env.FAULT_SEED ?? 20_260_107)),
    working,
  );
  say(`killed meanwhile, ${killed.length} times: ${killed.join(' ')}`);
}

async function pay(centralUrl: string, invoices: readonly Invoice[]): Promise<void> {
  const perFile = 100;
  let openingMinor = 0;
  for (let first = 0; first < invoices.length; first += perFile) {
    const part = invoices.slice(first, first + perFile);
    const id = `STMT-${first / perFile + 1}`;
    const xml = buildCamt053({
      messageId: `MSG-${id}`,
      statementId: id,
      createdAt: new Date().toISOString(),
      date: new Date().toISOString().slice(0, 10),
      iban: 'DE89370400440532013000',
      ownerName: 'Packproof Demo Trading GmbH',
      currency: 'EUR',
      openingMinor,
      entries: part.map((invoice) => ({
        bankReference: `BANK-${invoice.number}`,
        amountMinor: invoice.grossMinor,
        debtorName: invoice.customer.name,
        remittance: `Payment of ${invoice.paymentReference}`,
      })),
    });
    const answer = await fetch(`${centralUrl}/v1/bank/statements`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: xml,
    });
    if (!answer.ok) throw new Error(`statement ${id} was refused: ${await answer.text()}`);
    openingMinor += part.reduce((sum, invoice) => sum + invoice.grossMinor, 0);
  }
  say(`paid by ${Math.ceil(invoices.length / perFile)} camt.053 files`);
}

async function check(centralUrl: string, worked: number, site: Plant): Promise<string[]> {
  const figures = await booksOf(centralUrl).figures();
  const money = (minor: number) => (minor / 100).toLocaleString('en', { minimumFractionDigits: 2 });
  say(`lines net     ${money(figures.netMinor)}   in ${figures.lines} lines, ${figures.units} units`);
  say(`freight       ${money(figures.freightMinor)}`);
  say(
    `invoices      ${figures.invoices}, paid ${figures.paid}; orders closed ${figures.closed}, still open ${figures.open}`,
  );
  say(`journal       debit ${money(figures.debitMinor)}, credit ${money(figures.creditMinor)}`);
  say(
    `scans         ${site.people.reduce((sum, person) => sum + person.scans, 0)} at ${stations} stations, unanswered ${site.people.reduce((sum, person) => sum + person.unanswered, 0)}`,
  );
  const faults: string[] = [];
  const equal = (what: string, is: number, should: number) => {
    if (is !== should) faults.push(`${what} is ${is}, should be ${should}`);
  };
  equal('invoices', figures.invoices, worked);
  equal('invoices paid', figures.paid, worked);
  equal('orders closed', figures.closed, worked);
  equal('journal: debit less credit', figures.debitMinor - figures.creditMinor, 0);
  equal('units invoiced less units proven by scans', figures.units - figures.provenUnits, 0);
  if (expected !== null) {
    equal('orders', figures.closed, expected.orders);
    equal('lines', figures.lines, expected.lines);
    equal('units', figures.units, expected.units);
    equal('lines net', figures.netMinor, expected.netMinor);
    equal('freight', figures.freightMinor, expected.freightMinor);
    equal('orders that stay open', figures.open, expected.stayOpen);
  }
  return faults;
}
