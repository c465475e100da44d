import { characterSet, firstOutside } from '../character-sets.ts';
import { type Linter, lintFault, wholeFault } from './lint.ts';

/** The shortest company prefix has four digits (GS1 General Specifications 1.4.4). */
const shortestPrefix = 4;

/** The text begins with a GS1 Company Prefix. */
export const gcppos1: Linter = (text, start, end, { companyPrefix }) => {
  if (end - start < shortestPrefix) return wholeFault('too_short_for_gcp', start, end);
  const letter = firstOutside(text, start, start + shortestPrefix, characterSet.numeric);
  if (letter !== -1) return lintFault('invalid_gcp_prefix', letter, 1);
  switch (companyPrefix?.(text.slice(start, end))) {
    case 'unknown':
      return wholeFault('invalid_gcp_prefix', start, end);
    case 'offline':
      return wholeFault('gcp_datasource_offline', start, end);
    default:
      return null;
  }
};

/** The same behind one leading character: an indicator or extension digit. */
export const gcppos2: Linter = (text, start, end, context) =>
  end - start < 2 ? wholeFault('too_short_for_gcp', start, end) : gcppos1(text, start + 1, end, context);
