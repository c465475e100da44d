import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { StationId } from '../../protocols/wire/ids.ts';
import { openArchivedLog } from '../archive/archived-log.ts';
import { archiveFolder } from '../archive/archiving.ts';
import { migrations } from '../database.ts';
import { openFloor } from '../floor/floor.ts';
import type { GatewayConfig } from '../gateway-config.ts';
import { createArrivalBell } from '../http/arrival-bell.ts';
import { openSiteIdentity } from '../identity/site-identity.ts';
import { openIncidents } from '../incidents/incident-store.ts';
import { createSignedHeads } from '../incidents/signed-heads.ts';
import { createStationEvidence } from '../incidents/station-evidence.ts';
import { createRefusals } from '../ingest/refusals.ts';
import { openCursors } from '../log/cursors.ts';
import { openFactLog } from '../log/fact-log.ts';
import { openLogEpochs } from '../log/log-epochs.ts';
import { startOperating } from '../operate/operating.ts';
import { openWorkReplica } from '../work/work-replica.ts';

/** What was started, to be stopped in reverse order. */
export interface Undo {
  push(step: () => unknown): void;
}

export type Core = ReturnType<typeof openCore>;

/** Opens what the gateway knows and remembers: its log, its replica of work, who is who, and what is wrong. Nobody is served yet. */
export function openCore(
  config: GatewayConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
  undo: Undo,
) {
  const { site } = config;
  const db = openSqlite(join(config.dataDir, 'gateway.sqlite'), migrations);
  undo.push(() => db.close());
  const archived = openArchivedLog({
    db,
    site,
    dir: archiveFolder(config.dataDir, config.archive),
    clock,
    onDamaged: (fault) => incidents.report('ARCHIVE_SEGMENT_DAMAGED', '', fault.message),
  });
  const factLog = openFactLog(db, site, archived);
  const cursors = openCursors(db, factLog.cursor);
  const epochs = openLogEpochs(db);
  const work = openWorkReplica(db, site);
  const refusals = createRefusals(log, clock);
  const bell = createArrivalBell(clock);
  const operating = startOperating({ db, factLog, clock });
  undo.push(operating.stop);

  const incidents = openIncidents(db, { clock, log });
  undo.push(incidents.close);
  const identity = openSiteIdentity({
    db,
    site,
    dataDir: config.dataDir,
    config: config.identity,
    clock,
    log,
  });
  const evidence = createStationEvidence({
    site,
    keys: identity.factKeys,
    incidents,
    clock,
    upToOf: (station) => factLog.headOf(station).upTo,
    signedUpTo: createSignedHeads(db, site).signedUpTo,
  });
  undo.push(evidence.close);
  const ackOf = (station: string): FactAck => ({
    v: 1,
    station: station as StationId,
    ...factLog.headOf(station),
    gap: null,
  });
  const floor = openFloor({ dataDir: config.dataDir, site, factLog, work, incidents, clock, log });
  undo.push(floor.stop);
  const workPoke = () => {
    const served = work.served();
    if (served === null) return null;
    const end = floor.position();
    const poke = { v: 1 as const, epoch: served.epoch, cursor: served.cursor };
    return end === null ? poke : { ...poke, floor: end };
  };
  return {
    config,
    site,
    log,
    clock,
    db,
    factLog,
    cursors,
    epochs,
    work,
    refusals,
    bell,
    operating,
    incidents,
    identity,
    evidence,
    floor,
    ackOf,
    workPoke,
  };
}
