import { factEnvelope } from './fact.ts';
import { factHash, genesis } from './fact-chain.ts';
import { headMessage, type SignedHead } from './signed-head.ts';

/** One entry of a station's sequence, as some hop keeps it. */
export interface ChainLink {
  readonly seq: number;
  /** The hash that the hop holds for it; empty where a record had none. */
  readonly hash: string;
  /** The fact word for word; or why the hop set it aside, then nothing but its place in the chain can be verified. */
  readonly content:
    | { readonly kind: 'fact'; readonly fact: unknown }
    | { readonly kind: 'set-aside'; readonly reason: string };
}

type FindingCode =
  | 'GAP'
  | 'SEQ_REPEATED'
  | 'FACT_INVALID'
  | 'FACT_FOREIGN'
  | 'HASH_WRONG'
  | 'CHAIN_BROKEN'
  | 'HEAD_MISMATCH'
  | 'HEAD_KEY_UNKNOWN'
  | 'HEAD_INVALID';

/** What is wrong, and with which fact. */
export interface Finding {
  readonly seq: number;
  readonly code: FindingCode;
  readonly detail: string;
}

/** What a chain proves. */
export interface ChainReport {
  readonly site: string;
  readonly station: string;
  /** The first and the last fact that were there; 0 and 0 for none. */
  readonly from: number;
  readonly upTo: number;
  readonly facts: number;
  readonly setAside: readonly { readonly seq: number; readonly reason: string }[];
  /** Up to here the station vouches for its chain by a signature that was verified; 0 if there is none. */
  readonly signedUpTo: number;
  readonly heads: number;
  /** The first hundred, in the order of the chain; `findingCount` counts all. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
}

export interface ChainVerifierOptions {
  readonly site: string;
  readonly station: string;
  /** Where the store says that the chain ends; null where it has to hold no beginning and no end, as a station's folder. */
  readonly end: number | null;
  /** The signed heads of this chain that are held with it. */
  readonly heads: readonly SignedHead[];
  /** key id -> Ed25519 public key in base64url; undefined if no keys are at hand, so that signatures are left alone. */
  readonly keys: ReadonlyMap<string, string> | undefined;
  /** Ed25519 (RFC 8032) of the host; the key and the signature in base64url. */
  readonly isSigned: (publicKey: string, message: string, signature: string) => boolean;
  readonly digest?: (text: string) => string;
}

const maxListed = 100;

/** Verifies a station's chain link by link, in constant memory: sequence, content, hashes and signatures. */
export class ChainVerifier {
  readonly #options: ChainVerifierOptions;
  readonly #headsAt = new Map<number, SignedHead[]>();
  readonly #findings: Finding[] = [];
  readonly #setAside: { seq: number; reason: string }[] = [];
  #findingCount = 0;
  #from = 0;
  #upTo = 0;
  #hash: string = genesis.hash;
  #facts = 0;
  #heads = 0;
  #signedUpTo = 0;
  #ended = false;

  constructor(options: ChainVerifierOptions) {
    this.#options = options;
    for (const head of options.heads)
      this.#headsAt.set(head.seq, [...(this.#headsAt.get(head.seq) ?? []), head]);
  }

  /** Takes the next link of the chain. */
  take(link: ChainLink): void {
    const { seq, hash, content } = link;
    const first = this.#from === 0;
    if (!first && seq <= this.#upTo) {
      this.#found(seq, 'SEQ_REPEATED', `follows ${this.#upTo}`);
      return;
    }
    const follows = seq === this.#upTo + 1;
    if (!first && !follows) this.#found(this.#upTo + 1, 'GAP', `${this.#upTo + 1} to ${seq - 1} are missing`);
    if (first && seq > 1 && this.#options.end !== null) this.#found(1, 'GAP', `1 to ${seq - 1} are missing`);
    if (first) this.#from = seq;
    this.#facts += 1;
    if (content.kind === 'fact') this.#checkFact(seq, hash, content.fact, follows ? this.#hash : null);
    else if (this.#setAside.length < maxListed) this.#setAside.push({ seq, reason: content.reason });
    this.#upTo = seq;
    this.#hash = hash;
    for (const head of this.#headsAt.get(seq) ?? []) this.#checkHead(head, hash);
  }

  /** After the last link: what all of it proves. */
  report(): ChainReport {
    const { site, station, end, heads } = this.#options;
    const newest = Math.max(end ?? 0, ...heads.map(({ seq }) => seq));
    if (newest > this.#upTo && !this.#ended)
      this.#found(this.#upTo + 1, 'GAP', `${this.#upTo + 1} to ${newest} are missing at the end`);
    this.#ended = true;
    return {
      site,
      station,
      from: this.#from,
      upTo: this.#upTo,
      facts: this.#facts,
      setAside: this.#setAside,
      signedUpTo: this.#signedUpTo,
      heads: this.#heads,
      findings: this.#findings,
      findingCount: this.#findingCount,
    };
  }

  /** @param prev the hash of the fact before; null if that is not here. */
  #checkFact(seq: number, hash: string, raw: unknown, prev: string | null): void {
    const { site, station, digest } = this.#options;
    const parsed = factEnvelope.safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      this.#found(seq, 'FACT_INVALID', `${issue?.path.join('.')}: ${issue?.message}`);
      return;
    }
    const fact = parsed.data;
    if (fact.site !== site || fact.station !== station || fact.seq !== seq) {
      this.#found(seq, 'FACT_FOREIGN', `is fact ${fact.seq} of ${fact.site}/${fact.station}`);
      return;
    }
    const computed = factHash(fact, digest);
    if (computed !== fact.hash || fact.hash !== hash) {
      const detail = `its content gives ${computed.slice(0, 12)}, it claims ${fact.hash.slice(0, 12)}, it is held as ${hash.slice(0, 12)}`;
      this.#found(seq, 'HASH_WRONG', detail);
    }
    // Behind a record without a hash nothing can be compared; that record is named.
    if (prev !== null && prev !== '' && fact.prev !== prev) {
      this.#found(
        seq,
        'CHAIN_BROKEN',
        `follows ${fact.prev.slice(0, 12)}, before it is ${prev.slice(0, 12)}`,
      );
    }
  }

  #checkHead(head: SignedHead, hash: string): void {
    const { keys, site, station, isSigned } = this.#options;
    if (head.hash !== hash) {
      this.#found(head.seq, 'HEAD_MISMATCH', `the signed head names ${head.hash.slice(0, 12)}`);
      return;
    }
    if (keys === undefined) return;
    const key = keys.get(head.key);
    if (key === undefined) this.#found(head.seq, 'HEAD_KEY_UNKNOWN', `signed with key ${head.key}`);
    else if (!isSigned(key, headMessage({ site, station }, head), head.signature))
      this.#found(head.seq, 'HEAD_INVALID', `not signed by key ${head.key}`);
    else {
      this.#heads += 1;
      // A head proves what lies before it only as far as the chain held up to here.
      if (this.#findingCount === 0) this.#signedUpTo = head.seq;
    }
  }

  #found(seq: number, code: FindingCode, detail: string): void {
    this.#findingCount += 1;
    if (this.#findings.length < maxListed) this.#findings.push({ seq, code, detail });
  }
}
