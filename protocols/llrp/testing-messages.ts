import fc from 'fast-check';
import { hexOf } from '../bytes/hex.ts';
import { utf8Text } from '../bytes/utf8.ts';
import type { Content, Fields } from './declare.ts';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { llrpErrorText } from './errors.ts';
import type { Field } from './fields.ts';
import type { LlrpMessage, MessageName } from './message.ts';
import { messageDefinitions, messageNamed, parameterNamed } from './registry.ts';

type Tree = Record<string, unknown>;

const hex = (bytes: Uint8Array) => hexOf(bytes);

/** A value that a field can hold, any that the wire can carry. */
function valueOfField(field: Field): fc.Arbitrary<unknown> {
  const whole = fc.nat({ max: 2 ** Math.min(field.bits, 32) - 1 });
  switch (field.kind) {
    case 'flag':
      return fc.boolean();
    case 'uint':
    case 'reserved':
      return whole;
    case 'sint':
      return fc.integer({ min: -(2 ** (field.bits - 1)), max: 2 ** (field.bits - 1) - 1 });
    case 'u64':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case 'named':
      return whole.map((value) => field.nameOf.get(value % 12) ?? field.nameOf.get(value) ?? value);
    case 'named-list':
      return fc.array(
        whole.map((value) => field.nameOf.get(value) ?? value),
        { maxLength: 3 },
      );
    case 'uint-list':
      return fc.array(whole, { maxLength: 4 });
    case 'text':
      return fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 9 }).map(utf8Text));
    case 'bit-string':
      return fc.nat({ max: 140 }).chain(bitStringOf);
    case 'fixed-hex':
      return fc.uint8Array({ minLength: field.bits / 8, maxLength: field.bits / 8 }).map(hex);
    case 'counted-hex':
    case 'rest-hex':
      return fc.uint8Array({ maxLength: 12 }).map(hex);
  }
}

function bitStringOf(bits: number): fc.Arbitrary<unknown> {
  const bytes = Math.ceil(bits / 8);
  return fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((data) => ({ bits, hex: hexOf(data) }));
}

/** Field values, with reserved bits set now and then. */
function valuesOf(fields: Fields): fc.Arbitrary<Tree> {
  const entries = Object.entries(fields);
  const plain = entries.filter(([, field]) => field.kind !== 'reserved');
  const reserved = entries
    .filter(([, field]) => field.kind === 'reserved')
    .map(([, field]) => valueOfField(field));
  return fc
    .tuple(
      fc.record(Object.fromEntries(plain.map(([name, field]) => [name, valueOfField(field)]))),
      fc.option(fc.tuple(...reserved), { freq: 3 }),
    )
    .map(([values, bits]) => (bits?.some((value) => value !== 0) ? { ...values, reserved: bits } : values));
}

/** Parameters as often as their parent may have them, though at most twice. */
function contentOf(content: readonly Content[], depth: number): fc.Arbitrary<readonly Tree[]> {
  const groups = content.map(({ types, least, most }) =>
    fc.array(
      fc.constantFrom(...types).chain((type) => parameterOf(type, depth)),
      {
        minLength: least,
        maxLength: depth <= 0 ? least : Math.min(most, 2),
      },
    ),
  );
  return fc.tuple(...groups).map((found) => found.flat());
}

/** Any parameter of that name; a vendor's that is not known for `Custom`. */
export function parameterOf(type: string, depth = 2): fc.Arbitrary<Tree> {
  if (type === 'Custom') {
    return fc
      .record({ ParameterSubtype: fc.nat({ max: 2000 }), Data: fc.uint8Array({ maxLength: 9 }).map(hex) })
      .map((custom) => ({ type, VendorIdentifier: 4711, ...custom }));
  }
  const definition = parameterNamed(type);
  return treeOf({ type }, definition?.fields ?? {}, definition?.content ?? [], depth - 1);
}

function treeOf(head: Tree, fields: Fields, content: readonly Content[], depth: number): fc.Arbitrary<Tree> {
  return fc.tuple(valuesOf(fields), contentOf(content, depth)).map(([values, parameters]) => ({
    ...head,
    ...values,
    ...(parameters.length === 0 ? {} : { parameters }),
  }));
}

/** A message with all that its declaration demands and some of what it allows. */
export function messageOf(type: MessageName): fc.Arbitrary<LlrpMessage> {
  const definition = messageNamed(type);
  const header = fc.record({ version: fc.constantFrom(1, 2), id: fc.nat({ max: 2 ** 32 - 1 }) });
  return header.chain((head) =>
    treeOf({ type, ...head }, definition?.fields ?? {}, definition?.content ?? [], 2),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<LlrpMessage>;
}

/** CUSTOM_MESSAGE is left out: random vendors seldom are known ones. */
export const messageTypes = (Object.keys(messageDefinitions) as MessageName[]).filter(
  (name) => name !== 'CUSTOM_MESSAGE',
);

export const anyMessage: fc.Arbitrary<LlrpMessage> = fc
  .constantFrom(...messageTypes)
  .chain((type) => messageOf(type));

/** The bytes of a message that can be encoded. */
export function bytesOf(message: LlrpMessage): Uint8Array {
  const encoded = encodeMessage(message);
  if (!encoded.ok) {
    throw new Error(llrpErrorText(encoded.error));
  }
  return encoded.bytes;
}

/** The message of bytes that can be decoded. */
export function messageOfBytes(bytes: Uint8Array): LlrpMessage {
  const decoded = decodeMessage(bytes);
  if (!decoded.ok) {
    throw new Error(llrpErrorText(decoded.error));
  }
  return decoded.message;
}
