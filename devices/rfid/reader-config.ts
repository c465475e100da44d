import { z } from 'zod';
import { llrpReaderConfig } from './llrp/llrp-config.ts';
import { impinjHttpConfig, impinjMqttConfig, zebraMqttConfig } from './mqtt/mqtt-config.ts';
import { chafonConfig, thingMagicConfig, yrm100Config } from './uhf/uhf-config.ts';

/** The settings of one RFID reader of a station, by what it speaks. */
export const readerConfig = z.discriminatedUnion('kind', [
  llrpReaderConfig,
  thingMagicConfig,
  chafonConfig,
  yrm100Config,
  zebraMqttConfig,
  impinjMqttConfig,
  impinjHttpConfig,
]);
export type ReaderConfig = z.output<typeof readerConfig>;
