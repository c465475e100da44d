/**
 * Errors are rows of a table that say what the caller may do. Each room declares its own table with
 * `errorTable`; docs/errors.md lists them all and a test keeps the two equal.
 */
export interface ErrorRow {
  /** HTTP status with which a route answers. */
  readonly http: number;
  /** safe: repeat as it is; ambiguous: it may have happened, ask first; never: change the request. */
  readonly retry: 'safe' | 'ambiguous' | 'never';
  /** What it means, in one sentence. */
  readonly meaning: string;
  /** What the person can do about it. */
  readonly remedy: string;
}

/** An expected failure with its code of the error table and the place where it was found. */
export class PackproofError extends Error {
  override readonly name = 'PackproofError';
  readonly code: string;
  readonly row: ErrorRow;
  /** Where: a JSON path, a file with line and column, a topic, a configuration key. */
  readonly place: string | undefined;
  /** Further faults found in the same pass, so that a person can mend all at once. */
  readonly faults: readonly Fault[];

  constructor(code: string, row: ErrorRow, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.row = row;
    this.place = options.place;
    this.faults = options.faults ?? [];
  }
}

/** One fault of several: its place and what is wrong there. */
export interface Fault {
  readonly place: string;
  readonly message: string;
}

export interface FaultOptions {
  readonly place?: string;
  readonly faults?: readonly Fault[];
  readonly cause?: unknown;
}

export interface ErrorTable<Code extends string> {
  readonly rows: Readonly<Record<Code, ErrorRow>>;
  /** Makes (does not throw) the error of that row. */
  fault(code: Code, message: string, options?: FaultOptions): PackproofError;
}

export function errorTable<Code extends string>(rows: Record<Code, ErrorRow>): ErrorTable<Code> {
  return {
    rows,
    fault: (code, message, options) => new PackproofError(code, rows[code], message, options),
  };
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
