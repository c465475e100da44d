/** What a code type of DECODE_DATA is, and which AIM symbology identifier (ISO/IEC 15424) its data get. */
export interface SsiCodeType {
  readonly name: string;
  /**
   * The identifier, where the type alone tells it; null where it does not. A scanner that is set to send identifiers itself
   * knows better, and is believed.
   */
  readonly aim: string | null;
}

/** Code types (Zebra 72E-40451, DECODE_DATA; the newer ones as the Zebra scanner SDK lists them). */
// biome-ignore format: a code type a line
const codeTypes: ReadonlyMap<number, SsiCodeType> = new Map(
  ([
    [0x01, 'Code 39', ']A0'],
    [0x02, 'Codabar', ']F0'],
    [0x03, 'Code 128', ']C0'],
    [0x04, 'Discrete 2 of 5', ']S0'],
    [0x05, 'IATA 2 of 5', ']R0'],
    [0x06, 'Interleaved 2 of 5', ']I0'],
    [0x07, 'Code 93', ']G0'],
    [0x08, 'UPC-A', ']E0'],
    [0x09, 'UPC-E0', ']E0'],
    [0x0a, 'EAN-8', ']E4'],
    [0x0b, 'EAN-13', ']E0'],
    [0x0c, 'Code 11', ']H0'],
    [0x0d, 'Code 49', ']T0'],
    [0x0e, 'MSI', ']M0'],
    [0x0f, 'GS1-128', ']C1'],
    [0x10, 'UPC-E1', ']E0'],
    [0x11, 'PDF417', ']L0'],
    [0x12, 'Code 16K', ']K0'],
    [0x13, 'Code 39 Full ASCII', ']A4'],
    [0x14, 'UPC-D', null],
    [0x15, 'Trioptic Code 39', ']X0'],
    [0x16, 'Bookland', ']X0'],
    [0x17, 'Coupon', null],
    [0x18, 'NW-7', ']F0'],
    [0x19, 'ISBT 128', ']C0'],
    [0x1a, 'Micro PDF417', ']L0'],
    [0x1b, 'Data Matrix', ']d1'],
    [0x1c, 'QR Code', ']Q1'],
    [0x1d, 'Micro PDF417 CC-A', null],
    [0x1e, 'US Postnet', ']X0'],
    [0x1f, 'US Planet', ']X0'],
    [0x20, 'Code 32', ']A0'],
    [0x21, 'ISBT 128 concatenated', ']C4'],
    [0x22, 'Japan Postal', ']X0'],
    [0x23, 'Australia Post', ']X0'],
    [0x24, 'Netherlands KIX', ']X0'],
    [0x25, 'MaxiCode', ']U0'],
    [0x26, 'Canada Post', ']X0'],
    [0x27, 'UK Postal', ']X0'],
    [0x28, 'Macro PDF417', ']L0'],
    [0x2c, 'Micro QR', ']Q1'],
    [0x2d, 'Aztec', ']z0'],
    [0x2e, 'Aztec Rune', ']zC'],
    [0x30, 'GS1 DataBar', ']e0'],
    [0x31, 'GS1 DataBar Limited', ']e0'],
    [0x32, 'GS1 DataBar Expanded', ']e0'],
    [0x37, 'Scanlet', null],
    [0x48, 'UPC-A + 2', ']E3'],
    [0x49, 'UPC-E0 + 2', ']E3'],
    [0x4a, 'EAN-8 + 2', null],
    [0x4b, 'EAN-13 + 2', ']E3'],
    [0x50, 'UPC-E1 + 2', ']E3'],
    [0x51, 'CC-A with GS1-128', ']e0'],
    [0x52, 'CC-A with EAN-13', null],
    [0x53, 'CC-A with EAN-8', null],
    [0x54, 'CC-A with GS1 DataBar Expanded', ']e0'],
    [0x55, 'CC-A with GS1 DataBar Limited', ']e0'],
    [0x56, 'CC-A with GS1 DataBar', ']e0'],
    [0x57, 'CC-A with UPC-A', null],
    [0x58, 'CC-A with UPC-E', null],
    [0x59, 'CC-C with GS1-128', ']e0'],
    [0x5a, 'TLC-39', null],
    [0x61, 'CC-B with GS1-128', ']e0'],
    [0x62, 'CC-B with EAN-13', null],
    [0x63, 'CC-B with EAN-8', null],
    [0x64, 'CC-B with GS1 DataBar Expanded', ']e0'],
    [0x65, 'CC-B with GS1 DataBar Limited', ']e0'],
    [0x66, 'CC-B with GS1 DataBar', ']e0'],
    [0x67, 'CC-B with UPC-A', null],
    [0x68, 'CC-B with UPC-E', null],
    [0x69, 'Signature', null],
    [0x71, 'Matrix 2 of 5', ']X0'],
    [0x72, 'Chinese 2 of 5', ']X0'],
    [0x73, 'Korean 3 of 5', ']X0'],
    [0x88, 'UPC-A + 5', ']E3'],
    [0x89, 'UPC-E0 + 5', ']E3'],
    [0x8a, 'EAN-8 + 5', null],
    [0x8b, 'EAN-13 + 5', ']E3'],
    [0x90, 'UPC-E1 + 5', ']E3'],
    [0x9a, 'Macro Micro PDF417', ']L0'],
    [0xa0, 'OCR', null],
    [0xb4, 'GS1 DataBar Coupon', ']e0'],
    [0xb7, 'Han Xin', ']h0'],
    [0xc1, 'GS1 DataMatrix', ']d2'],
    [0xc2, 'GS1 QR Code', ']Q3'],
    [0xc4, 'DotCode', ']J0'],
    [0xc8, 'Grid Matrix', ']g0'],
    [0xd1, 'Rectangular Micro QR', ']Q1'],
  ] as const).map(([type, name, aim]) => [type, { name, aim }]),
);

const upcE: ReadonlySet<number> = new Set([0x09, 0x10, 0x49, 0x50, 0x89, 0x90]);

export function codeTypeOf(type: number): SsiCodeType {
  return codeTypes.get(type) ?? { name: `code type 0x${type.toString(16).padStart(2, '0')}`, aim: null };
}

const ownIdentifier = /^(\][A-Za-z])[0-9A-Za-z]/;

/**
 * The scan as a serial scanner that sends AIM identifiers gives it. Identifiers E0 and E3 stand for 13 digits (ISO/IEC
 * 15424): UPC-A gets its leading 0 and UPC-E is written out. Where the digits do not allow that, there is no identifier.
 */
export function identified(
  type: number,
  data: string,
): { readonly aim: string | null; readonly text: string } {
  const { aim } = codeTypeOf(type);
  const own = ownIdentifier.exec(data);
  if (own !== null && (aim === null || aim.startsWith(own[1] ?? ''))) return { aim: own[0], text: data };
  if (aim !== ']E0' && aim !== ']E3') return { aim, text: (aim ?? '') + data };
  const digits = thirteenDigits(type, data, aim === ']E3' ? addOnDigits(type) : 0);
  return digits === null ? { aim: null, text: data } : { aim, text: aim + digits };
}

function addOnDigits(type: number): number {
  return type >= 0x80 ? 5 : 2;
}

function thirteenDigits(type: number, data: string, addOn: number): string | null {
  if (!/^\d+$/.test(data)) return null;
  const main = data.slice(0, data.length - addOn);
  const number = upcE.has(type) ? expandUpcE(main) : main;
  return number.length === 12 || number.length === 13
    ? number.padStart(13, '0') + data.slice(main.length)
    : null;
}

/** UPC-E of eight digits (number system, six, check digit) as UPC-A (GS1 General Specifications, zero suppression). */
function expandUpcE(digits: string): string {
  const found = /^([01])(\d\d)(\d)(\d)(\d)(\d)(\d)$/.exec(digits);
  if (found === null) return digits;
  const [, system = '', two = '', third = '', fourth = '', fifth = '', last = '', check = ''] = found;
  if (last <= '2') return `${system}${two}${last}0000${third}${fourth}${fifth}${check}`;
  if (last === '3') return `${system}${two}${third}00000${fourth}${fifth}${check}`;
  if (last === '4') return `${system}${two}${third}${fourth}00000${fifth}${check}`;
  return `${system}${two}${third}${fourth}${fifth}0000${last}${check}`;
}
