import type { HidFault } from '../../../protocols/hid/fault.ts';

/** What a fault says of a reading, to stand behind "what the scanner sent". */
export function hidReason({ code, field, expected, unit, offset }: HidFault): string {
  switch (code) {
    case 'unfinished':
      return 'ended before it was whole';
    case 'too_long':
      return `is longer than it may be: ${expected}`;
    case 'rollover':
      return 'has more keys down than the keyboard can tell';
    case 'events_lost':
      return 'lost keys on its way';
    case 'outside_layout':
      return `has ${field} where ${expected} is expected`;
    case 'descriptor':
    case 'not_this_device':
    case 'report':
    case 'value':
      return `has a wrong ${field} at ${unit} ${offset}: ${expected} expected`;
  }
}
