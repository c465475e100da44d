import type { z } from 'zod';
import { isoInstant, systemClock } from '../../kernel/clock.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { type BuilderNote, step } from '../../protocols/epcis/build/build-events.ts';
import { emptyState } from '../../protocols/epcis/build/builder-state.ts';
import { siteSettings } from '../../protocols/epcis/build/site-settings.ts';
import { zoneOffsets } from '../../protocols/epcis/build/zone-offset.ts';
import type { EpcisEvent } from '../../protocols/epcis/event.ts';
import { eventPage, type FactEvent } from '../../protocols/wire/event.ts';
import { factEnvelope, type KnownFact, knownFact } from '../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import { workPage } from '../../protocols/wire/work.ts';
import { callService } from '../call-service.ts';
import { cliErrors } from '../cli-errors.ts';
import { type AccessOptions, tokenOf, trustingFetch } from '../service-access.ts';
import { openDocumentFile } from './epcis-document-file.ts';

interface ExportOptions extends AccessOptions {
  readonly gateway: string;
  readonly after: number;
  readonly siteGln?: string;
  readonly stationReadPoints?: boolean;
  readonly timeZone: string;
  readonly out?: string;
  readonly json?: boolean;
}

interface Summary {
  readonly v: 1;
  readonly events: number;
  /** Where the next export goes on: its `--after`. */
  readonly cursor: number;
  /** Where the document says less than happened. */
  readonly notes: readonly string[];
}

const pageTimeoutMs = 30_000;

/**
 * `packproof epcis export`. The log is read from its start whatever `--after` says, since a parcel that is sealed now
 * may hold what was picked before; only what lies behind the cursor is written.
 */
export async function runEpcisExport(options: ExportOptions): Promise<void> {
  const offsetAt = zoneOffsets(options.timeZone);
  if (offsetAt === null) {
    throw kernelErrors.fault('CONFIG_INVALID', `there is no time zone ${options.timeZone}`, {
      place: '--time-zone',
    });
  }
  const gateway = gatewayAt(options);
  const settings = siteSettings({
    gln: options.siteGln,
    stationReadPoints: options.stationReadPoints === true,
    offsetAt,
    products: await readProducts(gateway),
  });
  const file = openDocumentFile(options.out, isoInstant(systemClock.now()));
  try {
    const summary = await writeEvents(gateway, settings, options.after, file.add);
    file.finish();
    tell(summary, options);
  } catch (thrown) {
    file.discard();
    throw thrown;
  }
}

type Gateway = <Schema extends z.ZodType>(path: string, schema: Schema) => Promise<z.output<Schema>>;

function gatewayAt(options: ExportOptions): Gateway {
  const as = { token: tokenOf(options), fetch: trustingFetch(options) };
  return async (path, schema) => {
    const answer = await callService(`${options.gateway}${path}`, { ...as, timeoutMs: pageTimeoutMs });
    const page = schema.safeParse(answer);
    if (page.success) return page.data;
    const message = `${options.gateway}${path} does not answer as a gateway of this version does`;
    throw cliErrors.fault('SERVICE_REFUSED', message, { cause: page.error });
  };
}

/** The newest version of each product that the site holds, with its packagings. */
async function readProducts(gateway: Gateway): Promise<Iterable<ProductDocument>> {
  const products = new Map<string, ProductDocument>();
  for (let after = 0; ; ) {
    const page = await gateway(`/v1/work?after=${after}`, workPage);
    for (const document of page.documents) {
      if (document.kind !== 'product') continue;
      if (document.data === null) products.delete(document.id);
      else products.set(document.id, document.data);
    }
    if (!page.more || page.cursor <= after) return products.values();
    after = page.cursor;
  }
}

async function writeEvents(
  gateway: Gateway,
  settings: ReturnType<typeof siteSettings>,
  from: number,
  add: (event: EpcisEvent) => void,
): Promise<Summary> {
  const notes: string[] = [];
  let state = emptyState;
  let events = 0;
  const take = (logged: FactEvent) => {
    const isNew = logged.packproofcursor > from;
    const fact = factOf(logged);
    if (fact === 'unreadable' && isNew) notes.push(`${logged.id}: cannot be read and was left out`);
    if (fact === 'unreadable' || fact === null) return;
    const next = step(state, fact, settings);
    state = next.state;
    if (!isNew) return;
    next.events.forEach(add);
    events += next.events.length;
    notes.push(...next.notes.map(noteLine));
  };
  for (let after = 0; ; ) {
    const page = await gateway(`/v1/events?after=${after}`, eventPage);
    page.events.forEach(take);
    if (page.more && page.cursor > after) {
      after = page.cursor;
      continue;
    }
    if (page.cursor < from) notes.push(`the log ends at ${page.cursor}, before ${from}: it was set up anew`);
    return { v: 1, events, cursor: page.cursor, notes };
  }
}

/** The fact of an event; null for one of a type that this version does not know, of which it has nothing to tell. */
function factOf(event: FactEvent): KnownFact | null | 'unreadable' {
  const envelope = factEnvelope.safeParse(event.data);
  if (!envelope.success) return 'unreadable';
  try {
    return knownFact(envelope.data);
  } catch {
    return 'unreadable';
  }
}

function noteLine({ site, station, seq, message }: BuilderNote): string {
  return `${site}/${station}/${seq}: ${message}`;
}

/** The document itself goes to standard output where no file is named, and the summary then beside it. */
function tell(summary: Summary, { json, out }: ExportOptions): void {
  const stream = out === undefined ? process.stderr : process.stdout;
  if (json === true) {
    stream.write(`${JSON.stringify(summary)}\n`);
    return;
  }
  const { events, cursor, notes } = summary;
  for (const note of notes) process.stderr.write(`packproof: ${note}\n`);
  stream.write(
    `${events} events${out === undefined ? '' : ` in ${out}`}; the next export goes on with --after ${cursor}\n`,
  );
}
