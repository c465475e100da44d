import { associationFault } from './associations.ts';
import { contentOf, type Gs1Content, type Gs1Element } from './content.ts';
import type { Gs1Reading } from './refusal.ts';

/**
 * What several carriers on one item say together: a linear code and a Data Matrix, the two parts of a composite. The
 * rules on which AIs go together hold over all of them (GS1 General Specifications 4.13, 4.14).
 *
 * @param today ISO date or instant; its year decides the century of dates.
 * @returns why not, if they contradict each other, or a rule is broken; its offset is 0, as it has no place in one text.
 */
export function mergeCarriers(carriers: readonly Gs1Content[], today: string): Gs1Reading {
  const all = carriers.flatMap(({ elements }) => elements);
  const fault = associationFault(all);
  if (fault !== null) return { ok: false, refusal: fault };
  return { ok: true, content: contentOf(withoutRepeats(all), Number(today.slice(0, 4))) };
}

/** Each AI once, where it was first. Repeats must have the same data. */
export function withoutRepeats(elements: readonly Gs1Element[]): Gs1Element[] {
  const first = new Map<string, Gs1Element>();
  for (const element of elements) if (!first.has(element.ai)) first.set(element.ai, element);
  return [...first.values()];
}
