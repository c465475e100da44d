import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOfFieldData } from './field-data.ts';
import { boxOf, buildLabel, type Label, type LabelElement } from './label.ts';
import { createZplTokenizer } from './tokenizer.ts';

const sheet = { widthDots: 800, heightDots: 1200 };
const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function zplOf(label: Label): string {
  const built = buildLabel(label);
  if (!built.ok) throw new Error(JSON.stringify(built.faults));
  return built.zpl;
}

function faultOf(element: LabelElement) {
  const built = buildLabel({ ...sheet, elements: [element] });
  return built.ok ? null : built.faults;
}

const text = (content: string): LabelElement => ({ kind: 'text', x: 0, y: 1, text: content, heightDots: 2 });

describe('a label', () => {
  test('whatever its texts say, they come back, and no command comes with them', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom('^XZ', '~JA', '^FS', '_', '\\&', '\n', 'é', 'A'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), (texts) => {
        const zpl = zplOf({ ...sheet, elements: texts.map(text) });
        const tokenizer = createZplTokenizer();
        const tokens = [...tokenizer.push(bytesOf(zpl)), ...tokenizer.end()];
        const codes = tokens.map((token) =>
          token.kind === 'command' ? token.prefix + token.code : token.kind,
        );
        const perText = ['^FO', '^A0', '^FH', '^FD', '^FS'];
        expect(codes).toEqual([
          '^XA',
          '^CI',
          '^PW',
          '^LL',
          '^LH',
          '^FW',
          ...texts.flatMap(() => perText),
          '^PQ',
          '^XZ',
        ]);
        const found = tokens.flatMap((token) =>
          token.kind === 'command' && token.code === 'FD' ? [String.fromCharCode(...token.data)] : [],
        );
        expect(found.map((data) => textOfFieldData(data))).toEqual(texts);
        expect(zpl).toMatch(/^[\n -~]*$/);
      }),
    );
  });

  test('each kind of element', () => {
    const zpl = zplOf({
      ...sheet,
      elements: [
        { kind: 'text', x: 1, y: 2, text: 'a', heightDots: 30, widthDots: 20, rotation: 'R', reverse: true },
        {
          kind: 'block',
          x: 1,
          y: 2,
          text: 'a\nb',
          heightDots: 30,
          blockWidthDots: 300,
          maxLines: 2,
          align: 'centre',
        },
        { kind: 'code128', x: 1, y: 2, data: 'AB', moduleDots: 2, heightDots: 50 },
        { kind: 'gs1-data-matrix', x: 1, y: 2, data: '10A\x1d2112', moduleDots: 5 },
        { kind: 'qr', x: 1, y: 2, data: 'Hi', moduleDots: 5, correction: 'Q' },
        { kind: 'box', x: 1, y: 2, widthDots: 100, heightDots: 50, thicknessDots: 3 },
      ],
      quantity: 2,
      epc: '3034',
    });
    expect(zpl.split('\n')).toEqual([
      '^XA^CI28^PW800^LL1200^LH0,0^FWN',
      '^RFW,H,,,A^FD3034^FS',
      '^FO1,2^FR^A0R,30,20^FH_^FDa^FS',
      '^FO1,2^A0N,30,30^FB300,2,0,C,0^FH_^FDa\\&b^FS',
      '^FO1,2^BY2,3,50^BCN,50,N,N,N,N^FH_^FD>:AB^FS',
      '^FO1,2^BXN,5,200,,,,_^FH#^FD_110A_12112^FS',
      '^FO1,2^BY2,3,10^BQN,2,5,Q^FH_^FDQA,Hi^FS',
      '^FO1,2^GB100,50,3^FS',
      '^PQ2',
      '^XZ',
      '',
    ]);
  });

  test('what does not fit is named with its element', () => {
    const symbol = {
      kind: 'gs1-128',
      x: 700,
      y: 0,
      data: '00395212340000000175',
      moduleDots: 2,
      heightDots: 50,
    } as const;
    expect(faultOf(symbol)).toEqual([{ element: 0, field: 'x', expected: '312 dots of width within 800' }]);
    expect(faultOf({ ...symbol, rotation: 'R' })).toBeNull();
    expect(faultOf({ ...symbol, x: 0, y: 1190 })).toMatchObject([{ field: 'y' }]);
    expect(faultOf({ ...symbol, data: 'é' })).toMatchObject([
      { field: 'data', expected: 'printable ASCII at 0' },
    ]);
    expect(faultOf({ ...symbol, x: 0, moduleDots: 11 })).toMatchObject([{ field: 'moduleDots' }]);
    expect(faultOf({ ...symbol, x: 0.5 })).toMatchObject([{ field: 'x' }]);
    expect(faultOf({ ...symbol, x: -1 })).toMatchObject([{ field: 'x' }]);
    expect(faultOf({ kind: 'data-matrix', x: 0, y: 0, data: 'x'.repeat(1600), moduleDots: 1 })).toMatchObject(
      [{ field: 'data', expected: 'no more than one symbol holds' }],
    );
    expect(faultOf({ kind: 'qr', x: 0, y: 0, data: '', moduleDots: 1, correction: 'L' })).toMatchObject([
      { field: 'data' },
    ]);
    expect(faultOf({ kind: 'data-matrix', x: 0, y: 0, data: '', moduleDots: 1 })).toMatchObject([
      { field: 'data' },
    ]);
    expect(faultOf(text('x'.repeat(3100)))).toMatchObject([
      { field: 'text', expected: 'at most 3072 bytes' },
    ]);
    const accented = { kind: 'text', x: 0, y: 0, text: 'É', heightDots: 40 } as const;
    expect(faultOf(accented)).toMatchObject([{ field: 'y' }]);
    expect(faultOf({ ...accented, text: 'E' })).toBeNull();
    const label = { widthDots: 0, heightDots: 40_000, elements: [], quantity: 0, epc: '30' };
    expect(buildLabel(label)).toMatchObject({
      faults: ['widthDots', 'heightDots', 'quantity', 'epc'].map((field) => ({ element: null, field })),
    });
  });

  test('matrix codes take the size that the standards give them', () => {
    const sideOf = (element: LabelElement) => boxOf(element)?.widthDots;
    const matrix = (data: string) => sideOf({ kind: 'data-matrix', x: 0, y: 0, data, moduleDots: 1 });
    expect(['123456', 'ABC', 'ABCD', 'é'.repeat(40)].map(matrix)).toEqual([10, 10, 12, 48]);
    const qr = (data: string) => sideOf({ kind: 'qr', x: 0, y: 0, data, moduleDots: 1, correction: 'M' });
    expect(['A'.repeat(14), 'A'.repeat(15), 'é'.repeat(14)].map(qr)).toEqual([21, 25, 29]);
    expect(qr('A'.repeat(2332))).toBeUndefined();
  });
});
