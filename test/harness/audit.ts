import Database from 'better-sqlite3';
import type { Fact } from '../../protocols/wire/fact.ts';
import { factHash, genesis } from '../../protocols/wire/fact-chain.ts';
import type { Person } from './person.ts';

interface FactRow {
  readonly station: string;
  readonly seq: number;
  readonly hash: string;
  readonly set_aside: string | null;
  readonly body: string;
}

/**
 * Looks into central's database as an auditor would, and lists every breach of what Packproof promises. An empty list is the
 * proof: nothing that a screen confirmed is missing, nothing is there twice, every chain verifies, nothing is invoiced without its
 * scans or not invoiced, and the journal balances.
 */
export function audit(centralFile: string, people: readonly Person[]): string[] {
  const db = new Database(centralFile, { readonly: true });
  try {
    return [
      ...people.flatMap((person) => auditStation(db, person)),
      ...auditSetAside(db),
      ...auditInvoices(db),
      ...auditJournal(db),
    ];
  } finally {
    db.close();
  }
}

function auditStation(db: Database.Database, person: Person): string[] {
  const rows = db
    .prepare('SELECT station, seq, hash, set_aside, body FROM facts WHERE station = ? ORDER BY seq')
    .all(person.station) as FactRow[];
  const breaches: string[] = [];
  let { hash } = genesis;
  rows.forEach((row, index) => {
    const where = `${person.station}/${row.seq}`;
    if (row.seq !== index + 1) breaches.push(`${where}: the fact before is missing`);
    if (row.set_aside !== null) return;
    const fact = JSON.parse(row.body) as Fact;
    if (fact.prev !== hash) breaches.push(`${where}: the chain is broken`);
    if (factHash(fact) !== row.hash) breaches.push(`${where}: the content does not give the hash`);
    hash = row.hash;
  });
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  for (const shown of person.seen.values()) {
    const { seq } = shown;
    const row = bySeq.get(seq);
    if (row === undefined)
      breaches.push(
        `${person.station}/${seq}: the screen showed "${shown.message}", central has no such fact`,
      );
    else if (!agrees(row, shown))
      breaches.push(`${person.station}/${seq}: the screen showed another scan than central has`);
  }
  return breaches;
}

function agrees(row: FactRow, shown: { readonly raw: string; readonly verdict: string }): boolean {
  const { data } = JSON.parse(row.body) as { data: { raw?: string; verdict?: string } };
  return data.raw === shown.raw && data.verdict === shown.verdict;
}

function auditSetAside(db: Database.Database): string[] {
  const count = (sql: string) => (db.prepare(sql).get() as { n: number }).n;
  const breaches: string[] = [];
  const setAside = count('SELECT COUNT(*) n FROM facts WHERE set_aside IS NOT NULL');
  const conflicts = count('SELECT COUNT(*) n FROM fact_conflicts');
  const exceptions = count('SELECT COUNT(*) n FROM fact_exceptions');
  if (setAside > 0) breaches.push(`${setAside} facts were set aside`);
  if (conflicts > 0) breaches.push(`${conflicts} facts are in conflict`);
  if (exceptions > 0) breaches.push(`${exceptions} facts did not fit the business`);
  return breaches;
}

function auditInvoices(db: Database.Database): string[] {
  const rows = (sql: string) => db.prepare(sql).all() as Record<string, string | number>[];
  const numbers = rows('SELECT number FROM invoices ORDER BY number').map((row) =>
    Number(/\d+$/.exec(String(row.number))?.[0]),
  );
  return [
    ...numbers
      .filter((number, index) => number !== index + 1)
      .map((number) => `invoice ${number}: its number leaves a gap`),
    ...rows(
      `SELECT s.id, COUNT(i.number) n FROM shipments s LEFT JOIN invoices i ON i.shipment_id = s.id GROUP BY s.id HAVING COUNT(i.number) <> 1`,
    ).map((row) => `shipment ${row.id} has ${row.n} invoices`),
    ...rows(
      `SELECT l.invoice_number, l.line, l.units, COALESCE(SUM(e.units), 0) proven
       FROM invoice_lines l LEFT JOIN invoice_line_evidence e ON e.invoice_number = l.invoice_number AND e.line = l.line
       WHERE l.kind = 'goods' GROUP BY l.invoice_number, l.line HAVING l.units <> COALESCE(SUM(e.units), 0)`,
    ).map(
      (row) =>
        `invoice ${row.invoice_number} line ${row.line}: ${row.units} units, ${row.proven} proven by scans`,
    ),
    ...rows(
      `SELECT order_number, line, picked, packed, shipped, units FROM order_lines WHERE shipped > packed OR packed > picked OR picked > units`,
    ).map(
      (row) =>
        `order ${row.order_number} line ${row.line}: picked ${row.picked}, packed ${row.packed}, shipped ${row.shipped} of ${row.units}`,
    ),
  ];
}

function auditJournal(db: Database.Database): string[] {
  const unbalanced = db
    .prepare(
      'SELECT entry, SUM(debit_minor) d, SUM(credit_minor) c FROM journal_lines GROUP BY entry HAVING SUM(debit_minor) <> SUM(credit_minor)',
    )
    .all() as { entry: number; d: number; c: number }[];
  return unbalanced.map((row) => `journal entry ${row.entry}: debit ${row.d}, credit ${row.c}`);
}
