/**
 * The vocabulary in which the fields of messages and parameters are declared (LLRP 1.0.1, 16): one constant or
 * function per kind, and the TypeScript value that each kind has in a decoded tree.
 */

/** A bit string as EPCData and masks carry it: `hex` is upper case and has whole bytes, padded at the end. */
export interface BitString {
  readonly bits: number;
  readonly hex: string;
}

/** Names of the values of an enumeration: by position, or by value where values are sparse. */
export type Names = readonly string[] | Readonly<Record<number, string>>;

type NameOf<N extends Names> = N extends readonly string[] ? N[number] : Extract<N[keyof N], string>;

interface PlainField<K extends string> {
  readonly kind: K;
  /** Width on the wire, or of one item of a list. */
  readonly bits: number;
}

export interface NamedField<N extends string> extends PlainField<'named'> {
  readonly nameOf: ReadonlyMap<number, string>;
  readonly valueOf: ReadonlyMap<string, number>;
  /** Only a carrier of the type. */
  readonly sample?: N;
}

interface NamedListField<N extends string> extends PlainField<'named-list'> {
  readonly nameOf: ReadonlyMap<number, string>;
  readonly valueOf: ReadonlyMap<string, number>;
  readonly sample?: N;
}

/** What a value of each kind is in a tree. */
interface ValueOfKind {
  flag: boolean;
  uint: number;
  sint: number;
  u64: bigint;
  text: string;
  'bit-string': BitString;
  /** Upper-case hex. */
  'fixed-hex': string;
  'counted-hex': string;
  'rest-hex': string;
  'uint-list': readonly number[];
}

export type Field =
  | { readonly [K in keyof ValueOfKind]: PlainField<K> }[keyof ValueOfKind]
  | PlainField<'reserved'>
  | NamedField<string>
  | NamedListField<string>;

/** A named value is its name, or the bare number where the enumeration has no name for it. */
export type ValueOf<F extends Field> =
  F extends NamedField<infer N>
    ? N | number
    : F extends NamedListField<infer N>
      ? readonly (N | number)[]
      : F extends PlainField<infer K>
        ? K extends keyof ValueOfKind
          ? ValueOfKind[K]
          : never
        : never;

function plain<K extends string>(kind: K, bits: number): PlainField<K> {
  return { kind, bits };
}

/** u1: true or false. */
export const flag = plain('flag', 1);
export const u2 = plain('uint', 2);
export const u8 = plain('uint', 8);
export const u16 = plain('uint', 16);
export const u32 = plain('uint', 32);
export const s8 = plain('sint', 8);
export const s16 = plain('sint', 16);
export const s32 = plain('sint', 32);
/** A bigint: not every 64-bit value fits a number. Times in microseconds do: `Number(value)`. */
export const u64 = plain('u64', 64);
/** utf8v: text after a 16-bit count of bytes. Bytes that are not UTF-8 survive as lone surrogates. */
export const text = plain('text', 8);
/** u1v: bits after a 16-bit count of bits. */
export const bitString = plain('bit-string', 1);
/** u96. */
export const u96 = plain('fixed-hex', 96);
/** u8v: bytes after a 16-bit count. */
export const u8v = plain('counted-hex', 8);
/** bytesToEnd: all that is left. */
export const bytesToEnd = plain('rest-hex', 8);
export const u16v = plain('uint-list', 16);
export const u32v = plain('uint-list', 32);

/** Bits that shall be 0; a decoded tree keeps them in `reserved` where they are not. */
export function reserved(bits: number): PlainField<'reserved'> {
  return plain('reserved', bits);
}

export function named<const N extends Names>(bits: 1 | 2 | 8 | 16 | 32, names: N): NamedField<NameOf<N>> {
  return { kind: 'named', bits, ...lookups(names) };
}

/** u8v of an enumeration. */
export function namedList<const N extends Names>(names: N): NamedListField<NameOf<N>> {
  return { kind: 'named-list', bits: 8, ...lookups(names) };
}

function lookups(names: Names) {
  const entries = Object.entries(names).map(([value, name]) => [Number(value), String(name)] as const);
  return { nameOf: new Map(entries), valueOf: new Map(entries.map(([value, name]) => [name, value])) };
}
