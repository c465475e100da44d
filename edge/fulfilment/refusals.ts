import type { Gs1Refusal } from '../../protocols/gs1/element-string.ts';
import type { VerdictCode } from '../../protocols/wire/fact.ts';
import type { Verdict } from './decision.ts';

function verdict(code: VerdictCode, message: string): Verdict {
  return { verdict: code, message };
}

/** At most 40 printable characters of what was read. */
function shown(text: string): string {
  const printable = text.replace(/[^\x20-\x7e\xa0-\u024f]/g, '?');
  return printable.length > 40 ? `${printable.slice(0, 39)}...` : printable;
}

function count(units: number): string {
  return units === 1 ? '1 unit' : `${units} units`;
}

/** Every way to say no: each says which of the many kinds of "not found" it is, and what to do next. */
export const refusals = {
  unreadable: (refusal: Gs1Refusal): Verdict =>
    verdict(refusal.code === 'check_digit' ? 'refused_check_digit' : 'refused_unreadable', refusal.message),
  empty: verdict('refused_unreadable', 'Nothing was read. Scan again.'),
  unknownBarcode: (text: string): Verdict =>
    verdict('refused_unknown_barcode', `No product here has the barcode ${shown(text)}. Put the item aside.`),
  noProductNamed: verdict(
    'refused_unknown_barcode',
    'This barcode names no product (it has no GTIN). Scan the barcode with the GTIN on the same item.',
  ),
  variableCount: verdict(
    'refused_unreadable',
    'This barcode carries a count of its own, which cannot be checked here. Scan the item or its case.',
  ),
  unknownCommand: (text: string): Verdict =>
    verdict('refused_unknown_command', `${shown(text)} is no command here. Check the command sheet.`),
  noOrderOpen: verdict(
    'refused_no_order_open',
    'No order is open. Scan the order number on a pick sheet first.',
  ),
  orderUnknown: (text: string): Verdict =>
    verdict('refused_order_unknown', `${shown(text)} is neither an order nor a product at this station.`),
  orderDone: (order: string): Verdict => ({
    ...verdict('refused_order_done', `Order ${order} has already left. Put its pick sheet away.`),
    order,
  }),
  orderOnHold: (order: string, reason: string): Verdict => ({
    ...verdict(
      'refused_order_on_hold',
      `Order ${order} is on hold: ${reason}. Put it aside and scan another order.`,
    ),
    order,
  }),
  otherOrderOpen: (open: string): Verdict =>
    verdict('refused_order_open', `Order ${open} is still open. Finish it first, or undo what is packed.`),
  tooManyParked: (open: string): Verdict =>
    verdict(
      'refused_order_open',
      `Too many orders wait for their release. Finish one of them before ${open}.`,
    ),
  orderIncomplete: (order: string, missing: number): Verdict =>
    verdict(
      'refused_order_incomplete',
      `Order ${order} still lacks ${count(missing)}. Scan the items first, then the parcel labels.`,
    ),
  notOnOrder: (product: string, order: string): Verdict =>
    verdict('refused_not_on_order', `${product} does not belong to order ${order}. Put it back.`),
  lineComplete: (product: string, line: number): Verdict => ({
    ...verdict('refused_line_complete', `${product} is complete already. Put this one back.`),
    line,
  }),
  tooMany: (product: string, units: number, missing: number, line: number): Verdict => ({
    ...verdict(
      'refused_too_many',
      `This pack of ${product} holds ${count(units)}, only ${missing} missing. Open it and scan single units.`,
    ),
    line,
  }),
  wrongLot: (product: string, wanted: string, scanned: string | undefined, line: number): Verdict => ({
    ...verdict(
      'refused_wrong_lot',
      scanned === undefined
        ? `${product} must be of lot ${wanted}, this barcode names no lot. Scan the barcode with the lot.`
        : `${product} must be of lot ${wanted}, this is lot ${scanned}. Put it back.`,
    ),
    line,
  }),
  expired: (product: string, expiry: string, line: number): Verdict => ({
    ...verdict('refused_expired', `This ${product} expired on ${expiry}. Put it to the blocked goods.`),
    line,
  }),
  duplicateSerial: (product: string, serial: string, line: number): Verdict => ({
    ...verdict(
      'refused_duplicate_serial',
      `Serial ${serial} of ${product} was packed already. Scan another one.`,
    ),
    line,
  }),
  nothingPacked: verdict('refused_nothing_packed', 'The open parcel is empty. Scan an item first.'),
  nothingMissing: verdict('refused_line_complete', 'Nothing is missing. Scan the label of each parcel.'),
  nothingToUndo: verdict(
    'refused_nothing_to_undo',
    'The open parcel holds nothing that can be undone. What is sealed stays sealed.',
  ),
  wrongParcel: (sscc: string, order: string): Verdict =>
    verdict('refused_wrong_parcel', `Parcel ${sscc} does not belong to order ${order}. Check the label.`),
  noSite: verdict(
    'refused_cannot_seal',
    'No parcel number can be made before the settings of this site have arrived. Nothing packed is lost.',
  ),
  rangeUsedUp: verdict(
    'refused_cannot_seal',
    'This station has no parcel number (SSCC) left. Ask for a new range, then scan again: nothing packed is lost.',
  ),
  tooManyParcels: verdict(
    'refused_cannot_seal',
    'An order has at most 500 parcels. Fill the open parcel with what is left.',
  ),
} as const;
