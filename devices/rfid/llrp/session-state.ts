import type { LlrpMessage, LlrpVersion } from '../../../protocols/llrp/message.ts';
import type { LlrpTagRead } from '../../../protocols/llrp/report-fields.ts';
import { type ClockEstimate, noEstimate } from '../clock-estimate.ts';
import type { RfidEvent } from '../reader.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';
import type { ReaderFacts } from './reader-facts.ts';
import { noTroubles, type Troubles } from './troubles.ts';

/** One thing to ask of the reader, or to tell it. */
export type StepName =
  | 'versions'
  | 'set-version'
  | 'capabilities'
  | 'extensions'
  | 'configuration'
  | 'rospecs'
  | 'delete-all-access-specs'
  | 'delete-all-rospecs'
  | 'delete-own-rospec'
  | 'set-configuration'
  | 'set-keepalive'
  | 'add-rospec'
  | 'enable-events'
  | 'enable-rospec'
  | 'disable-rospec'
  | 'start-rospec'
  | 'probe';

type Phase =
  /** There is no connection; the line makes one. */
  | 'offline'
  /** Connected, until the reader has said whether it takes us. */
  | 'greeting'
  /** It does not take us: the connection is given up when due. */
  | 'refused'
  | 'setup'
  /** It cannot be used as it is: setting up begins anew when due. */
  | 'unusable'
  | 'running'
  /** Good-byes are sent. */
  | 'closing'
  | 'closed';

export interface Pending {
  readonly step: StepName;
  readonly id: number;
  readonly answer: string;
  readonly dueMs: number;
}

export interface LlrpSession {
  readonly phase: Phase;
  readonly version: LlrpVersion;
  readonly nextId: number;
  /** At most one request is under way; `plan` is what comes after it. */
  readonly pending: Pending | null;
  readonly plan: readonly StepName[];
  /** Whether it shall read, and whether our ROSpec is enabled. */
  readonly wanted: boolean;
  readonly enabled: boolean;
  /** When the phase ends by itself. */
  readonly dueMs: number | null;
  /** When our ROSpec, which has ended, is started by hand if it did not start again by itself. */
  readonly restartMs: number | null;
  readonly heardMs: number;
  /** The reader took our keepalive period. */
  readonly keptAlive: boolean;
  readonly facts: ReaderFacts | null;
  /** By 'uptime' a reader tells the time since its start only. */
  readonly clockBasis: 'utc' | 'uptime';
  readonly clock: ClockEstimate;
  readonly toldOffsetMs: number | null;
  readonly toldState: string;
  readonly antennas: ReadonlyMap<number, boolean>;
  readonly inputs: ReadonlyMap<number, boolean>;
  readonly troubles: Troubles;
}

export function freshLlrpSession(settings: LlrpReaderConfig): LlrpSession {
  return {
    phase: 'offline',
    version: 1,
    nextId: 1,
    pending: null,
    plan: [],
    wanted: settings.reading,
    enabled: false,
    dueMs: null,
    restartMs: null,
    heardMs: 0,
    keptAlive: false,
    facts: null,
    clockBasis: 'utc',
    clock: noEstimate,
    toldOffsetMs: null,
    toldState: '',
    antennas: new Map(),
    inputs: new Map(),
    troubles: noTroubles,
  };
}

export type LlrpInput = (
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected'; readonly state: 'disconnected' | 'failed'; readonly detail?: string }
  | { readonly kind: 'message'; readonly message: LlrpMessage }
  /** The tags of one report; times are the reader's own, also where they count from its start. */
  | { readonly kind: 'reads'; readonly reads: readonly LlrpTagRead[] }
  /** Bytes from which on nothing can be read. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'tick' }
  | { readonly kind: 'reading'; readonly on: boolean }
  | { readonly kind: 'close' }
) & {
  /** Monotonic. */
  readonly atMs: number;
  /** Since 1970-01-01 UTC by our clock. */
  readonly nowMs: number;
};

export type LlrpEffect =
  | { readonly kind: 'send'; readonly message: LlrpMessage }
  | { readonly kind: 'tell'; readonly event: RfidEvent }
  | { readonly kind: 'reconnect'; readonly reason: string }
  /** All is said: the line may be closed. */
  | { readonly kind: 'closed' };
