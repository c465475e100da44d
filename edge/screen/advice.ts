import type { VerdictCode } from '../../protocols/wire/fact.ts';

type Refusal = Extract<VerdictCode, `refused_${string}`>;

/** What the person does about a refusal: one instruction, in words that can be read out. */
const advice: Readonly<Record<Refusal, string>> = {
  refused_unknown_barcode:
    'Look for another barcode on the item. If there is none, put it aside and tell your lead.',
  refused_check_digit: 'The code was misread. Wipe or flatten the label and scan again.',
  refused_unreadable: 'Only part of the code arrived. Scan again, a little slower.',
  refused_not_on_order: 'Put this item back. It does not belong to this order.',
  refused_line_complete: 'Put this item back. The order has enough of it.',
  refused_too_many: 'This pack holds more than is missing. Scan single units instead.',
  refused_wrong_lot: 'Put this item back and take one of the lot that the order names.',
  refused_expired: 'Put this item aside. It is past its date.',
  refused_duplicate_serial: 'This very item was already counted. Take another one.',
  refused_no_order_open: 'Scan an order sheet first, or touch an order in the list.',
  refused_order_open: 'Finish the order that is open first.',
  refused_order_unknown:
    'This station does not know that order. Check the sheet, or wait for the connection.',
  refused_order_done: 'This order has already left. Put the sheet aside.',
  refused_order_on_hold: 'Do not pack this order. Put it aside and tell your lead.',
  refused_order_incomplete: 'Units are still missing. Scan them, or press SHORT.',
  refused_nothing_packed: 'Nothing is in the parcel yet. Scan an item first.',
  refused_nothing_to_undo: 'There is nothing to take back in the open parcel.',
  refused_wrong_parcel: 'This label is not one of this order. Scan the label of a parcel shown here.',
  refused_cannot_seal: 'The parcel stays open. Call your lead: this station has no parcel numbers left.',
  refused_unknown_command: 'This station does not know that command. Use the buttons below.',
};

export function adviceFor(verdict: VerdictCode): string {
  return (advice as Readonly<Record<string, string>>)[verdict] ?? 'Look at the lines, then scan again.';
}
