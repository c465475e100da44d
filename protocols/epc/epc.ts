import type { EpcRefusal } from './refusal.ts';
import type { ClassicScheme, PlusScheme } from './scheme.ts';

/** An application identifier and its value, as a barcode would carry them: no FNC1, no escapes. */
export interface AiElement {
  readonly ai: string;
  readonly value: string;
}

/** An EPC of a scheme defined before TDS 2.0: by partition tables, with URNs of its own. */
export interface ClassicEpc {
  readonly kind: 'classic';
  readonly scheme: ClassicScheme;
  /** Control information, not part of the identity; null in GID-96, which has none. */
  readonly filter: number | null;
  /** The components of the URNs in their order, without escapes: company prefix, item reference, serial ... */
  readonly components: readonly string[];
  /** 6 to 12; null in GID-96, USDOD-96 and ADI-var. */
  readonly companyPrefixLength: number | null;
  /** The same as GS1 elements; empty in GID-96, USDOD-96 and ADI-var. */
  readonly elements: readonly AiElement[];
}

/** An EPC of a '+' or '++' scheme (TDS 2.3, 14.5): the GS1 elements as they are, perhaps with more data behind. */
export interface PlusEpc {
  readonly kind: 'plus';
  readonly scheme: PlusScheme;
  readonly filter: number;
  readonly elements: readonly AiElement[];
  /** The prioritised date of DSGTIN+ and DSGTIN++; null in all others. */
  readonly date: AiElement | null;
  /** The custom host of '++' schemes, as encoded; null in '+' schemes. */
  readonly hostname: string | null;
  /** Data behind the EPC (TDS 2.3, 15.3), in the order of the tag. */
  readonly aidc: readonly AiElement[];
  /** Why the data behind the EPC could not be read to its end; the EPC itself is sound. Null where nothing is wrong. */
  readonly aidcFault: EpcRefusal | null;
}

export type Epc = ClassicEpc | PlusEpc;

/** All that the tag says of the item, key first: what a barcode with the same data would give. */
export function elementsOf(epc: Epc): readonly AiElement[] {
  if (epc.kind === 'classic') return epc.elements;
  return [...epc.elements, ...(epc.date === null ? [] : [epc.date]), ...epc.aidc];
}
