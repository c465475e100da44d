/** Opcodes of the Simple Serial Interface (Zebra 72E-40451, table of SSI commands). H: from the host, D: from the decoder. */
export const ssiOpcode = {
  /** H */
  FLUSH_MACRO_PDF: 0x10,
  /** H */
  ABORT_MACRO_PDF: 0x11,
  /** H */
  CUSTOM_DEFAULTS: 0x12,
  /** H, D */
  SSI_MGMT_COMMAND: 0x80,
  /** H */
  REQUEST_REVISION: 0xa3,
  /** D */
  REPLY_REVISION: 0xa4,
  /** H */
  REQUEST_ID: 0xa5,
  /** D */
  REPLY_ID: 0xa6,
  /** D */
  IMAGE_DATA: 0xb1,
  /** D */
  VIDEO_DATA: 0xb4,
  /** H */
  ILLUMINATION_OFF: 0xc0,
  /** H */
  ILLUMINATION_ON: 0xc1,
  /** H */
  AIM_OFF: 0xc4,
  /** H */
  AIM_ON: 0xc5,
  /** H, D */
  PARAM_SEND: 0xc6,
  /** H */
  PARAM_REQUEST: 0xc7,
  /** H */
  PARAM_DEFAULTS: 0xc8,
  /** H */
  CHANGE_ALL_CODE_TYPES: 0xc9,
  /** H */
  PAGER_MOTOR_ACTIVATION: 0xca,
  /** H, D */
  CMD_ACK: 0xd0,
  /** H, D */
  CMD_NAK: 0xd1,
  /** H */
  FLUSH_QUEUE: 0xd2,
  /** H */
  CAPABILITIES_REQUEST: 0xd3,
  /** D */
  CAPABILITIES_REPLY: 0xd4,
  /** H */
  BATCH_REQUEST: 0xd5,
  /** D */
  BATCH_DATA: 0xd6,
  /** H */
  CMD_ACK_ACTION: 0xd8,
  /** H */
  START_SESSION: 0xe4,
  /** H */
  STOP_SESSION: 0xe5,
  /** H */
  BEEP: 0xe6,
  /** H */
  LED_ON: 0xe7,
  /** H */
  LED_OFF: 0xe8,
  /** H */
  SCAN_ENABLE: 0xe9,
  /** H */
  SCAN_DISABLE: 0xea,
  /** H */
  SLEEP: 0xeb,
  /** D */
  DECODE_DATA: 0xf3,
  /** D */
  EVENT: 0xf6,
  /** H */
  IMAGER_MODE: 0xf7,
} as const;

export type SsiOpcodeName = keyof typeof ssiOpcode;

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(ssiOpcode).map(([name, code]) => [code, name]),
);

export function opcodeName(opcode: number): string | null {
  return names.get(opcode) ?? null;
}

/** Why a packet was refused (CMD_NAK). */
export const nakCause = { RESEND: 1, BAD_CONTEXT: 2, DENIED: 6, CANCEL: 10 } as const;

export type NakCause = keyof typeof nakCause;

/** What the decoder tells unasked (EVENT), where it is set to. */
const eventNames: Readonly<Record<number, string>> = {
  1: 'decoded',
  3: 'power-up',
  7: 'parameter entry error',
  8: 'parameter stored',
  10: 'defaults set',
  15: 'parameter: number expected',
};

export function eventName(code: number): string | null {
  return eventNames[code] ?? null;
}

/** A beep of BEEP and PARAM_SEND: one to five tones of a kind (codes 0x00 to 0x13). */
export function beepCode(count: 1 | 2 | 3 | 4 | 5, tone: 'high' | 'low', length: 'short' | 'long'): number {
  return (length === 'long' ? 10 : 0) + (tone === 'low' ? 5 : 0) + count - 1;
}
