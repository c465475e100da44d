import { utf8Length } from '../../protocols/bytes/utf8.ts';

/** Leaves room below the packet limit of a gateway (1 MiB) for the longest single fact. */
const maxBatchBytes = 512 * 1024;

/** Groups the JSON of facts into batches of bounded size; a fact that is longer than a batch goes alone. */
export function packBatches(facts: readonly string[], maxBytes = maxBatchBytes): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const fact of facts) {
    const size = utf8Length(fact) + 1;
    if (batch.length > 0 && bytes + size > maxBytes) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(fact);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
