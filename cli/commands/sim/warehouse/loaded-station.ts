import { join } from 'node:path';
import { Delivery } from '../../../../edge/facts/delivery.ts';
import { FactLog } from '../../../../edge/facts/fact-log.ts';
import { nodeTransport } from '../../../../edge/facts/node-transport.ts';
import { loadIdentity } from '../../../../edge/identity/own-identity.ts';
import { isoInstant, systemClock } from '../../../../kernel/clock.ts';
import type { Log } from '../../../../kernel/log.ts';
import { packageVersion } from '../../../../kernel/package-root.ts';
import { stationReport } from '../../../../protocols/wire/status.ts';
import { type Histogram, note } from './histogram.ts';
import type { GatewayAccess } from './part-messages.ts';
import { factsPerHappening, happening } from './simulated-work.ts';
import type { SimulatedStation } from './warehouse-plan.ts';

/** A saturating station keeps so many facts waiting, which is more than a delivery has on its way. */
const saturation = 1_500;
const maxHappeningsPerTurn = 50;

/** One station of the warehouse: the fact log and the delivery of a real one, without devices and screen. */
export class LoadedStation {
  private readonly plan: SimulatedStation;
  private readonly facts: FactLog;
  private readonly delivery: Delivery;
  private readonly latency: Histogram;
  private readonly unsettled: { readonly seq: number; readonly atMs: number }[] = [];
  private readonly startedAt = isoInstant(systemClock.now());
  private happenings = 0;
  private due: number;

  constructor(
    plan: SimulatedStation,
    access: GatewayAccess,
    options: { readonly folder: string | null; readonly log: Log; readonly latency: Histogram },
  ) {
    const { site, stationToken, identityFolder, ca } = access;
    const { folder, log, latency } = options;
    this.plan = plan;
    this.due = plan.phase;
    this.latency = latency;
    const path = folder === null ? ':memory:' : join(folder, plan.station, 'facts.sqlite');
    this.facts = new FactLog({ path, site, station: plan.station, keep: 500 });
    const identity =
      identityFolder === undefined
        ? null
        : loadIdentity(join(identityFolder, plan.station), { site, station: plan.station });
    this.delivery = new Delivery({
      facts: this.facts,
      site,
      station: plan.station,
      transport: nodeTransport({
        mqttUrl: plan.kind === 'handheld' ? access.webSocketUrl : access.mqttUrl,
        token: stationToken,
        tls: () => identity?.tls ?? (ca === undefined ? null : { ca }),
      }),
      signer: identity ?? undefined,
      clock: systemClock,
      log,
      report: () => this.report(site),
      onPoke: () => {},
      onChange: () => this.settle(),
    });
  }

  get committed(): number {
    return this.facts.lastSeq;
  }

  get acknowledged(): number {
    return this.facts.acknowledged;
  }

  get stopped(): string | null {
    return this.delivery.stopped?.reason ?? null;
  }

  /** Writes facts that wait for the network, a thousand in each commit. */
  prepare(backlog: number): void {
    const at = isoInstant(systemClock.now());
    while (this.facts.lastSeq < backlog) {
      const drafts = [];
      while (drafts.length < 1_000) drafts.push(...this.next(at, this.facts.lastSeq + drafts.length + 1));
      this.facts.commit({ at, operator: 'simulated', drafts });
    }
  }

  connect(): void {
    this.delivery.start();
  }

  /** Lets happen what is due after so many seconds. */
  turn(seconds: number): void {
    const { rate, kind } = this.plan;
    if (rate === null) {
      for (let n = 0; n < maxHappeningsPerTurn && this.waiting < saturation; n += 1) this.happen();
      return;
    }
    this.due += (seconds * rate) / factsPerHappening[kind];
    for (; this.due >= 1; this.due -= 1) this.happen();
  }

  async close(): Promise<void> {
    await this.delivery.stop();
    this.facts.close();
  }

  private get waiting(): number {
    return this.facts.lastSeq - this.facts.acknowledged;
  }

  private happen(): void {
    const at = isoInstant(systemClock.now());
    this.facts.commit({ at, operator: 'simulated', drafts: this.next(at, this.facts.lastSeq + 1) });
    this.unsettled.push({ seq: this.facts.lastSeq, atMs: performance.now() });
    this.delivery.factsStored();
  }

  private next(at: string, firstSeq: number) {
    this.happenings += 1;
    return happening(this.plan, this.happenings, firstSeq, at);
  }

  private settle(): void {
    const now = performance.now();
    let settled = 0;
    for (const { seq, atMs } of this.unsettled) {
      if (seq > this.facts.acknowledged) break;
      note(this.latency, now - atMs);
      settled += 1;
    }
    this.unsettled.splice(0, settled);
  }

  private report(site: string) {
    const { lastSeq, acknowledged } = this.facts;
    return stationReport.parse({
      v: 1,
      service: 'edge',
      version: packageVersion,
      site,
      station: this.plan.station,
      at: isoInstant(systemClock.now()),
      startedAt: this.startedAt,
      facts: {
        lastSeq,
        acknowledged,
        unacknowledged: lastSeq - acknowledged,
        oldestUnacknowledgedAt: this.facts.oldestUnacknowledgedAt(),
        connected: this.delivery.connected,
        stopped: this.delivery.stopped,
      },
      work: { epoch: null, cursor: 0, asOf: null, orders: 0 },
      devices: [],
    });
  }
}
