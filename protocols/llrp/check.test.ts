import { describe, expect, test } from 'vitest';
import { checkMessage, type LlrpFault } from './check.ts';
import type { LlrpMessage, LlrpParameter } from './message.ts';

const status: LlrpParameter = { type: 'LLRPStatus', StatusCode: 'M_Success', ErrorDescription: '' };
const antenna: LlrpParameter = { type: 'AntennaID', AntennaID: 1 };
const epc: LlrpParameter = { type: 'EPC_96', EPC: '30'.repeat(12) };
const phase: LlrpParameter = { type: 'ImpinjRFPhaseAngle', PhaseAngle: 1 };
const loop: LlrpParameter = { type: 'LoopSpec', LoopCount: 2 };

function report(...parameters: LlrpParameter[]): LlrpMessage {
  return { type: 'RO_ACCESS_REPORT', version: 1, id: 1, parameters: [{ type: 'TagReportData', parameters }] };
}

const tag = 'RO_ACCESS_REPORT/TagReportData[0]';

describe('check', () => {
  test.each<[string, LlrpMessage, LlrpFault[]]>([
    ['a whole report', report(epc, antenna, phase), []],
    [
      'a missing choice',
      report(antenna),
      [{ status: 'P_MissingParameter', path: tag, parameter: 'EPCData or EPC_96' }],
    ],
    [
      'a repeated parameter',
      report(epc, antenna, antenna),
      [{ status: 'P_DuplicateParameter', path: tag, parameter: 'AntennaID' }],
    ],
    [
      'a misplaced parameter',
      report(epc, status),
      [{ status: 'P_UnexpectedParameter', path: tag, parameter: 'LLRPStatus' }],
    ],
    [
      "a vendor's parameter where none may be",
      { type: 'KEEPALIVE', version: 1, id: 1, parameters: [phase] },
      [{ status: 'M_UnexpectedParameter', path: 'KEEPALIVE', parameter: 'ImpinjRFPhaseAngle' }],
    ],
    [
      'an unknown parameter',
      report(epc, { type: 'UnknownParameter', number: 900, data: '' }),
      [{ status: 'P_UnknownParameter', path: tag, parameter: 'UnknownParameter' }],
    ],
    [
      'a message without its status',
      { type: 'ADD_ROSPEC_RESPONSE', version: 1, id: 1 },
      [{ status: 'M_MissingParameter', path: 'ADD_ROSPEC_RESPONSE', parameter: 'LLRPStatus' }],
    ],
    [
      'an unknown message',
      { type: 'UnknownMessage', version: 1, id: 1, number: 400, data: '' },
      [{ status: 'M_UnsupportedMessage', path: 'UnknownMessage', parameter: '' }],
    ],
    [
      'a message of LLRP 1.1 in version 1',
      { type: 'GET_SUPPORTED_VERSION', version: 1, id: 1 },
      [{ status: 'M_UnsupportedMessage', path: 'GET_SUPPORTED_VERSION', parameter: '' }],
    ],
    ['the same in version 2', { type: 'GET_SUPPORTED_VERSION', version: 2, id: 1 }, []],
  ])('%s', (_, message, faults) => {
    expect(checkMessage(message)).toEqual(faults);
  });

  test('a parameter of LLRP 1.1 is unknown in version 1 only', () => {
    const inVersion = (version: 1 | 2) =>
      checkMessage({ type: 'ADD_ROSPEC', version, id: 1, parameters: [loop] }).map(({ status }) => status);
    expect(inVersion(1)).toEqual(['M_UnknownParameter', 'M_MissingParameter']);
    expect(inVersion(2)).toEqual(['M_UnexpectedParameter', 'M_MissingParameter']);
  });
});
