import { bank } from '../../../central/ledger/accounts.ts';
import { loadCredits } from '../../../central/returns/load-credits.ts';
import { firstOf, type Look, type Promised, sumOf } from './look.ts';

/** What an accountant relies on. */
export const accountantsPromises: readonly Promised[] = [
  {
    name: 'what was shipped is billed, or a person is told why not',
    broken: (look) =>
      firstOf(look.lines, ({ order_number: order, line, shipped }) => {
        const units = billedUnits(look, order, line);
        return units === shipped || look.shownOf(order).length > 0
          ? null
          : `${order}/${line}: shipped ${shipped}, billed ${units}`;
      }),
  },
  {
    name: 'each shipment is billed once',
    broken: ({ invoices }) => {
      const twice = invoices.find((one) =>
        invoices.some((other) => other !== one && other.shipment_id === one.shipment_id),
      );
      return twice === undefined ? null : `shipment ${twice.shipment_id} stands on two invoices`;
    },
  },
  {
    name: 'each billed unit is proven by a scan of its order that was not undone, or a person is told',
    broken: (look) =>
      firstOf(
        look.billed.filter(({ kind }) => kind === 'goods'),
        (line) => unproven(look, line),
      ),
  },
  {
    name: 'no scan proves more units than it counted',
    broken: ({ evidence, ofType }) =>
      firstOf(ofType('pick.confirmed'), ({ station, seq, data }) => {
        const used = evidence.filter((one) => one.station === station && Number(one.seq) === seq);
        const units = sumOf(used.map((one) => one.units));
        return units <= data.units ? null : `pick ${station}/${seq} of ${data.units} proves ${units}`;
      }),
  },
  {
    name: 'no piece with a serial is billed twice, unless it came back between, or a person is told',
    broken: ({ evidence, ledger, returned, shownOf }) => {
      const bills = new Map<string, string[]>();
      for (const { station, seq } of evidence) {
        const pick = ledger.facts.find((fact) => fact.station === station && fact.seq === Number(seq));
        if (pick?.type !== 'pick.confirmed' || pick.data.serial === undefined) continue;
        const { serial, order } = pick.data;
        bills.set(serial, [...(bills.get(serial) ?? []), order]);
      }
      return firstOf(bills, ([serial, orders]) => {
        const times = orders.length;
        const isTold = new Set(orders).size > 1 && orders.some((order) => shownOf(order).length > 0);
        const back = returned.filter((one) => one.serial === serial && one.undone === 0).length;
        return times <= 1 + back || isTold
          ? null
          : `piece ${serial} was billed ${times} times and came back ${back} times`;
      });
    },
  },
  {
    name: 'a service is billed once, as its customer signed for it, and what was signed for is billed',
    broken: (look) =>
      firstOf(look.serviceLines, ({ order_number: order, line, units }) => {
        const signed = look.ofType('service.completed').filter(({ data }) => data.order === order);
        const billed = billedUnits(look, order, line);
        const due = signed.length > 0 ? units : 0;
        return billed === due
          ? null
          : `${order}/${line}: signed for ${signed.length} times, ${billed} billed`;
      }),
  },
  {
    name: 'an order is closed exactly when nothing more of it will come, and all that left is billed and paid',
    broken: (look) =>
      firstOf(look.orders, ({ number, status, cancelled_at }) => {
        if (status !== 'dispatched' && status !== 'closed') return null;
        const lines = look.lines.filter((one) => one.order_number === number);
        const comes =
          cancelled_at === null && lines.some(({ units, shipped, shorted }) => shipped + shorted < units);
        const billed = lines.every(({ line, shipped }) => billedUnits(look, number, line) === shipped);
        const own = look.invoices.filter((one) => one.order_number === number);
        const isOver = !comes && billed && own.every((invoice) => invoice.status === 'paid');
        return (status === 'closed') === isOver
          ? null
          : `${number} is ${status}: more of it comes ${comes}, all is billed ${billed}, invoices ${own.map((one) => one.status)}`;
      }),
  },
  {
    name: 'the bank is in the books as it told, each statement once',
    broken: async ({ floor, payments }) => {
      const told = floor.office.paid.map(({ amountMinor }) => amountMinor);
      const kept = payments.map(({ amount_minor }) => amount_minor);
      if (kept.join() !== told.join()) return `the bank told of ${told}, central has ${kept}`;
      const lines = await floor.office.db.selectFrom('journal_lines').selectAll().execute();
      const inBank = sumOf(
        lines.filter(({ account }) => account === bank).map((line) => line.debit_minor - line.credit_minor),
      );
      return inBank === sumOf(told) ? null : `${sumOf(told)} came to the bank, ${inBank} is in the books`;
    },
  },
  {
    name: 'no money is applied twice, and no invoice is paid more than it asks for',
    broken: ({ payments, allocations, invoices }) =>
      firstOf(payments, ({ id, amount_minor }) => {
        const used = sumOf(allocations.filter((one) => one.payment_id === id).map((one) => one.amount_minor));
        return used <= amount_minor ? null : `${id} of ${amount_minor} pays ${used}`;
      }) ??
      firstOf(invoices, ({ number, gross_minor, paid_minor }) => {
        const own = allocations.filter((one) => one.invoice_number === number);
        const paid = sumOf(own.map((one) => one.amount_minor));
        return paid === paid_minor && paid <= gross_minor
          ? null
          : `${number} asks for ${gross_minor}, is paid ${paid_minor}, and ${paid} are applied to it`;
      }),
  },
  {
    name: 'the books balance, and what customers owe is what was billed less what they paid',
    broken: async ({ floor, invoices, allocations }) => {
      const lines = await floor.office.db.selectFrom('journal_lines').selectAll().execute();
      const debit = sumOf(lines.map((line) => line.debit_minor));
      const credit = sumOf(lines.map((line) => line.credit_minor));
      if (debit !== credit) return `debits ${debit}, credits ${credit}`;
      const owed = lines.filter(({ customer_id }) => customer_id !== null);
      const receivable = sumOf(owed.map((line) => line.debit_minor - line.credit_minor));
      const gross = sumOf(invoices.map((invoice) => invoice.gross_minor));
      const paid = sumOf(allocations.map((one) => one.amount_minor));
      return receivable === gross - paid
        ? null
        : `customers owe ${receivable}, billed were ${gross}, paid ${paid}`;
    },
  },
  {
    name: 'no more is credited than was billed',
    broken: async ({ floor, orders, invoices }) => {
      const numbers = orders.map(({ number }) => number);
      const credits = [...(await loadCredits(floor.office.db, numbers)).values()].flatMap(
        (one) => one.credits,
      );
      return firstOf(invoices, ({ number, gross_minor, charge_minor }) => {
        const credited = sumOf(credits.filter((one) => one.invoice === number).map((one) => one.grossMinor));
        return credited <= gross_minor - charge_minor
          ? null
          : `${number} bills ${gross_minor}, ${credited} would be credited`;
      });
    },
  },
];

export function billedUnits({ invoices, billed }: Look, order: string, line: number): number {
  const own = new Set(invoices.filter((one) => one.order_number === order).map(({ number }) => number));
  return sumOf(
    billed.filter((one) => own.has(one.invoice_number) && one.order_line === line).map((one) => one.units),
  );
}

function unproven(look: Look, line: Look['billed'][number]): string | null {
  const { invoice_number: invoice, line: at, units, order_line } = line;
  const order = look.invoices.find(({ number }) => number === invoice)?.order_number;
  const proofs = look.evidence.filter((one) => one.invoice_number === invoice && one.line === at);
  const proven = sumOf(proofs.map((proof) => proof.units));
  if (proven !== units) return `${invoice}/${at} bills ${units}, ${proven} are proven`;
  return firstOf(proofs, ({ station, seq, scan_seq }) => {
    const of = look.ledger.facts.filter((fact) => fact.station === station);
    const pick = of.find((fact) => fact.seq === Number(seq));
    if (pick?.type === 'service.completed' && pick.data.order === order) return null;
    const scan = of.find((fact) => fact.seq === Number(scan_seq));
    const own = pick?.type === 'pick.confirmed' && pick.data.order === order && pick.data.line === order_line;
    if (!own) return `${invoice}/${at} rests on ${station}/${seq}, which is no pick of it`;
    const undone = of.some(
      (fact) =>
        (fact.type === 'pick.undone' || fact.type === 'item.undone') && fact.data.pickSeq === Number(seq),
    );
    // What was undone after it was billed is listed for a person until another pick stands in.
    if (undone && look.shownOf(order ?? '').length === 0)
      return `${invoice}/${at} rests on ${station}/${seq}, which was undone`;
    return scan?.type === 'scan.recorded' && !scan.data.verdict.startsWith('refused')
      ? null
      : `${invoice}/${at} rests on ${station}/${seq}, whose scan ${scan_seq} proves nothing`;
  });
}
