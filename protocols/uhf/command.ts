/** A command as it goes out, with the code by which its answer is known. */
export interface UhfCommand {
  readonly name: string;
  readonly code: number;
  readonly bytes: Uint8Array;
  /** Without an answer, or refused, the set-up goes on. */
  readonly optional?: true;
}

/** How long a session waits for what. */
export interface UhfTiming {
  /** How long a command may stay unanswered. */
  readonly replyMs: number;
  /** How long a reading module may say nothing at all. */
  readonly silenceMs: number;
  /** Between two rounds. */
  readonly pauseMs: number;
  /** Before what was refused is tried again. */
  readonly retryMs: number;
  /** How often a command is sent before the connection counts as dead. */
  readonly tries: number;
}
