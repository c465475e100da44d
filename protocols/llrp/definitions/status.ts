import { maybe, one, tlv } from '../declare.ts';
import { bytesToEnd, named, text, u16, u32, u64 } from '../fields.ts';

/** LLRP 1.0.1, 14.1; M_UnexpectedMessage came with 1.1. */
const statusCodes = {
  0: 'M_Success',
  100: 'M_ParameterError',
  101: 'M_FieldError',
  102: 'M_UnexpectedParameter',
  103: 'M_MissingParameter',
  104: 'M_DuplicateParameter',
  105: 'M_OverflowParameter',
  106: 'M_OverflowField',
  107: 'M_UnknownParameter',
  108: 'M_UnknownField',
  109: 'M_UnsupportedMessage',
  110: 'M_UnsupportedVersion',
  111: 'M_UnsupportedParameter',
  112: 'M_UnexpectedMessage',
  200: 'P_ParameterError',
  201: 'P_FieldError',
  202: 'P_UnexpectedParameter',
  203: 'P_MissingParameter',
  204: 'P_DuplicateParameter',
  205: 'P_OverflowParameter',
  206: 'P_OverflowField',
  207: 'P_UnknownParameter',
  208: 'P_UnknownField',
  209: 'P_UnsupportedParameter',
  300: 'A_Invalid',
  301: 'A_OutOfRange',
  401: 'R_DeviceError',
} as const;

/** Times, status and the vendor's parameter: what stands in messages of every kind (LLRP 1.0.1, 7.1.3, 8.2, 14.2). */
export const statusParameters = {
  UTCTimestamp: tlv(128, { Microseconds: u64 }),
  Uptime: tlv(129, { Microseconds: u64 }),
  Custom: tlv(1023, { VendorIdentifier: u32, ParameterSubtype: u32, Data: bytesToEnd }),
  LLRPStatus: tlv(287, { StatusCode: named(16, statusCodes), ErrorDescription: text }, [
    maybe('FieldError'),
    maybe('ParameterError'),
  ]),
  FieldError: tlv(288, { FieldNum: u16, ErrorCode: named(16, statusCodes) }),
  ParameterError: tlv(289, { ParameterType: u16, ErrorCode: named(16, statusCodes) }, [
    maybe('FieldError'),
    maybe('ParameterError'),
  ]),
};

/** Where a time stands: by the world's clock, or since the reader was started. */
export const timestamp = one('UTCTimestamp', 'Uptime');
