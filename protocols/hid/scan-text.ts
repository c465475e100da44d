import { isForeignControl } from '../bytes/scan-bytes.ts';
import { type HidResult, refuse } from './fault.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A scan as text: the AIM identifier, where there is one, and the data as UTF-8. A foreign control
 * character shows that the data is not a reading.
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
