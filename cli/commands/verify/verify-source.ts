import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { messageOf } from '../../../kernel/errors.ts';
import { sha256Hex } from '../../../kernel/sha256.ts';
import type { ChainSource, StoredChain } from '../../../protocols/wire/chain-source.ts';
import { type ChainLink, type ChainReport, ChainVerifier } from '../../../protocols/wire/chain-verifier.ts';
import { stationKeyList } from '../../../protocols/wire/station-keys.ts';
import { cliErrors } from '../../cli-errors.ts';
import { readNamedFile } from '../../read-named-file.ts';

/** Which chains are wanted. */
export interface Selection {
  readonly site?: string | undefined;
  readonly station?: string | undefined;
  readonly order?: string | undefined;
}

/** A fact that names the wanted order. */
interface OrderFact {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly signed: boolean;
}

export type VerifiedChain = ChainReport & { readonly order?: readonly OrderFact[] };

const reportEvery = 10_000;

/** Verifies the wanted chains of a source one after the other. With an order, only chains that name it are reported. */
export async function verifySource(
  source: ChainSource,
  wanted: Selection,
  keys: ReadonlyMap<string, string> | undefined,
  onProgress: (text: string) => void,
): Promise<VerifiedChain[]> {
  const reports: VerifiedChain[] = [];
  const chains = source.chains.filter(
    ({ site, station }) =>
      (wanted.site === undefined || wanted.site === site) &&
      (wanted.station === undefined || wanted.station === station),
  );
  for (const chain of chains) {
    const report = await verifyChain(chain, wanted.order, keys, onProgress);
    if (wanted.order === undefined || report.order?.length !== 0) reports.push(report);
  }
  return reports;
}

async function verifyChain(
  chain: StoredChain,
  order: string | undefined,
  keys: ReadonlyMap<string, string> | undefined,
  onProgress: (text: string) => void,
): Promise<VerifiedChain> {
  const { site, station, heads, end } = chain;
  const verifier = new ChainVerifier({
    site,
    station,
    heads,
    end,
    keys,
    isSigned: createSignatureCheck(),
    digest: sha256Hex,
  });
  const ofOrder: Omit<OrderFact, 'signed'>[] = [];
  let count = 0;
  for await (const link of chain.links()) {
    verifier.take(link);
    if (order !== undefined) ofOrder.push(...namingOrder(link, order));
    count += 1;
    if (count % reportEvery === 0) onProgress(`${site}/${station}: ${count} facts`);
  }
  const report = verifier.report();
  if (order === undefined) return report;
  return { ...report, order: ofOrder.map((fact) => ({ ...fact, signed: fact.seq <= report.signedUpTo })) };
}

function namingOrder({ seq, content }: ChainLink, order: string): Omit<OrderFact, 'signed'>[] {
  if (content.kind !== 'fact') return [];
  const fact = content.fact as { type?: unknown; at?: unknown; data?: { order?: unknown } } | null;
  if (fact?.data?.order !== order) return [];
  return [{ seq, type: String(fact.type), at: String(fact.at) }];
}

/** Ed25519 with each key read once. */
function createSignatureCheck() {
  const known = new Map<string, KeyObject>();
  return (publicKey: string, message: string, signature: string): boolean => {
    let key = known.get(publicKey);
    if (key === undefined) {
      key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
      known.set(publicKey, key);
    }
    return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64url'));
  };
}

/**
 * The keys to verify with: those of a file that the auditor brings, else those of the store itself; undefined if there are none.
 *
 * @throws FILE_UNREADABLE
 */
export function keysFor(
  source: ChainSource,
  file: string | undefined,
): ReadonlyMap<string, string> | undefined {
  const records = file === undefined ? source.keys : readKeyFile(file);
  return records.length === 0 ? undefined : new Map(records.map(({ key, publicKey }) => [key, publicKey]));
}

function readKeyFile(path: string) {
  const text = readNamedFile(path);
  try {
    return stationKeyList.parse(JSON.parse(text)).keys;
  } catch (thrown) {
    const message = `${path} is no list of keys as GET /v1/station-keys gives it: ${messageOf(thrown).slice(0, 200)}`;
    throw cliErrors.fault('FILE_UNREADABLE', message, { place: path });
  }
}

/** The facts that a source holds and another one does not, under the same seq with the same hash. */
export async function onlyIn(source: ChainSource, other: ChainSource, wanted: Selection): Promise<unknown[]> {
  const only: unknown[] = [];
  for (const chain of source.chains) {
    if (wanted.station !== undefined && wanted.station !== chain.station) continue;
    const held = new Map<number, string>();
    const same = other.chains.find(({ site, station }) => site === chain.site && station === chain.station);
    for await (const { seq, hash } of same?.links() ?? []) held.set(seq, hash);
    for await (const { seq, hash, content } of chain.links()) {
      if (held.get(seq) !== hash && content.kind === 'fact') only.push(content.fact);
    }
  }
  return only;
}
