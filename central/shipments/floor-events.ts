import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { OrderEvent } from '../process/order-history.ts';

/** Types of facts that only add to the history of an order: what was checked, shown and printed. */
export const toldTypes: readonly KnownFact['type'][] = [
  'parcel.weighed',
  'parcel.tags_checked',
  'parcel.photographed',
  'parcel.overridden',
  'parcel.stopped',
  'parcel.packaging_chosen',
  'parcel.loaded',
  'parcel.unloaded',
  'document.printed',
];

/** The line of the history that a fact is; null if it is none. Its data are the fact's own, with where they come from. */
export function floorEventOf(order: string, fact: KnownFact): OrderEvent | null {
  const summary = summaryOf(fact);
  if (summary === null) return null;
  const { at, type, station, seq, operator } = fact;
  return { order, at, type, summary, data: { station, seq, operator, ...fact.data } };
}

function summaryOf({ type, data, station }: KnownFact): string | null {
  switch (type) {
    case 'parcel.weighed': {
      const against = data.expectedGrams === null ? '' : `, ${data.expectedGrams} g were expected`;
      return `Parcel ${data.parcel} weighs ${data.grams} g${against}: ${data.outcome.replace('_', ' ')}.`;
    }
    case 'parcel.tags_checked': {
      const missing = data.missing.reduce((sum, { units }) => sum + units, 0);
      const counts = `${missing} missing, ${data.extra.length} extra, ${data.foreign.length} foreign`;
      return `Parcel ${data.parcel} read by RFID, ${data.found} tags: ${counts}.`;
    }
    case 'parcel.photographed':
      return `Parcel ${data.parcel} photographed (SHA-256 ${data.sha256.slice(0, 12)}…).`;
    case 'parcel.overridden':
      return `Parcel ${data.parcel} sealed in spite of ${data.exceptions.join(', ')}, approved by ${data.approvedBy}: ${data.reason}`;
    case 'parcel.stopped':
      return `Parcel ${data.sscc} put aside at ${station}: ${data.reason}`;
    case 'parcel.packaging_chosen':
      return `Parcel ${data.parcel} is a ${data.packaging}.`;
    case 'parcel.loaded':
      return `Parcel ${data.sscc} put on load ${data.load}.`;
    case 'parcel.unloaded':
      return `Parcel ${data.sscc} taken off load ${data.load}: ${data.reason}`;
    case 'document.printed':
      return `${data.document.replaceAll('_', ' ')} of ${data.subject}, copy ${data.copy}, ${data.outcome} at ${data.printer}.`;
    default:
      return null;
  }
}
