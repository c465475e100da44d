import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildLabel } from './label.ts';
import { createPrintStream, type PrinterRequest } from './print-stream.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

function requestsOf(text: string, cuts: readonly number[] = [], maxLabelBytes?: number): PrinterRequest[] {
  const bytes = bytesOf(text);
  const stream = createPrintStream(maxLabelBytes);
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).flatMap((end, index) => stream.push(bytes.subarray(places[index], end)));
}

const labelsOf = (requests: readonly PrinterRequest[]) =>
  requests.flatMap((request) => (request.kind === 'label' ? [latin1(request.zpl)] : []));

describe('a stream to a printer', () => {
  test('labels are cut out whole, with how many and what goes to the tag', () => {
    const label = {
      widthDots: 400,
      heightDots: 200,
      elements: [{ kind: 'text', x: 10, y: 10, text: '^XZ~JA', heightDots: 30 }],
      quantity: 3,
      epc: '30340789000c0e4000000001',
    } as const;
    const built = buildLabel(label);
    const zpl = built.ok ? built.zpl : '';
    expect(requestsOf(`~HS${zpl}${zpl}`)).toMatchObject([
      { kind: 'host-status' },
      { kind: 'label', quantity: 3, epc: '30340789000C0E4000000001' },
      { kind: 'label', quantity: 3 },
    ]);
    expect(labelsOf(requestsOf(zpl)).map((found) => found.replaceAll('\n', ''))).toEqual([
      zpl.replaceAll('\n', ''),
    ]);
  });

  test('status is asked for within a label, and tells that it is not whole', () => {
    const stream = createPrintStream();
    expect(stream.push(bytesOf('^XA^FDhalf~HS'))).toEqual([{ kind: 'host-status' }]);
    expect(stream.isPartial()).toBe(true);
    stream.push(bytesOf('^XZ'));
    expect(stream.isPartial()).toBe(false);
  });

  test('cancelling drops what has begun', () => {
    expect(requestsOf('^XA^FDa~JA^FS^XZ')).toEqual([{ kind: 'cancel-all' }, { kind: 'other', text: '^FS' }]);
    expect(requestsOf('^XA~JX^XZ~PP~PS~JR~SD10^XA^XZ').map((request) => request.kind)).toEqual([
      'cancel-partial',
      'pause',
      'resume',
      'reset',
      'other',
      'label',
    ]);
  });

  test('queries and variables', () => {
    expect(
      requestsOf('~HI~HQES\r\n! U1 getvar "device.unique_id"\r\n! U1 setvar "a.b" "c"\r\nhello\r\n'),
    ).toEqual([
      { kind: 'identification' },
      { kind: 'host-query', query: 'ES' },
      { kind: 'get-variable', name: 'device.unique_id' },
      { kind: 'set-variable', name: 'a.b', value: 'c' },
      { kind: 'other', text: 'hello' },
    ]);
  });

  test('a label in another prefix says so itself', () => {
    expect(labelsOf(requestsOf('~CC++XA+FD^+FS+XZ'))).toEqual(['^CC++XA+FD^+FS+XZ']);
  });

  test('a label without end and one that is too long are told', () => {
    expect(requestsOf('^XA^FDa^XA^XZ')).toMatchObject([{ kind: 'fault', field: 'XA' }, { kind: 'label' }]);
    expect(requestsOf(`^XA${'^FDab^FS'.repeat(20)}^XZ~HS^XA^XZ`, [], 50)).toMatchObject([
      { kind: 'fault', field: 'label', expected: 'at most 50 bytes' },
      { kind: 'host-status' },
      { kind: 'label' },
    ]);
  });

  test('the same at every split', () => {
    const pieces = fc.constantFrom(
      '^XA',
      '^FDx',
      '^FS',
      '^XZ',
      '~HS',
      '~JA',
      '^PQ2',
      '^RFW,H',
      '^FH_',
      '^CC+',
      '+XZ',
      '! U1 getvar "x"\n',
      '\n',
      'z',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 30 }),
        fc.array(fc.nat(150), { maxLength: 5 }),
        (parts, cuts) => {
          const text = parts.join('');
          expect(requestsOf(text, cuts)).toEqual(requestsOf(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});
