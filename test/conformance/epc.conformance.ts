import { expect, test } from 'vitest';
import { digitalLinkPath, digitalLinkUri } from '../../protocols/epc/digital-link.ts';
import { decodeEpc, decodeEpcHex } from '../../protocols/epc/epc-decode.ts';
import { encodeEpc } from '../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../protocols/epc/epc-from-elements.ts';
import { parsePureIdentityUri, parseTagUri, pureIdentityUri, tagUri } from '../../protocols/epc/epc-uri.ts';
import type { ClassicScheme, EpcScheme } from '../../protocols/epc/scheme.ts';
import { tagKeyFromBytes, tagKeyFromHex } from '../../protocols/epc/tag-key.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

interface AnnexRow {
  readonly scheme: EpcScheme;
  readonly hex: string;
  readonly pureIdentity: string | null;
  readonly tagUri: string | null;
  readonly digitalLinkPath: string | null;
}

/** The annex shows some rows to the half byte, others to the word; a memory bank holds words (TDS 2.3, 15.1.1). */
function toWords(hex: string): string {
  return hex.toUpperCase().padEnd(Math.ceil(hex.length / 4) * 4, '0');
}

function succeed<Value>(result: { ok: true; value: Value } | { ok: false }): Value {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

function checkDecoding(row: AnnexRow): void {
  for (const hex of [row.hex, row.hex.toLowerCase(), row.hex.toUpperCase(), toWords(row.hex)]) {
    const epc = succeed(decodeEpcHex(hex));
    expect(epc.scheme).toBe(row.scheme);
    if (row.tagUri !== null) expect(tagUri(epc)).toBe(row.tagUri);
    if (row.pureIdentity !== null) expect(pureIdentityUri(epc)).toBe(row.pureIdentity);
    const link = row.digitalLinkPath;
    expect(link?.startsWith('https:') ? digitalLinkUri(epc) : digitalLinkPath(epc)).toBe(link);
    if (link?.startsWith('/')) expect(tagKeyFromHex(hex)).toEqual({ ok: true, value: link });
  }
}

/** From the EPC itself, from each URN, and from the Digital Link. */
function checkEncoding(row: AnnexRow): void {
  const expected = toWords(row.hex);
  const epc = succeed(decodeEpcHex(row.hex));
  const filter = epc.filter ?? 0;
  const sources = [
    epc,
    ...(row.tagUri === null ? [] : [succeed(parseTagUri(row.tagUri))]),
    ...(row.pureIdentity === null
      ? []
      : [succeed(parsePureIdentityUri(row.pureIdentity, row.scheme as ClassicScheme, filter))]),
  ];
  for (const source of sources) expect(succeed(encodeEpc(source)).hex).toBe(expected);
  if (row.digitalLinkPath === null) return;
  const companyPrefixLength = epc.kind === 'classic' ? (epc.companyPrefixLength ?? 0) : 0;
  const options = { scheme: row.scheme, filter, companyPrefixLength };
  const linked = succeed(epcFromDigitalLink(row.digitalLinkPath, options));
  expect(succeed(encodeEpc(linked)).hex).toBe(expected);
}

describeVectors('EPC: worked examples of TDS 2.3 annex E.3', () => {
  const rows = JSON.parse(readVector('epc/tds23-annex-e3.json')) as AnnexRow[];
  const decoding = countVectors('EPC TDS 2.3 annex E.3, decoding');
  const encoding = countVectors('EPC TDS 2.3 annex E.3, encoding');

  test.each(rows)('$scheme $hex', (row) => {
    decoding.try(() => checkDecoding(row));
    encoding.try(() => checkEncoding(row));
  });
});

describeVectors('EPC: 1000 tags of a reader simulator', () => {
  const lines = readVector('llrp/1000-tags.csv').trim().split(/\r?\n/);
  const count = countVectors('EPC tag reads (PC word and bits)');

  test(`${lines.length} tags decode and encode to the same bits, or are refused by name`, () => {
    for (const line of lines) {
      const [pc = '', bits = ''] = line.split(',');
      count.try(() => checkTag(Number.parseInt(pc, 16), bits));
    }
    expect(lines.length).toBeGreaterThan(0);
  });
});

function checkTag(pc: number, bits: string): void {
  const bytes = Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  const decoded = decodeEpc(bytes, bits.length, pc);
  const isEpc = (pc & 0x0100) === 0;
  if (!isEpc) {
    expect(decoded).toMatchObject({ ok: false, code: 'iso_application_family' });
    return;
  }
  const epc = succeed(decoded);
  expect(succeed(encodeEpc(epc)).bytes).toEqual(bytes);
  expect(tagKeyFromBytes(bytes, pc)).toEqual({ ok: true, value: digitalLinkPath(epc) });
}
