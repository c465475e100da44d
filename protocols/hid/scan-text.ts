import { type HidResult, refuse } from './fault.ts';

/** The longest scan in bytes, whatever brings it. */
export const maxScanBytes = 4096;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A scan as text: the AIM identifier, where there is one, and the data as UTF-8. FS, GS, RS, US and EOT pass, as GS1 and
 * ISO/IEC 15434 (6.4) use them; any other control character shows that the data is not a reading.
 */
export function scanText(aim: string | null, data: Uint8Array): HidResult<string> {
  const control = data.findIndex(isForeignControl);
  if (control >= 0) {
    return refuse(
      'value',
      'byte',
      control,
      'decoded data',
      'no control character but FS, GS, RS, US and EOT',
    );
  }
  try {
    return { ok: true, value: (aim ?? '') + utf8.decode(data) };
  } catch {
    return refuse('value', 'byte', 0, 'decoded data', 'UTF-8 text');
  }
}

function isForeignControl(byte: number): boolean {
  return (byte < 0x1c && byte !== 0x04) || byte === 0x7f;
}
