import type { Barcode } from '../../protocols/gs1/barcode.ts';
import { contentOf } from '../../protocols/gs1/content.ts';
import { groupSeparator } from '../../protocols/gs1/element-string.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/**
 * A bare SSCC is the label of a parcel, as if it had its AI, unless an order, a task, a tote, a load or a place of this
 * site has just these digits for its name: a name that is known here comes first.
 */
export function asParcelLabel(barcode: Barcode, state: StationState, work: WorkView): Barcode {
  if (barcode.kind !== 'text' || barcode.bareSscc === undefined) return barcode;
  const { text, bareSscc } = barcode;
  if (isName(text, state, work)) return { kind: 'text', text };
  return { kind: 'gs1', text, content: contentOf([{ ai: '00', value: bareSscc }], 0) };
}

/** The SSCC that a command names: its digits, or all that stands on the label, as a scanner sends it or as a person types it. */
export function namedParcel(argument: string): string {
  const label = argument.replace(/[()\s]/g, '').replaceAll(groupSeparator, '');
  return label.replace(/^(?:\][A-Za-z]\d)?(?:00(?=\d{18}$))?/, '');
}

function isName(text: string, { activity, parked }: StationState, work: WorkView): boolean {
  const { floor } = work;
  const inHand = [activity, ...parked].some((one) => one?.kind === 'pack' && one.order.order === text);
  return (
    inHand ||
    work.order(text) !== undefined ||
    work.finished(text) ||
    floor.progress(text) !== undefined ||
    floor.parcelsOf(text).length > 0 ||
    floor.task(text) !== undefined ||
    floor.tote(text) !== undefined ||
    floor.load(text) !== undefined ||
    work.location(text) !== undefined
  );
}
