const pinCommand = /PP:PIN.*$/isu;

/** A reading without the PIN in it, however it was mangled on its way: only that there was one is ever kept. */
export function withoutPin(raw: string): string {
  return raw.replace(pinCommand, 'PP:PIN:***');
}

/** `PP:PIN` of either case in hexadecimal digits, at the beginning of a byte. */
const pinInHex = /^((?:[0-9a-f]{2})*?)[57]0[57]03a[57]0[46]9[46]e.*$/is;

/** The same for bytes of a device that are no whole reading. */
export function hexWithoutPin(hex: string): string {
  return hex.replace(pinInHex, '$150503a50494e');
}
