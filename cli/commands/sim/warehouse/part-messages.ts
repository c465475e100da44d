import type { Histogram } from './histogram.ts';
import type { SimulatedStation } from './warehouse-plan.ts';

/** Where the gateway is, and how one gets in. */
export interface GatewayAccess {
  readonly site: string;
  readonly mqttUrl: string;
  /** Where handhelds connect, as browsers can do no other. */
  readonly webSocketUrl: string;
  /** The authorities of the gateway's certificate, in PEM. */
  readonly ca?: string | undefined;
  readonly stationToken?: string | undefined;
  /** Where each station has its keys, in a folder of its name; without it they sign nothing. */
  readonly identityFolder?: string | undefined;
  readonly subscriberName?: string | undefined;
  readonly subscriberToken?: string | undefined;
}

/** What a process of the warehouse is told to be; the first message that it gets. */
export type PartAssignment =
  | {
      readonly role: 'stations';
      readonly access: GatewayAccess;
      readonly stations: readonly SimulatedStation[];
      /** Where the stations keep their logs; null for memory. */
      readonly folder: string | null;
      /** Facts that each station has before it first connects: the days without a network. */
      readonly backlog: number;
    }
  | { readonly role: 'subscriber'; readonly access: GatewayAccess; readonly clientId: string };

/** What the process is told later. */
export type PartCommand = { readonly kind: 'go' | 'measure' | 'stop' };

export interface StationsTally {
  readonly committed: number;
  readonly acknowledged: number;
  /** From durable at the station to acknowledged by the gateway. */
  readonly latency: Histogram;
  /** Why a station's delivery stopped for good, if any did. */
  readonly stopped: string | null;
}

export interface SubscriberTally {
  readonly received: number;
  /** Events of a station that came before one which should have preceded them. */
  readonly outOfOrder: number;
  readonly repeated: number;
  /** station -> the last seq up to which all was received. */
  readonly complete: Readonly<Record<string, number>>;
  /** From scanned to received. */
  readonly latency: Histogram;
}

/** What a process says: that it is ready, every second how far it is, and at the end that it is done. */
export type PartNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress' | 'done'; readonly role: 'stations'; readonly tally: StationsTally }
  | { readonly kind: 'progress' | 'done'; readonly role: 'subscriber'; readonly tally: SubscriberTally };
