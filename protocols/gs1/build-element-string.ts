import { applicationIdentifier } from './application-identifiers.ts';
import type { Gs1Element } from './content.ts';
import { groupSeparator } from './element-string.ts';
import { valueFault, valueRefusal } from './element-value.ts';
import { type Gs1Refusal, printable, refusal } from './refusal.ts';

type BuiltText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

/**
 * Joins elements to the data of a GS1 symbol: those of a predefined length first, as they need no separator, else in the
 * given order; FNC1 as GS only where it is needed (GS1 General Specifications 7.8.5). Without the leading FNC1 or symbology identifier.
 *
 * @param today ISO date or instant; its year decides whether there is a 29 February.
 * @returns why not, if one is unknown or its data are not valid; the offset is one within those data.
 */
export function buildElementString(elements: readonly Gs1Element[], today: string): BuiltText {
  const year = Number(today.slice(0, 4));
  const predefined: Gs1Element[] = [];
  const variable: Gs1Element[] = [];
  for (const element of elements) {
    const { ai, value } = element;
    const identifier = applicationIdentifier(ai);
    if (identifier === undefined) {
      const message = `"${printable(ai)}" is no Application Identifier known here.`;
      return { ok: false, refusal: refusal('unknown_ai', ai.slice(0, 4), 0, 0, message) };
    }
    const fault = valueFault(identifier, value, 0, value.length, { year });
    if (fault !== null) {
      return { ok: false, refusal: valueRefusal(identifier, value, 0, value.length, fault, 'too_long') };
    }
    (identifier.predefinedLength ? predefined : variable).push(element);
  }
  return { ok: true, text: joinElements([...predefined, ...variable]) };
}

/** The elements in this order, with a separator behind each that needs one and is not the last. They must be valid. */
export function joinElements(elements: readonly Gs1Element[]): string {
  return elements
    .map(({ ai, value }, index) => {
      const needsSeparator = applicationIdentifier(ai)?.predefinedLength !== true;
      return ai + value + (needsSeparator && index < elements.length - 1 ? groupSeparator : '');
    })
    .join('');
}
