interface LogFields {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Where a program that may run in a browser writes its log: a stable `event` and typed fields, then the sentence. */
export interface LogLines {
  info(fields: LogFields, sentence?: string): void;
  warn(fields: LogFields, sentence?: string): void;
  error(fields: LogFields, sentence?: string): void;
}
