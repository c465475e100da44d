import { z } from 'zod';
import { countVerdicts } from './count-facts.ts';
import { packVerdicts } from './pack-facts.ts';
import { peopleVerdicts } from './people-facts.ts';
import { pickVerdicts } from './pick-facts.ts';
import { returnVerdicts } from './return-facts.ts';
import { serviceVerdicts } from './service-facts.ts';
import { shipVerdicts } from './ship-facts.ts';
import { stationVerdicts } from './station-facts.ts';

/** What the station told the person about a scan. The refusals say which of "not found" it is. */
export const verdictCode = z.enum([
  ...stationVerdicts,
  ...peopleVerdicts,
  ...pickVerdicts,
  ...packVerdicts,
  ...shipVerdicts,
  ...returnVerdicts,
  ...countVerdicts,
  ...serviceVerdicts,
  'refused_unknown_barcode',
  'refused_check_digit',
  'refused_unreadable',
  'refused_not_here',
  'refused_unknown_command',
  'ignored_bounce',
]);
export type VerdictCode = z.output<typeof verdictCode>;
