import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import { archiveFolder, startArchiving } from '../archive/archiving.ts';
import { createStationReports } from '../broker/station-reports.ts';
import { startEpcis } from '../epcis/epcis.ts';
import { startSubscribing } from '../fan-out/subscribing.ts';
import { guardedReading } from '../incidents/guarded-reading.ts';
import { answerToReport } from '../ingest/answer-to-report.ts';
import { createDiskReserve, freeBytesOf } from '../ingest/disk-reserve.ts';
import { createGroupCommit, type GroupCommit } from '../ingest/group-commit.ts';
import type { Core, Undo } from './core.ts';
import { startStations } from './stations.ts';

export type Pipe = Awaited<ReturnType<typeof startPipe>>;

/** Starts the way of the facts: from the stations into the log, and from there to all who follow it. */
export async function startPipe(core: Core, undo: Undo) {
  const {
    config,
    site,
    log,
    clock,
    db,
    factLog,
    cursors,
    epochs,
    refusals,
    bell,
    incidents,
    evidence,
    floor,
    identity,
  } = core;
  const subscribing = await startSubscribing({
    db,
    site,
    factLog,
    epochs,
    clock,
    log,
    refusals,
    incidents,
    config: config.subscribers,
    webhooks: config.webhooks,
  });
  undo.push(subscribing.close);

  const epcis = startEpcis({
    dataDir: config.dataDir,
    site,
    archiveDir: archiveFolder(config.dataDir, config.archive),
    config: config.epcis,
    allowNetworks: config.webhooks.allowNetworks,
    factLog,
    incidents,
    clock,
    log,
  });
  undo.push(epcis.stop);

  const acknowledge = (station: string, ack: FactAck) => connected.stations.acknowledge(station, ack);
  const ingest: GroupCommit = createGroupCommit({
    factLog: core.operating.factLog,
    refusals,
    log,
    clock,
    disk: createDiskReserve(config.log.minFreeBytes, clock, () => freeBytesOf(config.dataDir)),
    maxPendingBytes: config.log.maxPendingBytes,
    acknowledge,
    ackOf: core.ackOf,
    read: guardedReading({ evidence, refusals }),
    onReceived: evidence.received,
    onCommitted: () => {
      bell.ring();
      subscribing.poke();
      epcis.poke();
      floor.poke();
      connected.pokeEvents();
    },
  });
  const archiving = startArchiving({
    db,
    site,
    dataDir: config.dataDir,
    config: config.archive,
    factLog,
    cursors,
    incidents,
    idle: ingest.idle,
    clock,
    log,
  });
  undo.push(archiving.stop);
  const reported = (report: StationReport) => {
    evidence.reported(report);
    const answer = answerToReport(report.facts, core.ackOf(report.station));
    if (answer !== null) acknowledge(report.station, answer);
  };
  const connected = await startStations(config.broker, {
    site,
    db,
    factLog,
    epochs,
    cursors,
    log,
    clock,
    refusals,
    incidents,
    isRevoked: (station) => identity.identities.isRevoked({ kind: 'station', name: station }),
    reports: createStationReports(site, clock, refusals, reported),
    maxPacketBytes: config.maxPacketBytes,
    submit: ingest.submit,
    onTakeover: evidence.tookOver,
    ackOf: core.ackOf,
    workPoke: core.workPoke,
  });
  undo.push(connected.close);
  identity.onConnectionsEnd(({ kind, name }) => {
    if (kind === 'station' && identity.identities.isRevoked({ kind, name })) connected.revoked(name);
  });
  floor.start(
    () => {
      const poke = core.workPoke();
      if (poke !== null) connected.stations.pokeWork(poke);
    },
    () => connected.stations.connectedStations().length,
  );

  return { subscribing, epcis, ingest, connected };
}
