import type { SsiFault } from '../../../protocols/ssi/fault.ts';

/** What a fault says of a reading, to stand behind "what the scanner sent". */
export function ssiReason({ code, field, expected }: SsiFault): string {
  switch (code) {
    case 'length':
      return 'does not begin like an SSI packet';
    case 'checksum':
      return 'has a wrong checksum, and did not come again';
    case 'unfinished':
      return 'ended before it was whole, and did not come again';
    case 'too_long':
      return `is longer than it may be: ${expected}`;
    case 'value':
      return `has a wrong ${field}: ${expected} expected`;
  }
}
