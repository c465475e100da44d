import { tagKeyFromHex } from '../../protocols/epc/tag-key.ts';
import { itemsPerSecond } from './rate.ts';
import type { Measurement } from './report.ts';

const tags = 1_000;

/** EPCs as readers report them to the key that barcodes have too; beside parsing the same text to numbers and nothing more. */
export async function benchEpc(): Promise<Measurement[]> {
  const epcs = Array.from(
    { length: tags },
    (_, tag) => `3034257BF7194E40${tag.toString(16).toUpperCase().padStart(8, '0')}`,
  );
  const value = itemsPerSecond(tags, () => {
    for (const epc of epcs) if (!tagKeyFromHex(epc).ok) throw new Error(`${epc} was not read`);
  });
  const bare = itemsPerSecond(tags, () => {
    for (const epc of epcs) if (Number.isNaN(bareNumbers(epc))) throw new Error(`${epc} is no number`);
  });
  return [
    {
      what: 'EPC (SGTIN-96, hex) to GS1 Digital Link',
      value,
      unit: 'EPCs/s',
      baseline: { what: 'parseInt of the same hex', value: bare },
      goal: '>= 1,000,000',
    },
  ];
}

function bareNumbers(epc: string): number {
  return Number.parseInt(epc.slice(0, 12), 16) + Number.parseInt(epc.slice(12), 16);
}
