import type {
  CentralStatus,
  CloudSyncStatus,
  GatewayStatus,
  StationReport,
} from '../../protocols/wire/status.ts';

/** One service, as it was asked. */
export interface Hop<Status> {
  readonly url: string;
  readonly status: Status | null;
  /** Why there is no status. */
  readonly error: string | null;
  /** The checks of `GET /v1/ready` that do not hold. */
  readonly notReady: readonly string[];
}

/** What `packproof status --json` prints. */
export interface StatusReport {
  readonly v: 1;
  readonly edges: readonly Hop<StationReport>[];
  readonly gateway: Hop<GatewayStatus>;
  readonly cloudSync: Hop<CloudSyncStatus>;
  readonly central: Hop<CentralStatus>;
  /** What needs a person, one sentence each. */
  readonly troubles: readonly string[];
}
