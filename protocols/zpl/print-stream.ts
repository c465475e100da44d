import { concatAll } from '../bytes/concat.ts';
import { textOfFieldData } from './field-data.ts';
import { createZplTokenizer, type ZplToken } from './tokenizer.ts';

/** What a printer is asked for, in the order in which it came. */
export type PrinterRequest =
  /** A whole format from ^XA to ^XZ; `zpl` begins with the prefix that held for it where that is not the caret. */
  | {
      readonly kind: 'label';
      readonly zpl: Uint8Array;
      readonly quantity: number;
      readonly epc: string | null;
    }
  | { readonly kind: 'host-status' }
  | { readonly kind: 'identification' }
  /** ~HQ with its two characters, such as ES. */
  | { readonly kind: 'host-query'; readonly query: string }
  | { readonly kind: 'cancel-all' }
  | { readonly kind: 'cancel-partial' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'get-variable'; readonly name: string }
  | { readonly kind: 'set-variable'; readonly name: string; readonly value: string }
  /** Something that a simulated printer has no use for. */
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'fault'; readonly offset: number; readonly field: string; readonly expected: string };

export interface PrintStream {
  push(chunk: Uint8Array): PrinterRequest[];
  /** A format has begun and is not complete: what ~HS tells as the partial format flag. */
  isPartial(): boolean;
}

const controls: Readonly<Record<string, PrinterRequest>> = {
  HS: { kind: 'host-status' },
  HI: { kind: 'identification' },
  JA: { kind: 'cancel-all' },
  JX: { kind: 'cancel-partial' },
  JR: { kind: 'reset' },
  PP: { kind: 'pause' },
  PS: { kind: 'resume' },
};

interface Format {
  readonly raw: Uint8Array[];
  bytes: number;
  quantity: number;
  hexIndicator: string | null;
  /** The next field data is written to the tag. */
  encodes: boolean;
  epc: string | null;
}

const caret = 0x5e;
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** The requests in the byte stream that a printer receives; bounded by `maxLabelBytes`, and the same at every split. */
export function createPrintStream(maxLabelBytes = 4 << 20): PrintStream {
  const tokenizer = createZplTokenizer(maxLabelBytes);
  let format: Format | null = null;

  const open = (raw: Uint8Array): Format => {
    const [prefix = caret] = raw;
    const head = prefix === caret ? [] : [Uint8Array.of(caret, 0x43, 0x43, prefix)];
    return {
      raw: [...head, raw],
      bytes: raw.length,
      quantity: 1,
      hexIndicator: null,
      encodes: false,
      epc: null,
    };
  };

  const take = (token: ZplToken): PrinterRequest[] => {
    if (token.kind === 'fault') return [token];
    if (token.kind === 'line') return [lineRequest(token.text)];
    const { prefix, code, data, raw, offset } = token;
    if (prefix === '~') return control(code, data);
    if (code === 'XA') {
      const cut: PrinterRequest[] =
        format === null
          ? []
          : [{ kind: 'fault', offset, field: 'XA', expected: '^XZ before the next format' }];
      format = open(raw);
      return cut;
    }
    if (format === null) return code === 'XZ' ? [] : [{ kind: 'other', text: `^${code}` }];
    return within(format, code, data, raw, offset);
  };

  const within = (into: Format, code: string, data: Uint8Array, raw: Uint8Array, offset: number) => {
    const wasOverlong = into.bytes > maxLabelBytes;
    into.bytes += raw.length;
    if (code === 'XZ') format = null;
    if (wasOverlong) return [];
    if (into.bytes > maxLabelBytes) {
      // The rest up to its ^XZ is part of it, and is dropped with it.
      into.raw.length = 0;
      const expected = `at most ${maxLabelBytes} bytes`;
      return [{ kind: 'fault', offset, field: 'label', expected } as const];
    }
    into.raw.push(raw);
    note(into, code, data);
    if (code !== 'XZ') return [];
    return [{ kind: 'label', zpl: concatAll(into.raw), quantity: into.quantity, epc: into.epc } as const];
  };

  const control = (code: string, data: Uint8Array): PrinterRequest[] => {
    if (code === 'JA' || code === 'JX' || code === 'JR') format = null;
    if (code === 'HQ') return [{ kind: 'host-query', query: latin1(data).toUpperCase() }];
    return [controls[code] ?? { kind: 'other', text: `~${code}` }];
  };

  return {
    push: (chunk) => tokenizer.push(chunk).flatMap(take),
    isPartial: () => format !== null,
  };
}

/** What a format says beside what it draws: how many are printed, and what is written to the tag. */
function note(format: Format, code: string, data: Uint8Array): void {
  const text = () => latin1(data);
  if (code === 'PQ') {
    const quantity = Number.parseInt(text(), 10);
    if (quantity >= 1) format.quantity = quantity;
  } else if (code === 'RF') format.encodes = /^W,H/i.test(text());
  else if (code === 'FH') format.hexIndicator = text().trim()[0] ?? '_';
  else if (code === 'FS') {
    format.encodes = false;
    format.hexIndicator = null;
  } else if (code === 'FD' && format.encodes) {
    const epc = format.hexIndicator === null ? text() : textOfFieldData(text(), format.hexIndicator);
    format.epc = epc.trim().toUpperCase();
  }
}

/** Set-Get-Do: `! U1 getvar "name"` (ZPL II Programming Guide, SGD Command Overview). */
function lineRequest(text: string): PrinterRequest {
  const match = /^! ?U1? +(getvar|setvar|do) +"([^"]*)"(?: +"([^"]*)")?$/.exec(text);
  if (match === null) return { kind: 'other', text };
  const [, verb, name = '', value = ''] = match;
  if (verb === 'getvar') return { kind: 'get-variable', name };
  return verb === 'setvar' ? { kind: 'set-variable', name, value } : { kind: 'other', text };
}
