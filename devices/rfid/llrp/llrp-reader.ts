import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Line } from '../../line/line.ts';
import type { RfidReader } from '../reader.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';

export interface LlrpReaderOptions {
  readonly config: LlrpReaderConfig;
  /** A TCP connection to the reader; the driver starts and closes it. */
  readonly line: Line;
  readonly clock: Clock;
  readonly log: Log;
}

export function createLlrpReader(_options: LlrpReaderOptions): RfidReader {
  throw new Error('under way');
}
