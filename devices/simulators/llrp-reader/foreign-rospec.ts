import type { ParameterOf } from '../../../protocols/llrp/message.ts';

/** What another program has left in the reader: it reads with antenna 1. */
export const foreignRoSpec: ParameterOf<'ROSpec'> = {
  type: 'ROSpec',
  ROSpecID: 77,
  Priority: 0,
  CurrentState: 'Inactive',
  parameters: [
    {
      type: 'ROBoundarySpec',
      parameters: [
        { type: 'ROSpecStartTrigger', ROSpecStartTriggerType: 'Immediate' },
        { type: 'ROSpecStopTrigger', ROSpecStopTriggerType: 'Null', DurationTriggerValue: 0 },
      ],
    },
    {
      type: 'AISpec',
      AntennaIDs: [1],
      parameters: [
        { type: 'AISpecStopTrigger', AISpecStopTriggerType: 'Null', DurationTrigger: 0 },
        { type: 'InventoryParameterSpec', InventoryParameterSpecID: 1, ProtocolID: 'EPCGlobalClass1Gen2' },
      ],
    },
  ],
};
