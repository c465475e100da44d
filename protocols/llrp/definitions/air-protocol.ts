import { any, maybe, one, some, tlv, tv } from '../declare.ts';
import { bitString, flag, named, reserved, u2, u16, u32 } from '../fields.ts';

/** What EPC Class 1 Gen 2 adds: capabilities, inventory and what a tag told (LLRP 1.0.1, 15.2). XPC came with 1.1. */
export const airProtocolParameters = {
  C1G2LLRPCapabilities: tlv(327, {
    CanSupportBlockErase: flag,
    CanSupportBlockWrite: flag,
    CanSupportBlockPermalock: flag,
    CanSupportTagRecommissioning: flag,
    CanSupportUMIMethod2: flag,
    CanSupportXPC: flag,
    Reserved: reserved(2),
    MaxNumSelectFiltersPerQuery: u16,
  }),
  C1G2UHFRFModeTable: tlv(328, {}, [some('C1G2UHFRFModeTableEntry')]),
  /** Rates in bit/s, Tari in nanoseconds. */
  C1G2UHFRFModeTableEntry: tlv(329, {
    ModeIdentifier: u32,
    DRValue: named(1, ['DRV_8', 'DRV_64_3']),
    EPCHAGTCConformance: flag,
    Reserved: reserved(6),
    MValue: named(8, ['MV_FM0', 'MV_2', 'MV_4', 'MV_8']),
    ForwardLinkModulation: named(8, ['PR_ASK', 'SSB_ASK', 'DSB_ASK']),
    SpectralMaskIndicator: named(8, ['Unknown', 'SI', 'MI', 'DI']),
    BDRValue: u32,
    PIEValue: u32,
    MinTariValue: u32,
    MaxTariValue: u32,
    StepTariValue: u32,
  }),
  C1G2InventoryCommand: tlv(330, { TagInventoryStateAware: flag, Reserved: reserved(7) }, [
    any('C1G2Filter'),
    maybe('C1G2RFControl'),
    maybe('C1G2SingulationControl'),
    any('Custom'),
  ]),
  C1G2Filter: tlv(
    331,
    { T: named(2, ['Unspecified', 'Do_Not_Truncate', 'Truncate']), Reserved: reserved(6) },
    [
      one('C1G2TagInventoryMask'),
      maybe('C1G2TagInventoryStateAwareFilterAction'),
      maybe('C1G2TagInventoryStateUnawareFilterAction'),
    ],
  ),
  C1G2TagInventoryMask: tlv(332, { MB: u2, Reserved: reserved(6), Pointer: u16, TagMask: bitString }),
  C1G2TagInventoryStateAwareFilterAction: tlv(333, {
    Target: named(8, [
      'SL',
      'Inventoried_State_For_Session_S0',
      'Inventoried_State_For_Session_S1',
      'Inventoried_State_For_Session_S2',
      'Inventoried_State_For_Session_S3',
    ]),
    Action: named(8, [
      'AssertSLOrA_DeassertSLOrB',
      'AssertSLOrA_Noop',
      'Noop_DeassertSLOrB',
      'NegateSLOrABBA_Noop',
      'DeassertSLOrB_AssertSLOrA',
      'DeassertSLOrB_Noop',
      'Noop_AssertSLOrA',
      'Noop_NegateSLOrABBA',
    ]),
  }),
  C1G2TagInventoryStateUnawareFilterAction: tlv(334, {
    Action: named(8, [
      'Select_Unselect',
      'Select_DoNothing',
      'DoNothing_Unselect',
      'Unselect_DoNothing',
      'Unselect_Select',
      'DoNothing_Select',
    ]),
  }),
  C1G2RFControl: tlv(335, { ModeIndex: u16, Tari: u16 }),
  C1G2SingulationControl: tlv(
    336,
    { Session: u2, Reserved: reserved(6), TagPopulation: u16, TagTransitTime: u32 },
    [maybe('C1G2TagInventoryStateAwareSingulationAction')],
  ),
  C1G2TagInventoryStateAwareSingulationAction: tlv(337, {
    I: named(1, ['State_A', 'State_B']),
    S: named(1, ['SL', 'Not_SL']),
    S_All: named(1, ['No', 'All']),
    Reserved: reserved(5),
  }),
  C1G2EPCMemorySelector: tlv(348, {
    EnableCRC: flag,
    EnablePCBits: flag,
    EnableXPCBits: flag,
    Reserved: reserved(5),
  }),
  C1G2_CRC: tv(11, { CRC: u16 }),
  C1G2_PC: tv(12, { PC_Bits: u16 }),
  C1G2SingulationDetails: tv(18, { NumCollisionSlots: u16, NumEmptySlots: u16 }),
  C1G2XPCW1: tv(19, { XPC_W1: u16 }),
  C1G2XPCW2: tv(20, { XPC_W2: u16 }),
};
