import { parseGs1Date } from './date.ts';
import { netWeightGramsOf } from './measures.ts';

/** One element string: an AI and its data as they were read. */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** What a GS1 code says. Dates are ISO 8601, a GTIN has 14 digits. */
export interface Gs1Content {
  readonly elements: readonly Gs1Element[];
  readonly gtin?: string;
  readonly sscc?: string;
  readonly lot?: string;
  /** AI 17, or the day of AI 7003: after this day the goods may not be used. */
  readonly expiry?: string;
  /** AI 15: after this day the goods are less good, but may be used. */
  readonly bestBefore?: string;
  /** AI 11. */
  readonly productionDate?: string;
  readonly serial?: string;
  /** AI 30 or 37. */
  readonly count?: number;
  /** AI 310n, in whole grams; `measureOf` gives every measure exactly. */
  readonly netWeightGrams?: number;
}

type Fields = { -readonly [Name in keyof Gs1Content]: Gs1Content[Name] };

/**
 * Names what is most asked for. The elements must be valid, and no AI may be there twice with different data.
 *
 * @param year in which they are read: it decides the century of dates.
 */
export function contentOf(elements: readonly Gs1Element[], year: number): Gs1Content {
  const content: Fields = { elements };
  for (const element of elements) addField(content, element, year);
  return content;
}

function addField(content: Fields, element: Gs1Element, year: number): void {
  const { ai, value } = element;
  switch (ai) {
    case '00':
      content.sscc = value;
      break;
    case '01':
      content.gtin = value;
      break;
    case '10':
      content.lot = value;
      break;
    case '21':
      content.serial = value;
      break;
    case '11':
      content.productionDate = dateOf(value, year);
      break;
    case '15':
      content.bestBefore = dateOf(value, year);
      break;
    case '17':
      content.expiry = dateOf(value, year);
      break;
    case '7003':
      content.expiry ??= dateOf(value.slice(0, 6), year);
      break;
    case '37':
      content.count ??= Number(value);
      break;
    case '30':
      content.count = Number(value);
      break;
    default:
      if (ai.length === 4 && ai.startsWith('310')) content.netWeightGrams = netWeightGramsOf(element);
  }
}

/** The date is a valid one: that was checked before. */
function dateOf(value: string, year: number): string {
  return parseGs1Date(value, year) ?? value;
}
