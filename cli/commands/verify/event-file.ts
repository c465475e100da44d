import { readFileSync, statSync } from 'node:fs';
import { fileTrouble } from '../../../kernel/file-trouble.ts';
import type { ChainSource, StoredChain } from '../../../protocols/wire/chain-source.ts';
import type { ChainLink } from '../../../protocols/wire/chain-verifier.ts';
import { setAsideData } from '../../../protocols/wire/event.ts';
import { stationHead } from '../../../protocols/wire/signed-head.ts';
import { cliErrors } from '../../cli-errors.ts';

/** A file is read whole; more is better verified from the store itself. */
const maxFileBytes = 512 * 1024 * 1024;

interface Place {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly hash: string;
}

/**
 * The chains in a file: JSON lines of events, of facts or of pages of events, or one such page. What is neither, and a fact
 * that names no place in a sequence, is a fault of the file.
 *
 * @throws FILE_UNREADABLE
 */
export function openEventFile(path: string): ChainSource {
  const chains = new Map<
    string,
    { links: ChainLink[]; heads: StoredChain['heads'][number][] } & Omit<Place, 'seq' | 'hash'>
  >();
  const chainOf = ({ site, station }: Pick<Place, 'site' | 'station'>) => {
    const key = `${site} ${station}`;
    const known = chains.get(key) ?? { site, station, links: [], heads: [] };
    chains.set(key, known);
    return known;
  };
  let site = '';
  for (const { value, line } of valuesOf(path)) {
    const page = value as { events?: unknown[]; heads?: unknown[] } | null;
    for (const data of Array.isArray(page?.events) ? page.events.map(dataOf) : [dataOf(value)]) {
      const place = placeOf(data, path, line);
      site = place.site;
      chainOf(place).links.push(linkOf(place, data));
    }
    for (const raw of page?.heads ?? []) {
      const head = stationHead.safeParse(raw);
      if (!head.success) throw unreadable(path, `line ${line}: a head is not whole`);
      const { station, ...signed } = head.data;
      chainOf({ site, station }).heads.push(signed);
    }
  }
  return {
    name: path,
    chains: [...chains.values()].map(({ links, ...chain }) => ({
      ...chain,
      end: null,
      links: () => links.toSorted((a, b) => a.seq - b.seq),
    })),
    keys: [],
    close: async () => {},
  };
}

function* valuesOf(path: string): Iterable<{ value: unknown; line: number }> {
  const text = textOf(path);
  const whole = parsed(text);
  if (whole !== undefined) {
    yield { value: whole, line: 1 };
    return;
  }
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue;
    const value = parsed(row);
    if (value === undefined) throw unreadable(path, `line ${index + 1} is no JSON`);
    yield { value, line: index + 1 };
  }
}

function textOf(path: string): string {
  try {
    if (statSync(path).size > maxFileBytes) throw new Error(`it is larger than ${maxFileBytes} bytes`);
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw unreadable(path, fileTrouble(thrown));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An event stands around its fact. */
function dataOf(value: unknown): unknown {
  const event = value as { specversion?: unknown; data?: unknown } | null;
  return event?.specversion === undefined ? value : event.data;
}

function placeOf(data: unknown, path: string, line: number): Place {
  const place = data as Partial<Place> | null;
  if (
    typeof place?.site === 'string' &&
    typeof place.station === 'string' &&
    typeof place.seq === 'number' &&
    typeof place.hash === 'string'
  ) {
    return place as Place;
  }
  throw unreadable(path, `line ${line} holds no fact: site, station, seq or hash is missing`);
}

function linkOf({ seq, hash }: Place, data: unknown): ChainLink {
  const record = setAsideData.safeParse(data);
  return record.success
    ? { seq, hash, content: { kind: 'set-aside', reason: record.data.reason } }
    : { seq, hash, content: { kind: 'fact', fact: data } };
}

function unreadable(path: string, detail: string) {
  return cliErrors.fault('FILE_UNREADABLE', `${path}: ${detail}`, { place: path });
}
