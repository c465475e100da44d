import { z } from 'zod';
import { countFacts } from './facts/count-facts.ts';
import { packFacts } from './facts/pack-facts.ts';
import { peopleFacts } from './facts/people-facts.ts';
import { pickFacts } from './facts/pick-facts.ts';
import { returnFacts } from './facts/return-facts.ts';
import { scanFacts } from './facts/scan-facts.ts';
import { serviceFacts } from './facts/service-facts.ts';
import { shipFacts } from './facts/ship-facts.ts';
import { stationFacts } from './facts/station-facts.ts';
import { instant, sequence, sha256Hex, siteId, stationId } from './ids.ts';

/**
 * A fact: an immutable record of something that happened at a station. `seq` counts from 1 without gaps per station,
 * `prev` is the hash of the fact before (64 zeros for the first) and `hash` seals this one (see fact-chain.ts).
 */
const envelope = {
  v: z.literal(1),
  site: siteId,
  station: stationId,
  seq: sequence,
  /** The station's clock when it happened. */
  at: instant,
  /** Who was signed in; null if nobody was. */
  operator: z.string().min(1).max(64).nullable(),
  prev: sha256Hex,
  hash: sha256Hex,
};

/** The data of each fact type. A new type is added; an existing one never changes its meaning. */
export const factData = {
  ...stationFacts,
  ...peopleFacts,
  ...scanFacts,
  ...pickFacts,
  ...packFacts,
  ...shipFacts,
  ...returnFacts,
  ...countFacts,
  ...serviceFacts,
} as const;

export type FactType = keyof typeof factData;

export type FactData<Type extends FactType> = z.output<(typeof factData)[Type]>;

/** What the core decides; the log adds site, station, seq, time, operator and the chain. */
export type FactDraft = {
  [Type in FactType]: { readonly type: Type; readonly data: FactData<Type> };
}[FactType];

/**
 * A fact whose envelope is valid; its type may be one that this version does not know yet, which a hop passes on
 * unchanged. Unknown envelope members are refused: they would not be covered by the hash.
 */
export const factEnvelope = z.strictObject({
  ...envelope,
  type: z
    .string()
    .regex(/^[a-z]+(\.[a-z_]+)+$/)
    .max(64),
  data: z.record(z.string(), z.unknown()),
});
export type Fact = z.output<typeof factEnvelope>;

/** A fact of a type that this version knows, with its data validated. */
export type KnownFact = Omit<Fact, 'type' | 'data'> & FactDraft;

function isFactType(type: string): type is FactType {
  return Object.hasOwn(factData, type);
}

/** Validates the data of a known type; null where the type is unknown to this version. */
export function knownFact(fact: Fact): KnownFact | null {
  if (!isFactType(fact.type)) return null;
  return { ...fact, type: fact.type, data: factData[fact.type].parse(fact.data) } as KnownFact;
}
