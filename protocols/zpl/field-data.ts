const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** More bytes of one field are cut off or printed as something else (ZPL II Programming Guide, ^FD and ^FB). */
export const maxFieldBytes = 3072;

/** The characters that mean something to a printer wherever they stand. */
const special = new Set(['^', '~', '\\'].map((character) => character.charCodeAt(0)));

export function utf8Of(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Text as field data that no printer takes for a command: `^FH` with its indicator, and `^FD` with every byte that is not plain
 * ASCII as two hex digits behind that indicator (ZPL II Programming Guide, ^FH). Under ^CI28 the bytes are UTF-8. So whatever
 * the text says, what is sent has neither a prefix nor a control character in it.
 */
export function fieldData(text: string | Uint8Array, indicator = '_'): string {
  const bytes = typeof text === 'string' ? utf8Of(text) : text;
  const own = indicator.charCodeAt(0);
  let data = '';
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== own && !special.has(byte);
    data += plain ? String.fromCharCode(byte) : indicator + byte.toString(16).toUpperCase().padStart(2, '0');
  }
  return `^FH${indicator}^FD${data}^FS`;
}

/** The bytes that a printer makes of field data behind an ^FH; an indicator without two hex digits stands for itself. */
function bytesOfFieldData(data: string, indicator = '_'): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < data.length; at++) {
    const hex = data.slice(at + 1, at + 3);
    if (data[at] === indicator && /^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else {
      bytes.push(...utf8Of(data[at] ?? ''));
    }
  }
  return Uint8Array.from(bytes);
}

/** The text of field data behind an ^FH. */
export function textOfFieldData(data: string, indicator = '_'): string {
  return decoder.decode(bytesOfFieldData(data, indicator));
}

/**
 * Text for a field block: line ends become `\&`, and a backslash is doubled, so that it starts no soft hyphen (ZPL II
 * Programming Guide, ^FB).
 */
export function blockText(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(/\r\n|\r|\n/g, '\\&');
}

/** As `fieldData`, for text in a field block: there the backslashes are for the printer to read. */
export function blockData(text: string): string {
  return fieldData(blockText(text)).replaceAll('_5C', '\\');
}
