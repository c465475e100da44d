import { isoInstant } from '../../kernel/clock.ts';
import type { Fault } from '../../kernel/errors.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { type KnownFact, knownFact } from '../../protocols/wire/fact.ts';
import type { FactUpload, FactUploadAck } from '../../protocols/wire/fact-delivery.ts';
import { type Reception, receive } from '../../protocols/wire/fact-receiver.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { centralErrors } from '../central-errors.ts';
import type { CentralContext } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { lockBooks, lockFactsOf } from '../database/locks.ts';
import { withLateBooks } from '../database/transaction.ts';
import { loadHead, loadKnownHashes, storeReception } from './fact-store.ts';
import { checkHeads, storeHeads } from './head-store.ts';
import { placeEvents } from './place-events.ts';
import { movesOrder, projectFacts } from './project-facts.ts';
import { isOfSite, settleFacts } from './settle-facts.ts';
import { removeWaiting } from './waiting-store.ts';

/**
 * Takes an upload of a site's facts: keeps them, moves their orders on, ships and invoices, all in one transaction, and
 * only then acknowledges. What was there already changes nothing, so an upload may be repeated at will.
 *
 * @throws SITE_UNKNOWN, and FACTS_UNPLACEABLE if nothing of the upload has a place in a sequence.
 */
export async function receiveUpload(context: CentralContext, upload: FactUpload): Promise<FactUploadAck> {
  if (!Object.hasOwn(context.config.sites, upload.site)) {
    const known = Object.keys(context.config.sites).join(', ');
    throw centralErrors.fault('SITE_UNKNOWN', `there is no site ${upload.site}; the sites are ${known}`, {
      place: 'body.site',
    });
  }
  const { stations, unplaceable } = placeEvents(upload.site, upload.events);
  if (stations.size === 0) throw refusal(unplaceable);
  if (unplaceable.length > 0) {
    context.log.warn(
      { event: 'facts.unplaceable', site: upload.site, faults: unplaceable.slice(0, 10) },
      `${unplaceable.length} events of an upload have no place in a sequence`,
    );
  }
  const receptions = await withLateBooks(context, (trx) => takeIn(context, trx, upload, stations));
  report(context, upload.site, receptions);
  return {
    v: 1,
    site: upload.site,
    stations: [...receptions].map(([station, { head, gap }]) => ({
      v: 1,
      station: stationId.parse(station),
      ...head,
      gap,
    })),
  };
}

function refusal(unplaceable: readonly Fault[]) {
  const first = unplaceable[0];
  return centralErrors.fault('FACTS_UNPLACEABLE', `${first?.place}: the event ${first?.message}`, {
    place: first?.place ?? 'body.events',
    faults: unplaceable,
  });
}

type Receptions = ReadonlyMap<string, Reception>;

async function takeIn(
  context: CentralContext,
  trx: Trx,
  { site, heads }: FactUpload,
  stations: ReadonlyMap<string, readonly unknown[]>,
): Promise<Receptions> {
  await lockFactsOf(trx, site);
  const receivedAt = isoInstant(context.clock.now());
  const receptions = new Map<string, Reception>();
  for (const [station, batch] of stations) {
    const head = await loadHead(trx, site, station);
    const known = await loadKnownHashes(trx, { site, station }, head, batch);
    const origin = { site, station, fromGateway: true, digest: sha256Hex };
    receptions.set(
      station,
      receive(head, origin, batch, (seq) => known.get(seq)),
    );
  }
  const checked = await checkHeads(trx, site, heads, receptions);
  const facts = knownFacts(receptions);
  if (facts.some((fact) => movesOrder(fact) || isOfSite(fact))) await lockBooks(trx);
  const { progresses, misfits, settled } = await projectFacts(trx, facts);
  for (const [station, reception] of receptions) {
    await storeReception(trx, { site, station, receivedAt }, reception);
  }
  await removeWaiting(trx, settled);
  await storeHeads(trx, site, checked, receivedAt);
  await settleFacts(context, trx, { progresses, facts, misfits, at: receivedAt });
  return receptions;
}

function knownFacts(receptions: Receptions): KnownFact[] {
  return [...receptions.values()].flatMap(({ received }) =>
    received.flatMap((one) => (one.kind === 'fact' ? (knownFact(one.fact) ?? []) : [])),
  );
}

function report({ log }: CentralContext, site: string, receptions: Receptions): void {
  for (const [station, { received, conflicts, gap }] of receptions) {
    const setAside = received.filter(({ kind }) => kind === 'set-aside').length;
    if (setAside + conflicts.length === 0 && gap === null) continue;
    const fields = { event: 'facts.irregular', site, station, setAside, conflicts: conflicts.length, gap };
    log.warn(fields, 'an upload held facts that were set aside, contradict known ones or do not connect');
  }
}
