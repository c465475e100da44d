import { type ApplicationIdentifier, applicationIdentifier } from './application-identifiers.ts';
import type { Gs1Element } from './content.ts';
import { type Gs1Refusal, type Gs1RefusalCode, refusal } from './refusal.ts';

/** A pattern of an AI: `31nn` is any AI of four digits that begins with 31. An AI never matches for itself. */
function matches(pattern: string, ai: string): boolean {
  if (pattern.length !== ai.length) return false;
  const wild = pattern.indexOf('n');
  return wild === -1 ? pattern === ai : ai.startsWith(pattern.slice(0, wild));
}

function present(pattern: string, self: string, elements: readonly Gs1Element[]): string | undefined {
  return elements.find(({ ai }) => ai !== self && matches(pattern, ai))?.ai;
}

function ofWhole(code: Gs1RefusalCode, ai: string, message: string): Gs1Refusal {
  return refusal(code, ai, 0, 0, message);
}

/** An AI may be there more than once, but then with the same data (GS1 General Specifications 4.14). */
export function contradictionIn(elements: readonly Gs1Element[]): Gs1Refusal | null {
  for (let index = 1; index < elements.length; index++) {
    const later = elements[index];
    for (let before = 0; before < index; before++) {
      const earlier = elements[before];
      if (earlier?.ai === later?.ai && earlier?.value !== later?.value && later !== undefined) {
        return ofWhole('contradiction', later.ai, `(${later.ai}) appears twice with different values.`);
      }
    }
  }
  return null;
}

/** AIs that must not be on one item (GS1 General Specifications 4.14, figure 4.14-1). */
export function excludedPairIn(elements: readonly Gs1Element[]): Gs1Refusal | null {
  for (const { ai } of elements) {
    for (const pattern of applicationIdentifier(ai)?.excludes ?? []) {
      const other = present(pattern, ai, elements);
      if (other === undefined) continue;
      return ofWhole('excluded', ai, `(${ai}) and (${other}) must not be on the same item.`);
    }
  }
  return null;
}

/** AIs that need others on the same item (GS1 General Specifications 4.13, figure 4.13-1). */
export function missingPartnerIn(elements: readonly Gs1Element[]): Gs1Refusal | null {
  for (const { ai } of elements) {
    const identifier = applicationIdentifier(ai);
    const unmet = identifier === undefined ? undefined : unmetRequirement(identifier, elements);
    if (unmet === undefined) continue;
    const wanted = unmet.map((group) => group.map((each) => `(${each})`).join(' with ')).join(' or ');
    return ofWhole('required', ai, `(${ai}) needs ${wanted} on the same item.`);
  }
  return null;
}

function unmetRequirement({ ai, requires }: ApplicationIdentifier, elements: readonly Gs1Element[]) {
  return requires.find(
    (groups) =>
      !groups.some((group) => group.every((pattern) => present(pattern, ai, elements) !== undefined)),
  );
}

/** Keys whose serial part is optional: a digital signature (8030) signs one with it (GS1 General Specifications 3.9.13). */
const keysWithOptionalSerial = new Set(['253', '255', '8003']);

export function unserialisedSignedKeyIn(elements: readonly Gs1Element[]): Gs1Refusal | null {
  if (!elements.some(({ ai }) => ai === '8030')) return null;
  for (const { ai, value } of elements) {
    if (keysWithOptionalSerial.has(ai) && value.length === applicationIdentifier(ai)?.minLength) {
      return ofWhole('required', ai, `(${ai}) needs its serial component, as (8030) signs it.`);
    }
  }
  return null;
}

/** All rules on which AIs go together on one item, over everything that its carriers say. Null if none is broken. */
export function associationFault(elements: readonly Gs1Element[]): Gs1Refusal | null {
  return (
    contradictionIn(elements) ??
    excludedPairIn(elements) ??
    missingPartnerIn(elements) ??
    unserialisedSignedKeyIn(elements)
  );
}
