import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openCentralChains, openCentralChainsAt } from '../../../central/evidence.ts';
import { openStationChain } from '../../../edge/evidence.ts';
import { openGatewayChains } from '../../../gateway/evidence.ts';
import { createLog } from '../../../kernel/log.ts';
import type { ChainSource } from '../../../protocols/wire/chain-source.ts';
import { cliErrors } from '../../cli-errors.ts';
import { openEventFile } from './event-file.ts';

/**
 * Opens what a person wants to verify: the folder of a station, a gateway or central, a PostgreSQL address, or a file.
 *
 * @throws OPTIONS_INCOMPLETE, FILE_UNREADABLE, and what the stores throw.
 */
export async function openSource(place: string, archiveDir?: string): Promise<ChainSource> {
  if (/^postgres(ql)?:\/\//.test(place)) return openCentralChainsAt(place, createLog('verify', 'silent'));
  if (!existsSync(place)) throw misuse(place, 'is not there');
  if (!statSync(place).isDirectory()) return openEventFile(place);
  if (existsSync(join(place, 'facts.sqlite'))) return openStationChain(place);
  if (existsSync(join(place, 'gateway.sqlite'))) return openGatewayChains(place, archiveDir);
  if (existsSync(join(place, 'central.sqlite'))) return openCentralChains(place);
  throw misuse(place, 'holds no facts.sqlite, gateway.sqlite or central.sqlite');
}

function misuse(place: string, what: string) {
  return cliErrors.fault('OPTIONS_INCOMPLETE', `${place} ${what}`, { place });
}
