import { hexOf } from '../bytes/hex.ts';
import type { Fields } from './declare.ts';
import { type LlrpError, type LlrpErrorCode, LlrpRefusal } from './errors.ts';
import { FieldReader, FieldTruncated } from './field-reader.ts';
import { headerBytes, messageHeader } from './header.ts';
import type { LlrpMessage, LlrpParameter } from './message.ts';
import {
  customMessageOf,
  customParameterOf,
  type Known,
  messageOfType,
  parameterOfType,
} from './registry.ts';

/** Deeper than the deepest message of LLRP 1.1 with vendors' parameters, and shallow enough for any stack. */
const deepest = 32;
const customType = 1023;

export type DecodedMessage =
  | { readonly ok: true; readonly message: LlrpMessage }
  | { readonly ok: false; readonly error: LlrpError };

/**
 * Decodes the bytes of one whole message. Only the form is checked: `checkMessage` tells what is missing or misplaced.
 * A vendor's parameter that does not have its declared form stays a `Custom`, because vendors change them.
 */
export function decodeMessage(bytes: Uint8Array): DecodedMessage {
  const header = messageHeader(bytes, bytes.length);
  if (!header.ok) {
    return header;
  }
  try {
    return { ok: true, message: new Decoder(bytes).message(header.header) };
  } catch (thrown) {
    if (thrown instanceof LlrpRefusal) {
      return { ok: false, error: thrown.error };
    }
    throw thrown;
  }
}

interface MessageHeader {
  readonly version: 1 | 2;
  readonly type: number;
  readonly id: number;
}

type Tree = Record<string, unknown>;

class Decoder {
  readonly #bytes: Uint8Array;
  /** The types from the message down to here, and the place of each among its siblings. */
  readonly #names: string[] = [];
  readonly #places: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  message({ type, version, id }: MessageHeader): LlrpMessage {
    const known = messageOfType(type);
    const end = this.#bytes.length;
    if (known === undefined) {
      return { type: 'UnknownMessage', version, id, number: type, data: hexOf(this.#bytes, headerBytes) };
    }
    const tree: Tree = { type: known.name, version, id };
    const custom = type === customType ? this.#customMessage(tree, end) : null;
    if (custom !== null) {
      return custom;
    }
    this.#enter(known.name, 0);
    return this.#body(tree, known, headerBytes, end) as unknown as LlrpMessage;
  }

  #customMessage(head: Tree, end: number): LlrpMessage | null {
    if (end < headerBytes + 5) {
      return null;
    }
    const known = customMessageOf(this.#uint32(headerBytes), this.#bytes[headerBytes + 4] ?? 0);
    return this.#orNull(known, { ...head, type: known?.name }, headerBytes + 5, end) as LlrpMessage | null;
  }

  #parameters(start: number, end: number): LlrpParameter[] {
    const found: LlrpParameter[] = [];
    let at = start;
    while (at < end) {
      this.#places.push(found.length);
      at = ((this.#bytes[at] ?? 0) & 0x80) === 0 ? this.#tlv(at, end, found) : this.#tv(at, end, found);
      this.#places.pop();
    }
    return found;
  }

  #tv(at: number, end: number, into: LlrpParameter[]): number {
    const type = (this.#bytes[at] ?? 0) & 0x7f;
    const known = parameterOfType(type);
    if (known === undefined || type === 0) {
      throw this.#refusal('unknown-tv-parameter', at, null, `a type of 1 to 20, not ${type}`);
    }
    this.#enter(known.name, at);
    const reader = new FieldReader(this.#bytes, at + 1, end);
    into.push(
      this.#fields({ type: known.name }, known.definition.fields, reader) as unknown as LlrpParameter,
    );
    this.#names.pop();
    return reader.offset;
  }

  #tlv(at: number, end: number, into: LlrpParameter[]): number {
    const { type, to } = this.#tlvHeader(at, end);
    const known = parameterOfType(type);
    if (known === undefined || type < 128) {
      into.push({ type: 'UnknownParameter', number: type, data: hexOf(this.#bytes, at + 4, to) });
      return to;
    }
    const custom = type === customType ? this.#customParameter(at, to) : null;
    if (custom === null) {
      this.#enter(known.name, at);
      into.push(this.#body({ type: known.name }, known, at + 4, to) as unknown as LlrpParameter);
      this.#names.pop();
    } else {
      into.push(custom);
    }
    return to;
  }

  #tlvHeader(at: number, end: number) {
    if (end - at < 4) {
      throw this.#refusal('parameter-length', at, null, `a header of 4 bytes, not ${end - at}`);
    }
    const first = (this.#bytes[at] ?? 0) * 256 + (this.#bytes[at + 1] ?? 0);
    const length = (this.#bytes[at + 2] ?? 0) * 256 + (this.#bytes[at + 3] ?? 0);
    if (first >= 1024) {
      throw this.#refusal('reserved-bits', at, null, 'six 0 bits before the type of the parameter');
    }
    if (length < 4 || length > end - at) {
      throw this.#refusal('parameter-length', at + 2, null, `a length of 4 to ${end - at}, not ${length}`);
    }
    return { type: first, to: at + length };
  }

  #customParameter(at: number, to: number): LlrpParameter | null {
    if (to - at < 12) {
      return null;
    }
    const known = customParameterOf(this.#uint32(at + 4), this.#uint32(at + 8));
    return this.#orNull(known, { type: known?.name }, at + 12, to) as LlrpParameter | null;
  }

  /** The body by its declaration, or null where it is not declared or does not fit. */
  #orNull(known: Known<{ readonly fields: Fields }> | undefined, tree: Tree, start: number, end: number) {
    if (known === undefined) {
      return null;
    }
    const depth = this.#names.length;
    const places = this.#places.length;
    try {
      this.#enter(known.name, start);
      const body = this.#body(tree, known, start, end);
      this.#names.pop();
      return body;
    } catch (thrown) {
      if (!(thrown instanceof LlrpRefusal) || thrown.error.code === 'nested-too-deep') {
        throw thrown;
      }
      this.#names.length = depth;
      this.#places.length = places;
      return null;
    }
  }

  #body(tree: Tree, known: Known<{ readonly fields: Fields }>, start: number, end: number): Tree {
    const reader = new FieldReader(this.#bytes, start, end);
    this.#fields(tree, known.definition.fields, reader);
    if (reader.offset < end) {
      tree.parameters = this.#parameters(reader.offset, end);
    }
    return tree;
  }

  #fields(tree: Tree, fields: Fields, reader: FieldReader): Tree {
    const reserved: number[] = [];
    for (const name in fields) {
      const field = fields[name];
      if (field !== undefined) {
        const value = this.#field(name, field, reader);
        if (field.kind === 'reserved') {
          reserved.push(Number(value));
        } else {
          tree[name] = value;
        }
      }
    }
    if (reserved.some((bits) => bits !== 0)) {
      tree.reserved = reserved;
    }
    return tree;
  }

  #field(name: string, field: Fields[string], reader: FieldReader): unknown {
    const at = reader.offset;
    try {
      return reader.read(field);
    } catch (thrown) {
      if (thrown instanceof FieldTruncated) {
        throw this.#refusal(
          'truncated',
          at,
          name,
          `${thrown.needed} bytes more, but the end is at ${reader.end}`,
        );
      }
      throw thrown;
    }
  }

  #enter(name: string, at: number): void {
    if (this.#names.length >= deepest) {
      throw this.#refusal('nested-too-deep', at, null, `at most ${deepest} levels of parameters`);
    }
    this.#names.push(name);
  }

  #uint32(at: number): number {
    return new FieldReader(this.#bytes, at, this.#bytes.length).uint(32);
  }

  #refusal(code: LlrpErrorCode, offset: number, field: string | null, expected: string): LlrpRefusal {
    const path = this.#names.map((name, level) =>
      level === 0 ? name : `${name}[${this.#places[level - 1] ?? 0}]`,
    );
    return new LlrpRefusal({ code, offset, path: path.join('/'), field, expected });
  }
}
