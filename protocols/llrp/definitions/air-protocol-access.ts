import { some, tlv } from '../declare.ts';
import { bitString, flag, named, reserved, u2, u16, u16v, u32 } from '../fields.ts';

const writeResults = [
  'Success',
  'Tag_Memory_Overrun_Error',
  'Tag_Memory_Locked_Error',
  'Insufficient_Power',
  'Nonspecific_Tag_Error',
  'No_Response_From_Tag',
  'Nonspecific_Reader_Error',
  'Incorrect_Password_Error',
] as const;

/** Operations on the memory of EPC Class 1 Gen 2 tags (LLRP 1.0.1, 15.2.1.3). Incorrect_Password_Error came with 1.1. */
export const airProtocolAccessParameters = {
  C1G2TagSpec: tlv(338, {}, [some('C1G2TargetTag')]),
  C1G2TargetTag: tlv(339, {
    MB: u2,
    Match: flag,
    Reserved: reserved(5),
    Pointer: u16,
    TagMask: bitString,
    TagData: bitString,
  }),
  C1G2Read: tlv(341, {
    OpSpecID: u16,
    AccessPassword: u32,
    MB: u2,
    Reserved: reserved(6),
    WordPointer: u16,
    WordCount: u16,
  }),
  C1G2Write: tlv(342, {
    OpSpecID: u16,
    AccessPassword: u32,
    MB: u2,
    Reserved: reserved(6),
    WordPointer: u16,
    WriteData: u16v,
  }),
  C1G2Kill: tlv(343, { OpSpecID: u16, KillPassword: u32 }),
  C1G2Lock: tlv(344, { OpSpecID: u16, AccessPassword: u32 }, [some('C1G2LockPayload')]),
  C1G2LockPayload: tlv(345, {
    Privilege: named(8, ['Read_Write', 'Perma_Lock', 'Perma_Unlock', 'Unlock']),
    DataField: named(8, ['Kill_Password', 'Access_Password', 'EPC_Memory', 'TID_Memory', 'User_Memory']),
  }),
  C1G2BlockErase: tlv(346, {
    OpSpecID: u16,
    AccessPassword: u32,
    MB: u2,
    Reserved: reserved(6),
    WordPointer: u16,
    WordCount: u16,
  }),
  C1G2BlockWrite: tlv(347, {
    OpSpecID: u16,
    AccessPassword: u32,
    MB: u2,
    Reserved: reserved(6),
    WordPointer: u16,
    WriteData: u16v,
  }),
  C1G2ReadOpSpecResult: tlv(349, {
    Result: named(8, [
      'Success',
      'Nonspecific_Tag_Error',
      'No_Response_From_Tag',
      'Nonspecific_Reader_Error',
      'Memory_Overrun_Error',
      'Memory_Locked_Error',
      'Incorrect_Password_Error',
    ]),
    OpSpecID: u16,
    ReadData: u16v,
  }),
  C1G2WriteOpSpecResult: tlv(350, { Result: named(8, writeResults), OpSpecID: u16, NumWordsWritten: u16 }),
  C1G2KillOpSpecResult: tlv(351, {
    Result: named(8, [
      'Success',
      'Zero_Kill_Password_Error',
      'Insufficient_Power',
      'Nonspecific_Tag_Error',
      'No_Response_From_Tag',
      'Nonspecific_Reader_Error',
      'Incorrect_Password_Error',
    ]),
    OpSpecID: u16,
  }),
  C1G2LockOpSpecResult: tlv(352, {
    Result: named(8, [
      'Success',
      'Insufficient_Power',
      'Nonspecific_Tag_Error',
      'No_Response_From_Tag',
      'Nonspecific_Reader_Error',
      'Incorrect_Password_Error',
      'Tag_Memory_Overrun_Error',
      'Tag_Memory_Locked_Error',
    ]),
    OpSpecID: u16,
  }),
  C1G2BlockEraseOpSpecResult: tlv(353, { Result: named(8, writeResults), OpSpecID: u16 }),
  C1G2BlockWriteOpSpecResult: tlv(354, {
    Result: named(8, writeResults),
    OpSpecID: u16,
    NumWordsWritten: u16,
  }),
};

/** What LLRP 1.1 added to them. */
export const airProtocolAccess11Parameters = {
  C1G2Recommission: tlv(357, {
    OpSpecID: u16,
    KillPassword: u32,
    Reserved: reserved(5),
    SB3: flag,
    SB2: flag,
    LSB: flag,
  }),
  C1G2BlockPermalock: tlv(358, {
    OpSpecID: u16,
    AccessPassword: u32,
    MB: u2,
    Reserved: reserved(6),
    BlockPointer: u16,
    BlockMask: u16v,
  }),
  C1G2GetBlockPermalockStatus: tlv(359, {
    OpSpecID: u16,
    AccessPassword: u32,
    MB: u2,
    Reserved: reserved(6),
    BlockPointer: u16,
    BlockRange: u16,
  }),
  C1G2RecommissionOpSpecResult: tlv(360, {
    Result: named(8, [
      'Success',
      'Zero_Kill_Password_Error',
      'Insufficient_Power',
      'Nonspecific_Tag_Error',
      'No_Response_From_Tag',
      'Nonspecific_Reader_Error',
      'Incorrect_Password_Error',
    ]),
    OpSpecID: u16,
  }),
  C1G2BlockPermalockOpSpecResult: tlv(361, {
    Result: named(8, [
      'Success',
      'Insufficient_Power',
      'Nonspecific_Tag_Error',
      'No_Response_From_Tag',
      'Nonspecific_Reader_Error',
      'Incorrect_Password_Error',
      'Tag_Memory_Overrun_Error',
    ]),
    OpSpecID: u16,
  }),
  C1G2GetBlockPermalockStatusOpSpecResult: tlv(362, {
    Result: named(8, [
      'Success',
      'Nonspecific_Tag_Error',
      'No_Response_From_Tag',
      'Nonspecific_Reader_Error',
      'Incorrect_Password_Error',
      'Tag_Memory_Overrun_Error',
    ]),
    OpSpecID: u16,
    PermalockStatus: u16v,
  }),
};
