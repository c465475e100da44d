import { parseElementString } from '../../protocols/gs1/element-string.ts';
import { peerPackage } from './peer.ts';
import { itemsPerSecond } from './rate.ts';
import type { Measurement } from './report.ts';

const today = '2026-11-22';
const scans = [
  ']C1010950600013435210ABC123\x1d17270131',
  ']C100095201234567891235',
  ']d20104012345678901211234567890\x1d10LOT-7\x1d17281231',
  ']C102040123456789013748\x1d10L0815',
  ']e00109506000134352310300125015271105',
];

/** Whole element strings, validated; beside a parser of npm on the same strings, which does not validate. */
export async function benchGs1(): Promise<Measurement[]> {
  const texts = scans.filter((text) => parseElementString(text, today).ok);
  if (texts.length !== scans.length) throw new Error('a scan of the bench was refused');
  const value = itemsPerSecond(texts.length, () => {
    for (const text of texts) if (!parseElementString(text, today).ok) throw new Error('refused');
  });
  const parse = peerPackage('gs1-barcode-parser-mod')?.parseBarcode as
    | ((text: string) => unknown)
    | undefined;
  if (parse === undefined) return [{ what: 'GS1 element strings', value, unit: 'strings/s' }];
  const peer = itemsPerSecond(texts.length, () => {
    for (const text of texts) parse(text);
  });
  return [
    {
      what: 'GS1 element strings, parsed and validated',
      value,
      unit: 'strings/s',
      baseline: { what: 'gs1-barcode-parser-mod, which does not validate', value: peer },
      goal: 'ratio >= 5',
    },
  ];
}
