/** What `packproof sim rfid` was told; each kind takes of it what it has. */
export interface RfidSimOptions {
  readonly host: string;
  readonly port: number;
  readonly model?: string;
  /** Where the link to a terminal appears. */
  readonly link?: string;
  /** Of a broker. */
  readonly broker?: string;
  /** What stands before its topics, or is its topic. */
  readonly topic: string;
  readonly tags: number;
  readonly rate: number;
  readonly seed: number;
}

/** A simulated reader that runs. */
interface RunningReader {
  readonly address: string;
  /** Does once what is wrong by that name; lasting faults go on. */
  inject(fault: string): void;
  stop(): Promise<void>;
}

export interface RfidKind {
  /** What it can be made to do wrong, and whose reader it can be; others are refused. */
  faults(): Promise<readonly string[]>;
  models(): Promise<readonly string[]>;
  start(options: RfidSimOptions): Promise<RunningReader>;
}
