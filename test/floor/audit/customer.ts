import { firstOf, type Promised, sumOf } from './look.ts';

/** What a customer relies on. */
export const customersPromises: readonly Promised[] = [
  {
    name: 'nothing is packed that was not picked, shipped that was not packed, or billed that was not shipped',
    broken: ({ lines, invoices, billed }) =>
      firstOf(lines, ({ order_number: order, line, picked, packed, shipped }) => {
        const own = new Set(invoices.filter((one) => one.order_number === order).map(({ number }) => number));
        const of = billed.filter((one) => own.has(one.invoice_number) && one.order_line === line);
        const units = sumOf(of.map((one) => one.units));
        const sound = picked >= packed && packed >= shipped && shipped >= units;
        return sound
          ? null
          : `${order}/${line}: picked ${picked}, packed ${packed}, shipped ${shipped}, billed ${units}`;
      }),
  },
  {
    name: 'what left beyond the order is shown to a person',
    broken: ({ lines, ledger, shownOf }) =>
      firstOf(lines, ({ order_number: order, line, units }) => {
        const { shipped } = ledger.sums(order, line);
        return shipped <= units || shownOf(order).length > 0
          ? null
          : `${order}/${line}: ${shipped} left of ${units} ordered, and nobody says so`;
      }),
  },
  {
    name: 'what left of a cancelled order is shown to a person',
    broken: ({ orders, ofType, shownOf }) =>
      firstOf(orders, ({ number, cancelled_at: at }) => {
        const left = at !== null && ofType('shipment.dispatched').some((fact) => fact.data.order === number);
        return left && shownOf(number).length === 0
          ? `${number} left although it was cancelled at ${at}`
          : null;
      }),
  },
  {
    name: 'a sealed parcel of an order that is held or cancelled is stopped',
    broken: ({ told, documents }) =>
      firstOf(told('parcel'), ({ sscc, order, status, stop }) => {
        const document = documents.find((one) => one.kind === 'order' && one.id === order);
        const state = /"status":"(\w+)"/.exec(document?.data ?? '')?.[1] ?? 'released';
        const waits = status === 'sealed' || status === 'loaded';
        return waits && state !== 'released' && stop === undefined
          ? `parcel ${sscc} of ${order}, which is ${state}, may leave`
          : null;
      }),
  },
];
