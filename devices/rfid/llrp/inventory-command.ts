import type { LlrpParameter } from '../../../protocols/llrp/message.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';
import { presets } from './presets.ts';
import type { ReaderFacts } from './reader-facts.ts';

/** In the EPC bank the EPC begins behind the CRC and the PC word. */
const epcBank = 1;
const epcBit = 32;

export interface InventoryPlan {
  readonly command: LlrpParameter;
  readonly troubles: readonly string[];
}

/** How tags are singled out in the air (LLRP 1.0.1, 15.2.1.2). */
export function inventoryCommand(config: LlrpReaderConfig, facts: ReaderFacts): InventoryPlan {
  const preset = presets[config.use];
  const mode = modeFor(config, facts);
  const filters = filtersFor(config, facts);
  const command: LlrpParameter = {
    type: 'C1G2InventoryCommand',
    TagInventoryStateAware: false,
    parameters: [
      ...filters.filters,
      ...mode.control,
      {
        type: 'C1G2SingulationControl',
        Session: config.session ?? preset.session,
        TagPopulation: config.tagPopulation ?? preset.tagPopulation,
        TagTransitTime: 0,
      },
      ...vendorParameters(config, facts),
    ],
  };
  return { command, troubles: [...mode.troubles, ...filters.troubles] };
}

function modeFor({ mode, use }: LlrpReaderConfig, { modes }: ReaderFacts) {
  const taken = mode ?? presets[use].modes.find((preferred) => modes.includes(preferred));
  if (taken === undefined) return { control: [], troubles: [] };
  if (mode !== undefined && !modes.includes(mode)) {
    const known = modes.length === 0 ? 'tells none' : `has ${modes.slice(0, 20).join(', ')}`;
    return { control: [], troubles: [`mode ${mode}: the reader ${known}, so its own choice stays`] };
  }
  const control: LlrpParameter[] = [{ type: 'C1G2RFControl', ModeIndex: taken, Tari: 0 }];
  return { control, troubles: [] };
}

/** The first prefix silences all other tags; each further one only adds. More than the reader takes are left to us. */
function filtersFor({ epcPrefixes = [] }: LlrpReaderConfig, { maxFilters }: ReaderFacts) {
  if (epcPrefixes.length > maxFilters) {
    const trouble = `${epcPrefixes.length} EPC prefixes: the reader takes ${maxFilters}, so it reads all tags and the others are dropped here`;
    return { filters: [], troubles: [trouble] };
  }
  return { filters: epcPrefixes.map((prefix, place) => filterFor(prefix, place === 0)), troubles: [] };
}

function filterFor(prefix: string, isFirst: boolean): LlrpParameter {
  const TagMask = { bits: prefix.length * 4, hex: prefix.length % 2 === 0 ? prefix : `${prefix}0` };
  return {
    type: 'C1G2Filter',
    T: 'Do_Not_Truncate',
    parameters: [
      { type: 'C1G2TagInventoryMask', MB: epcBank, Pointer: epcBit, TagMask },
      {
        type: 'C1G2TagInventoryStateUnawareFilterAction',
        Action: isFirst ? 'Select_Unselect' : 'Select_DoNothing',
      },
    ],
  };
}

function vendorParameters({ searchMode, use }: LlrpReaderConfig, { vendor }: ReaderFacts): LlrpParameter[] {
  if (vendor !== 'impinj') return [];
  return [{ type: 'ImpinjInventorySearchMode', InventorySearchMode: searchMode ?? presets[use].searchMode }];
}
