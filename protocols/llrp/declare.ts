import type { Field, ValueOf } from './fields.ts';

/** Fields in the order of the wire, by the names of the LLRP Toolkit. */
export type Fields = Readonly<Record<string, Field>>;

/** How often one of `types` may stand in the parent: 1, 0-1, 1-n, 0-n. */
export interface Content {
  readonly types: readonly string[];
  readonly least: 0 | 1;
  readonly most: 1 | typeof Number.POSITIVE_INFINITY;
}

/** How a parameter is told apart on the wire. */
export type Encoding =
  | { readonly form: 'TV'; readonly type: number }
  | { readonly form: 'TLV'; readonly type: number }
  | { readonly form: 'custom'; readonly vendor: number; readonly subtype: number };

export interface ParameterDefinition<F extends Fields = Fields> {
  readonly encoding: Encoding;
  readonly fields: F;
  readonly content: readonly Content[];
}

export interface MessageDefinition<F extends Fields = Fields> {
  readonly encoding: Exclude<Encoding, { form: 'TV' }>;
  readonly fields: F;
  readonly content: readonly Content[];
}

/** The TypeScript shape of declared fields; reserved bits have none. */
export type ValuesOf<F extends Fields> = {
  readonly [K in keyof F as F[K]['kind'] extends 'reserved' ? never : K]: ValueOf<F[K]>;
};

/** A parameter of type and value only, without length: types 1 to 127 (LLRP 1.0.1, 16.2.1). */
export function tv<F extends Fields>(type: number, fields: F): ParameterDefinition<F> {
  return { encoding: { form: 'TV', type }, fields, content: [] };
}

/** A parameter with a 16-bit length (LLRP 1.0.1, 16.2.1). */
export function tlv<F extends Fields>(
  type: number,
  fields: F,
  content: readonly Content[] = [],
): ParameterDefinition<F> {
  return { encoding: { form: 'TLV', type }, fields, content };
}

/** A vendor's parameter inside a Custom parameter (LLRP 1.0.1, 8.2). */
export function customParameter<F extends Fields>(
  vendor: number,
  subtype: number,
  fields: F,
  content: readonly Content[] = [],
): ParameterDefinition<F> {
  return { encoding: { form: 'custom', vendor, subtype }, fields, content };
}

export function standardMessage<F extends Fields>(
  type: number,
  fields: F,
  content: readonly Content[] = [],
): MessageDefinition<F> {
  return { encoding: { form: 'TLV', type }, fields, content };
}

/** A vendor's message inside CUSTOM_MESSAGE (LLRP 1.0.1, 8.1). */
export function customMessage<F extends Fields>(
  vendor: number,
  subtype: number,
  fields: F,
  content: readonly Content[] = [],
): MessageDefinition<F> {
  return { encoding: { form: 'custom', vendor, subtype }, fields, content };
}

/** Exactly one, of one of these types. */
export function one(...types: readonly string[]): Content {
  return { types, least: 1, most: 1 };
}

/** None or one. */
export function maybe(...types: readonly string[]): Content {
  return { types, least: 0, most: 1 };
}

/** One or more. */
export function some(...types: readonly string[]): Content {
  return { types, least: 1, most: Number.POSITIVE_INFINITY };
}

/** None or more. */
export function any(...types: readonly string[]): Content {
  return { types, least: 0, most: Number.POSITIVE_INFINITY };
}
