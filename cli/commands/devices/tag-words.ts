import { digitalLinkPath } from '../../../protocols/epc/digital-link.ts';
import { decodeEpcHex } from '../../../protocols/epc/epc-decode.ts';
import type { TagRead } from '../../../protocols/rfid/tag-read.ts';

/** What was read of a tag at an antenna within some time. */
export interface TagWords {
  readonly epc: string;
  /** The key of the item, `/01/.../21/...`; null where the tag holds none. */
  readonly key: string | null;
  /** The coding scheme, such as SGTIN-96; null where the tag holds no EPC. */
  readonly scheme: string | null;
  /** Why there is no key. */
  readonly refusal: string | null;
  readonly antenna: number;
  readonly reads: number;
  /** The strongest. */
  readonly rssiDbm: number | null;
}

/** More tags than these are counted only. */
const mostTags = 5_000;

/** Collects reads and gives what each tag did at each antenna. */
export class TagTally {
  private readonly tags = new Map<string, TagWords>();
  /** Reads of tags for which there was no room. */
  private others = 0;

  add(read: TagRead): void {
    const place = `${read.epc} ${read.antenna}`;
    const before = this.tags.get(place);
    if (before === undefined && this.tags.size >= mostTags) {
      this.others += read.count;
      return;
    }
    this.tags.set(place, before === undefined ? tagWords(read) : joined(before, read));
  }

  /** What has been collected, those that were read most often first; then it begins anew. */
  take(): { readonly tags: readonly TagWords[]; readonly otherReads: number } {
    const tags = [...this.tags.values()].sort((a, b) => b.reads - a.reads);
    const otherReads = this.others;
    this.tags.clear();
    this.others = 0;
    return { tags, otherReads };
  }
}

function joined(before: TagWords, { count, rssiDbm }: TagRead): TagWords {
  const strongest = Math.max(before.rssiDbm ?? -Infinity, rssiDbm ?? -Infinity);
  return {
    ...before,
    reads: before.reads + count,
    rssiDbm: strongest === -Infinity ? null : strongest,
  };
}

export function tagWords({ epc, pc, antenna, rssiDbm, count }: TagRead): TagWords {
  const base = { epc, antenna, reads: count, rssiDbm };
  const decoded = decodeEpcHex(epc, pc);
  if (!decoded.ok) {
    const { code, field, expected } = decoded;
    return { ...base, key: null, scheme: null, refusal: `${code}: ${field}, expected ${expected}` };
  }
  const key = digitalLinkPath(decoded.value);
  return { ...base, key, scheme: decoded.value.scheme, refusal: null };
}

export function tagLine({ epc, key, scheme, refusal, antenna, reads, rssiDbm }: TagWords): string {
  const name = key ?? (scheme === null ? `no EPC (${refusal ?? ''})` : 'no GS1 key');
  const strength = rssiDbm === null ? '' : `  ${rssiDbm.toFixed(1)} dBm`;
  return `tag   ${name}  ${scheme ?? ''} ${epc}  antenna ${antenna}${strength}  ${reads} ${reads === 1 ? 'read' : 'reads'}`;
}
