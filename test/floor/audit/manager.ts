import { firstOf, type Look, type Promised, sumOf } from './look.ts';

/** What the manager of a warehouse relies on. */
export const managersPromises: readonly Promised[] = [
  {
    name: 'central counts each line as the scans do, or a person is told',
    broken: ({ lines, ledger, shownOf }) =>
      firstOf(lines, ({ order_number: order, line, ...known }) => {
        const { picked, packed, shipped, shorted, returned } = known;
        const is = JSON.stringify({ picked, packed, shipped, shorted, returned });
        const true_ = JSON.stringify(ledger.sums(order, line));
        return is === true_ || shownOf(order).length > 0
          ? null
          : `${order}/${line}: ${is}, by the facts ${true_}`;
      }),
  },
  {
    name: 'the gateway counts each line as the scans do',
    broken: ({ lines, ledger, progress }) =>
      firstOf(lines, ({ order_number: order, line }) => {
        const told = progress(order)?.lines.find((one) => one.line === line);
        const { picked = 0, packed = 0, shipped = 0, shorted = 0 } = told ?? {};
        const is = JSON.stringify({ picked, packed, shipped, shorted });
        const { returned: _back, ...sums } = ledger.sums(order, line);
        const true_ = JSON.stringify(sums);
        return is === true_ ? null : `${order}/${line}: ${is}, by the facts ${true_}`;
      }),
  },
  {
    name: 'work that was done twice is shown as a conflict',
    broken: ({ lines, ledger, shownOf }) =>
      firstOf(lines, ({ order_number: order, line, units }) => {
        const { picked, packed, shipped } = ledger.sums(order, line);
        const sound = picked <= units && packed <= picked && shipped <= packed;
        return sound || shownOf(order).length > 0
          ? null
          : `${order}/${line} of ${units}: picked ${picked}, packed ${packed}, shipped ${shipped}, and nobody says so`;
      }),
  },
  {
    name: 'one station alone never does more than was ordered',
    broken: ({ lines, ledger }) =>
      firstOf(lines, ({ order_number: order, line, units }) => {
        const of = ledger.facts.filter(({ data }) => 'order' in data && data.order === order);
        if (new Set(of.map(({ station }) => station)).size > 1) return null;
        const { picked, packed, shipped } = ledger.sums(order, line);
        return picked <= units && packed <= picked && shipped <= packed
          ? null
          : `${order}/${line} of ${units}: picked ${picked}, packed ${packed}, shipped ${shipped} at one station`;
      }),
  },
  {
    name: 'no parcel leaves twice, or a person is told',
    broken: ({ ofType, shownOf }) => {
      const left = new Map<string, number>();
      return firstOf(ofType('shipment.dispatched'), ({ data }) =>
        firstOf(data.parcels, (sscc) => {
          left.set(sscc, (left.get(sscc) ?? 0) + 1);
          return (left.get(sscc) ?? 0) > 1 && shownOf(data.order).length === 0
            ? `parcel ${sscc} of ${data.order} left twice`
            : null;
        }),
      );
    },
  },
  {
    name: 'a parcel that left is known at central with its shipment, or a person is told',
    broken: ({ parcels, ofType, shownOf }) =>
      firstOf(ofType('shipment.dispatched'), ({ data }) =>
        firstOf(data.parcels, (sscc) => {
          const known = parcels.find((one) => one.sscc === sscc);
          return (known !== undefined && known.shipment_id !== null) || shownOf(data.order).length > 0
            ? null
            : `parcel ${sscc} of ${data.order} left, and central does not know it`;
        }),
      ),
  },
  {
    name: 'what is in the house is what was there, came, left and was counted',
    broken: (look) =>
      firstOf(look.stock, ({ sku, on_hand }) => {
        const own = look.movements.filter((one) => one.sku === sku);
        const moved = sumOf(own.map(({ units }) => units));
        if (moved !== on_hand) return `${sku}: ${on_hand} in the books, ${moved} by their movements`;
        const of = (reason: string) =>
          sumOf(own.filter((one) => one.reason === reason).map((one) => one.units));
        const left = leftUnits(look, sku);
        if (-of('shipment') !== left) return `${sku}: ${left} left, ${-of('shipment')} were booked`;
        const back = restocked(look, sku);
        return of('return') === back
          ? null
          : `${sku}: ${back} came back to stock, ${of('return')} were booked`;
      }),
  },
  {
    name: 'what is promised to orders is in the house, and is wanted by orders',
    broken: ({ stock, lines }) =>
      firstOf(stock, ({ sku, on_hand, reserved }) => {
        const wanted = sumOf(lines.filter((one) => one.sku === sku).map((one) => one.reserved));
        return reserved === wanted && reserved <= on_hand && reserved >= 0
          ? null
          : `${sku}: ${reserved} of ${on_hand} are promised, orders have ${wanted}`;
      }),
  },
  {
    name: 'goods wait for nobody while an order waits for them',
    broken: ({ orders, lines, stock }) =>
      firstOf(
        orders.filter(({ status }) => status === 'back_ordered'),
        ({ number }) => {
          const own = lines.filter((one) => one.order_number === number);
          const lacks = own.some(({ sku, units, reserved }) => {
            const level = stock.find((one) => one.sku === sku);
            return (level?.on_hand ?? 0) - (level?.reserved ?? 0) < units - reserved;
          });
          return lacks ? null : `${number} waits for goods that are free`;
        },
      ),
  },
];

/** Units of the product in shipments that central knows, where a substitute went its own. */
function leftUnits({ shipped, evidence, invoices, billed, ledger }: Look, sku: string): number {
  const swapped = { in: 0, out: 0 };
  for (const { invoice_number, line, station, seq, units } of evidence) {
    const pick = ledger.facts.find((fact) => fact.station === station && fact.seq === Number(seq));
    const instead = pick?.type === 'pick.confirmed' ? pick.data.substitute?.sku : undefined;
    if (instead === undefined) continue;
    const ordered = billed.find((one) => one.invoice_number === invoice_number && one.line === line)?.sku;
    if (invoices.every(({ number }) => number !== invoice_number)) continue;
    if (instead === sku) swapped.in += units;
    if (ordered === sku) swapped.out += units;
  }
  return sumOf(shipped.filter((one) => one.sku === sku).map(({ units }) => units)) + swapped.in - swapped.out;
}

function restocked({ returned }: Look, sku: string): number {
  const own = returned.filter((one) => one.sku === sku && one.disposition === 'restock' && one.undone === 0);
  return sumOf(own.map(({ counted, units }) => counted ?? units));
}
