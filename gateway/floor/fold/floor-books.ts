import type { FactType, KnownFact } from '../../../protocols/wire/fact.ts';
import type { FloorDocument, FloorKind } from '../../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { SiteRules } from '../../../protocols/wire/work/site-rules.ts';

export type DataOf<Kind extends FloorKind> = NonNullable<Extract<FloorDocument, { kind: Kind }>['data']>;
export type FactOf<Type extends FactType> = Extract<KnownFact, { readonly type: Type }>;

/** The documents of the floor as the fold reads and writes them. */
export interface FloorDocuments {
  get<Kind extends FloorKind>(kind: Kind, id: string): DataOf<Kind> | undefined;
  /** @param done it is finished and goes a day later. */
  put<Kind extends FloorKind>(kind: Kind, id: string, data: DataOf<Kind>, done?: boolean): void;
  remove(kind: FloorKind, id: string): void;
}

/** What the fold has to remember beside the documents. */
export interface FloorMemory {
  get<Value>(kind: string, id: string): Value | undefined;
  put(kind: string, id: string, owner: string, value: unknown): void;
  remove(kind: string, id: string): void;
  owned<Value>(owner: string, kind: string): readonly { readonly id: string; readonly value: Value }[];
  /** False if nothing of this kind was ever remembered: of what few sites have nobody needs to look for more. */
  knows(kind: string): boolean;
  /** The owners of what is remembered under names that begin so, at most ten. */
  owners(kind: string, prefix: string): readonly string[];
}

/** All that a fact can change, and what the site says about its meaning. */
export interface FloorBooks {
  readonly documents: FloorDocuments;
  readonly memory: FloorMemory;
  rules(): SiteRules;
  order(number: string): OrderDocument | undefined;
  /** Whether the station held one of these claims at that time; null where nobody can tell. */
  heldClaim(station: string, claims: readonly string[], at: string): boolean | null;
  /** A wave of this number existed. */
  sawWave(number: number): void;
}

/** What one fact changes. A rule never throws for a strange fact: it leaves out what it cannot place. */
export type FloorRule<Type extends FactType> = (fact: FactOf<Type>, books: FloorBooks) => void;
export type FloorRules = { readonly [Type in FactType]?: FloorRule<Type> };
