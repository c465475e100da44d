import { any, type Content, maybe, one, some, tlv, tv } from '../declare.ts';
import { named, reserved, u16, u32 } from '../fields.ts';
import { airProtocols } from './capabilities.ts';

const opSpecs = [
  'C1G2Read',
  'C1G2Write',
  'C1G2Kill',
  'C1G2Recommission',
  'C1G2Lock',
  'C1G2BlockErase',
  'C1G2BlockWrite',
  'C1G2BlockPermalock',
  'C1G2GetBlockPermalockStatus',
] as const;

/** The results of operations on a tag, in its report. */
export const opSpecResults: Content = any(
  'C1G2ReadOpSpecResult',
  'C1G2WriteOpSpecResult',
  'C1G2KillOpSpecResult',
  'C1G2RecommissionOpSpecResult',
  'C1G2LockOpSpecResult',
  'C1G2BlockEraseOpSpecResult',
  'C1G2BlockWriteOpSpecResult',
  'C1G2BlockPermalockOpSpecResult',
  'C1G2GetBlockPermalockStatusOpSpecResult',
  'ClientRequestOpSpecResult',
  'Custom',
);

/** What to do to tags (LLRP 1.0.1, 11.2). */
export const accessOperationParameters = {
  AccessSpec: tlv(
    207,
    {
      AccessSpecID: u32,
      AntennaID: u16,
      ProtocolID: named(8, airProtocols),
      CurrentState: named(1, ['Disabled', 'Active']),
      Reserved: reserved(7),
      ROSpecID: u32,
    },
    [one('AccessSpecStopTrigger'), one('AccessCommand'), maybe('AccessReportSpec'), any('Custom')],
  ),
  AccessSpecStopTrigger: tlv(208, {
    AccessSpecStopTrigger: named(8, ['Null', 'Operation_Count']),
    OperationCountValue: u16,
  }),
  AccessCommand: tlv(209, {}, [
    one('C1G2TagSpec'),
    some(...opSpecs, 'ClientRequestOpSpec', 'Custom'),
    any('Custom'),
  ]),
  ClientRequestOpSpec: tlv(210, { OpSpecID: u16 }),
  ClientRequestResponse: tlv(211, { AccessSpecID: u32 }, [one('EPCData'), any(...opSpecs, 'Custom')]),
  ClientRequestOpSpecResult: tv(15, { OpSpecID: u16 }),
};
