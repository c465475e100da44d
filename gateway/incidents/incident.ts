/** The troubles that a gateway names, each of one station (or consumer) at a time. docs/errors.md says what to do about each. */
export interface Incident {
  /** A code of the error table, such as FACT_CONFLICT. */
  readonly code: string;
  /** Whom it concerns: a station, a consumer, or the gateway itself (''). */
  readonly subject: string;
  readonly detail: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  /** When it ended by itself or was settled by a person; null while it lasts. */
  readonly endedAt: string | null;
}

/** Where any part of the gateway names a trouble. Calls are cheap and never throw; they are stored soon, not at once. */
export interface Incidents {
  report(code: string, subject: string, detail: string): void;
  end(code: string, subject: string): void;
  /** Those that last, the newest first. */
  open(): readonly Incident[];
}
