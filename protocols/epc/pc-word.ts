/** The protocol control word before an EPC, bits 10h to 1Fh of the EPC bank (TDS 2.3, table 9-3). */
export interface PcWord {
  /** Words of 16 bits that follow. */
  readonly lengthWords: number;
  /** User memory holds data (Gen2 v2), or may be read (Gen2 v3). */
  readonly hasUserMemory: boolean;
  /** An extended protocol control word exists and is not zero. */
  readonly hasXpc: boolean;
  /** Hazardous material and the like; null where an AFI takes their place. */
  readonly attributeBits: number | null;
  /** The ISO application family; null where the bank holds an EPC. */
  readonly applicationFamily: number | null;
}

const toggleBit = 0x0100;

export function isEpcToggle(pc: number): boolean {
  return (pc & toggleBit) === 0;
}

export function decodePcWord(pc: number): PcWord {
  const low = pc & 0xff;
  return {
    lengthWords: (pc >> 11) & 0x1f,
    hasUserMemory: (pc & 0x0400) !== 0,
    hasXpc: (pc & 0x0200) !== 0,
    attributeBits: isEpcToggle(pc) ? low : null,
    applicationFamily: isEpcToggle(pc) ? null : low,
  };
}

/** The word to write before an EPC of `bitLength` bits; user memory and XPC are the tag's own business (TDS 2.3, 15.1.1). */
export function pcWordForEpc(bitLength: number, attributeBits = 0): number {
  return ((Math.ceil(bitLength / 16) & 0x1f) << 11) | (attributeBits & 0xff);
}

/** First extended protocol control word, bits 210h to 21Fh, of tags whose toggle is 0 (TDS 2.3, table 9-4). */
export function decodeXpcWord(xpc: number) {
  const bit = (address: number): boolean => ((xpc >> (0xf - address)) & 1) === 1;
  return {
    hasSecondXpc: bit(0x0),
    sensorAlarm: bit(0x4),
    simpleSensor: bit(0x5),
    fullFunctionSensor: bit(0x6),
    snapshotSensor: bit(0x7),
    batteryAssisted: bit(0x8),
    computedResponse: bit(0x9),
    selected: bit(0xa),
    notification: bit(0xb),
    untraceable: bit(0xc),
    killable: bit(0xd),
    nonRemovable: bit(0xe),
    hazardousMaterial: bit(0xf),
  };
}
