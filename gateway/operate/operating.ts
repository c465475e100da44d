import type { FastifyInstance } from 'fastify';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { addHealthRoutes } from '../../kernel/operate/health.ts';
import { addMetricsRoute, createMetrics } from '../../kernel/operate/metrics.ts';
import { createStoreProbe } from '../../kernel/operate/store-probe.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { type GatewayStatus, gatewayStatus } from '../../protocols/wire/status.ts';
import { gatewayStatusOf, type StatusSources } from '../http/status.ts';
import type { CertificateEnd } from '../identity/certificates/certificate-watch.ts';
import type { IngestStats } from '../ingest/group-commit.ts';
import type { FactLog } from '../log/fact-log.ts';
import { createArchiveSummary } from './archive-summary.ts';
import { collectCertificates, collectGateway, gatewayMetrics } from './gateway-metrics.ts';
import { observeLog } from './observed-log.ts';
import { startTraffic } from './traffic.ts';

export interface OperatingDeps {
  readonly db: Sqlite;
  readonly factLog: FactLog;
  readonly clock: Clock;
}

/** What is known only when everything has started. */
export interface OperatingSources
  extends Omit<StatusSources, 'startedAt' | 'traffic' | 'archive' | 'notReady'> {
  /** Whether the last commit of facts failed. */
  readonly logFailing: () => boolean;
  readonly ingestStats: () => Pick<IngestStats, 'pendingMessages' | 'pendingBytes'>;
  readonly brokerListening: () => boolean;
  readonly epcis: { lag(): number; isWell(): boolean };
  readonly floor: { cursor(): number };
  readonly certificateEnds: () => readonly CertificateEnd[];
}

/** What people and monitors are told of the gateway: health, readiness, status, metrics. */
export function startOperating({ db, factLog, clock }: OperatingDeps) {
  const startedAt = isoInstant(clock.now());
  const traffic = startTraffic(factLog.cursor, clock);
  const archive = createArchiveSummary(db);
  const probe = createStoreProbe(db, clock);
  const observed = observeLog(factLog, clock, {
    committed: (facts, tookMs) => {
      metrics.observe('packproof_gateway_commit_seconds', tookMs / 1000);
      metrics.observe('packproof_gateway_commit_facts', facts);
    },
  });
  let sources: OperatingSources | undefined;
  const writable = () => sources?.logFailing() !== true && probe() === 'writable';
  const checks = [
    { name: 'fact log writable', holds: writable },
    { name: 'broker listening', holds: () => sources?.brokerListening() === true },
    { name: 'work replica present', holds: () => sources !== undefined && sources.work.served() !== null },
    { name: 'EPCIS repository writable', holds: () => sources?.epcis.isWell() === true },
  ];
  const notReady = () => checks.filter(({ holds }) => !holds()).map(({ name }) => name);
  const status = (from: OperatingSources): GatewayStatus =>
    gatewayStatusOf({ ...from, startedAt, traffic, archive, notReady });
  const metrics = createMetrics(gatewayMetrics, (put) => {
    if (sources === undefined) return;
    const ingest = { ...observed.counts(), ...sources.ingestStats() };
    collectGateway(put, status(sources), ingest, writable());
    collectCertificates(put, sources.certificateEnds());
    put('packproof_gateway_epcis_lag_facts', sources.epcis.lag());
    put('packproof_gateway_floor_lag_facts', factLog.cursor() - sources.floor.cursor());
  });

  return {
    /** The log as ingest must see it, so that its commits are measured. */
    factLog: observed.factLog,
    addRoutes(app: FastifyInstance, from: OperatingSources): void {
      sources = from;
      addHealthRoutes(app, { service: 'gateway', checks, clock });
      addMetricsRoute(app, metrics);
      const doc = { summary: 'Read how the gateway and its stations stand', answer: gatewayStatus };
      app.get('/v1/status', { config: { role: 'reader', doc } }, async () => status(from));
    },
    /** Whether a restart would do no good: it does for a store that fails, and does not for a disk that is full. */
    alive: () => probe() !== 'failing',
    stop(): void {
      traffic.stop();
      metrics.stop();
    },
  };
}
