import { any, maybe, tlv } from '../declare.ts';
import { flag, named, reserved, s16, u8v, u16, u32 } from '../fields.ts';

/** How a reader is set up (LLRP 1.0.1, 12.2). */
export const configurationParameters = {
  LLRPConfigurationStateValue: tlv(217, { LLRPConfigurationStateValue: u32 }),
  Identification: tlv(218, { IDType: named(8, ['MAC_Address', 'EPC']), ReaderID: u8v }),
  GPOWriteData: tlv(219, { GPOPortNumber: u16, GPOData: flag, Reserved: reserved(7) }),
  /** In milliseconds. */
  KeepaliveSpec: tlv(220, {
    KeepaliveTriggerType: named(8, ['Null', 'Periodic']),
    PeriodicTriggerValue: u32,
  }),
  /** AntennaGain in 1/100 dBi. */
  AntennaProperties: tlv(221, {
    AntennaConnected: flag,
    Reserved: reserved(7),
    AntennaID: u16,
    AntennaGain: s16,
  }),
  AntennaConfiguration: tlv(222, { AntennaID: u16 }, [
    maybe('RFReceiver'),
    maybe('RFTransmitter'),
    any('C1G2InventoryCommand'),
    any('Custom'),
  ]),
  /** An index into the table of receive sensitivities. */
  RFReceiver: tlv(223, { ReceiverSensitivity: u16 }),
  /** TransmitPower is an index into the table of power levels. */
  RFTransmitter: tlv(224, { HopTableID: u16, ChannelIndex: u16, TransmitPower: u16 }),
  GPIPortCurrentState: tlv(225, {
    GPIPortNum: u16,
    Config: flag,
    Reserved: reserved(7),
    State: named(8, ['Low', 'High', 'Unknown']),
  }),
  EventsAndReports: tlv(226, { HoldEventsAndReportsUponReconnect: flag, Reserved: reserved(7) }),
};
