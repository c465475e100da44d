/** What can go wrong with the frames of a module on their way. */
export const wireFaults = [
  /** It arrives byte by byte. */
  'split',
  /** It arrives together with the next one. */
  'merge',
  /** Foreign bytes stand before it. */
  'garbage',
  /** It arrives late, and all that follows with it. */
  'delay',
  /** Its checksum is wrong. */
  'damage',
  /** It is lost, and the module says nothing for a while. */
  'silent',
  /** The plug is out for a moment after half of it. */
  'unplug',
] as const;
export type WireFault = (typeof wireFaults)[number];

/** Bytes that begin no frame of any of the modules. */
const noise = Uint8Array.of(0x00, 0x01, 0x02, 0x00);

/** The pieces in which a frame goes over the wire, with a fault that concerns its bytes. */
export function piecesOf(frame: Uint8Array, fault: WireFault | null): Uint8Array[] {
  switch (fault) {
    case 'split':
      return Array.from(frame, (byte) => Uint8Array.of(byte));
    case 'garbage':
      return [noise, frame];
    case 'damage':
      return [frame.map((byte, index) => (index === frame.length - 2 ? byte ^ 0x55 : byte))];
    case 'unplug':
      return [frame.subarray(0, frame.length >> 1)];
    case 'silent':
      return [];
    default:
      return [frame];
  }
}
