import Database from 'better-sqlite3';
import { audit } from '../harness/audit.ts';
import { auditLoad, centralHeads, countLoad, type LoadCount } from '../harness/audit-load.ts';
import { ChainWatch } from '../harness/chain-watch.ts';
import type { LoadStation } from '../harness/load.ts';
import type { Person } from '../harness/person.ts';
import type { SubscriberNotes } from '../harness/subscriber-notes.ts';
import { until } from '../harness/wait.ts';
import type { WebhookEndpoint } from '../harness/webhook.ts';

export interface Audited {
  readonly people: readonly Person[];
  readonly load: readonly LoadStation[];
  readonly subscribers: readonly SubscriberNotes[];
  readonly webhook: WebhookEndpoint;
}

/** What the webhook is called for; stations at which a person works make them. */
export const webhookTypes = ['parcel.sealed', 'shipment.dispatched'];

/** They may be a moment behind; if they stay so, the audit says what they lack. */
const subscribersLimitMs = 30_000;

export interface Verdict {
  readonly breaches: readonly string[];
  /** Of all rounds of this site so far. */
  readonly load: LoadCount;
  readonly factsVerified: number;
  readonly subscribersComplete: number;
}

/** Holds what has come of one site to what Packproof promises, round after round. */
export class SiteAudit {
  private readonly centralFile: string;
  private readonly audited: Audited;
  private readonly chains = new ChainWatch();

  constructor(centralFile: string, audited: Audited) {
    this.centralFile = centralFile;
    this.audited = audited;
  }

  async audit(): Promise<Verdict> {
    const { centralFile } = this;
    const { people, load, subscribers, webhook } = this.audited;
    const wanted = centralHeads(centralFile);
    const missed = () => [
      ...subscribers.map((notes) => notes.audit(wanted)),
      auditWebhook(centralFile, webhook, people),
    ];
    const complete = () => missed().filter((breaches) => breaches.length === 0).length;
    await until('the subscribers to have everything', subscribersLimitMs, () => {
      return complete() > subscribers.length || undefined;
    }).catch(() => {});
    return {
      breaches: [
        ...audit(centralFile, people),
        ...auditLoad(centralFile, load),
        ...this.auditChains(wanted.keys()),
        ...missed().flat(),
      ],
      load: countLoad(centralFile, load),
      factsVerified: this.chains.verified,
      subscribersComplete: complete(),
    };
  }

  private auditChains(stations: Iterable<string>): string[] {
    const db = new Database(this.centralFile, { readonly: true });
    try {
      return [...stations].flatMap((station) => this.chains.verify(db, station));
    } finally {
      db.close();
    }
  }
}

/** Each event that it is called for at least once; first deliveries in the order of the station. */
function auditWebhook(centralFile: string, { taken }: WebhookEndpoint, people: readonly Person[]): string[] {
  const db = new Database(centralFile, { readonly: true });
  const facts = db.prepare(
    `SELECT seq FROM facts WHERE station = ? AND type IN (${webhookTypes.map((type) => `'${type}'`).join()}) ORDER BY seq`,
  );
  try {
    return people.flatMap(({ station }) => {
      const wanted = facts.pluck().all(station).join();
      const middle = `/${station}/`;
      const ids = new Set(taken.filter((id) => id.includes(middle)));
      const got = [...ids].map((id) => id.slice(id.lastIndexOf('/') + 1)).join();
      return got === wanted ? [] : [`the webhook took ${station}: ${got}, central has ${wanted}`];
    });
  } finally {
    db.close();
  }
}
