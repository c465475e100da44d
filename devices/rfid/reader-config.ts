import { z } from 'zod';
import { llrpReaderConfig } from './llrp/llrp-config.ts';

/** The settings of one RFID reader of a station, by what it speaks. */
export const readerConfig = z.discriminatedUnion('kind', [llrpReaderConfig]);
export type ReaderConfig = z.output<typeof readerConfig>;
