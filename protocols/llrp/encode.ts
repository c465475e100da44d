import type { Encoding, Fields } from './declare.ts';
import { type LlrpError, type LlrpErrorCode, LlrpRefusal } from './errors.ts';
import { FieldRefused, FieldWriter } from './field-writer.ts';
import type { Field } from './fields.ts';
import { headerBytes } from './header.ts';
import type { LlrpMessage, LlrpParameter } from './message.ts';
import { messageNamed, parameterNamed } from './registry.ts';

const customType = 1023;
const longestParameter = 0xffff;

export type EncodedMessage =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly error: LlrpError };

/**
 * Encodes a message. Refuses values that their fields cannot hold and parameters longer than 65535 bytes; whether the
 * message is complete is for `checkMessage` to tell.
 */
export function encodeMessage(message: LlrpMessage): EncodedMessage {
  try {
    return { ok: true, bytes: new Encoder().message(message) };
  } catch (thrown) {
    if (thrown instanceof LlrpRefusal) {
      return { ok: false, error: thrown.error };
    }
    throw thrown;
  }
}

interface Definition {
  readonly encoding: Encoding;
  readonly fields: Fields;
}

class Encoder {
  readonly #out = new FieldWriter();
  readonly #path: string[] = [];

  message(message: LlrpMessage): Uint8Array {
    this.#path.push(message.type);
    if (message.type === 'UnknownMessage') {
      this.#header(message, message.number);
      this.#field('data', dataField, message.data);
    } else {
      const definition = messageNamed(message.type) ?? this.#unknown();
      this.#header(message, typeOf(definition.encoding));
      this.#custom(definition.encoding, 8);
      this.#body(definition, message);
    }
    this.#out.overwrite(2, this.#out.length, 4);
    return this.#out.result();
  }

  #header(message: LlrpMessage, type: number): void {
    this.#field('version', { kind: 'uint', bits: 6 }, message.version);
    this.#field('number', { kind: 'uint', bits: 10 }, type);
    this.#out.uint(headerBytes, 32);
    this.#field('id', { kind: 'uint', bits: 32 }, message.id);
  }

  #body(definition: Definition, tree: LlrpMessage | LlrpParameter): void {
    this.#fields(definition.fields, tree);
    for (const [place, parameter] of (tree.parameters ?? []).entries()) {
      this.#path.push(`${parameter.type}[${place}]`);
      this.#parameter(parameter);
      this.#path.pop();
    }
  }

  #parameter(parameter: LlrpParameter): void {
    const from = this.#out.length;
    if (parameter.type === 'UnknownParameter') {
      this.#out.uint(0, 6);
      this.#field('number', typeField, parameter.number);
      this.#out.uint(0, 16);
      this.#field('data', dataField, parameter.data);
    } else {
      const definition = parameterNamed(parameter.type) ?? this.#unknown();
      if (definition.encoding.form === 'TV') {
        this.#out.uint(definition.encoding.type + 0x80, 8);
        this.#fields(definition.fields, parameter);
        return;
      }
      this.#out.uint(typeOf(definition.encoding), 16);
      this.#out.uint(0, 16);
      this.#custom(definition.encoding, 32);
      this.#body(definition, parameter);
    }
    this.#length(from);
  }

  #length(from: number): void {
    const length = this.#out.length - from;
    if (length > longestParameter) {
      throw this.#refusal('parameter-length', null, `at most ${longestParameter} bytes, not ${length}`);
    }
    this.#out.overwrite(from + 2, length, 2);
  }

  #custom(encoding: Encoding, subtypeBits: number): void {
    if (encoding.form === 'custom') {
      this.#out.uint(encoding.vendor, 32);
      this.#out.uint(encoding.subtype, subtypeBits);
    }
  }

  #fields(fields: Fields, tree: LlrpMessage | LlrpParameter): void {
    const values = tree as unknown as Readonly<Record<string, unknown>>;
    const reserved = 'reserved' in tree ? (tree.reserved ?? []) : [];
    let place = 0;
    for (const name in fields) {
      const field = fields[name];
      if (field?.kind === 'reserved') {
        this.#field(name, field, reserved[place] ?? 0);
        place += 1;
      } else if (field !== undefined) {
        this.#field(name, field, values[name]);
      }
    }
  }

  #field(name: string, field: Field, value: unknown): void {
    try {
      this.#out.write(field, value);
    } catch (thrown) {
      if (thrown instanceof FieldRefused) {
        throw this.#refusal('field-value', name, `${thrown.expected}, not ${said(value)}`);
      }
      throw thrown;
    }
  }

  #unknown(): never {
    throw this.#refusal('unknown-type', null, 'a declared message or parameter');
  }

  #refusal(code: LlrpErrorCode, field: string | null, expected: string): LlrpRefusal {
    return new LlrpRefusal({ code, offset: this.#out.length, path: this.#path.join('/'), field, expected });
  }
}

const dataField: Field = { kind: 'rest-hex', bits: 8 };
const typeField: Field = { kind: 'uint', bits: 10 };

function typeOf(encoding: Encoding): number {
  return encoding.form === 'custom' ? customType : encoding.type;
}

/** A value as an error names it, cut short. */
function said(value: unknown): string {
  return String(typeof value === 'string' ? `"${value}"` : value).slice(0, 60);
}
