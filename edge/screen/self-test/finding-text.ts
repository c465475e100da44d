import type { Words } from '../words.ts';
import type { Finding } from './diagnosis.ts';

/** What a finding means, and what to set. */
export function findingText(finding: Finding, { text }: Words): string {
  switch (finding.kind) {
    case 'same':
      return text('findingSame');
    case 'identifier':
      return text('findingIdentifier', { identifier: finding.identifier });
    case 'no_identifier':
      return text('findingNoIdentifier');
    case 'layout':
      return text('findingLayout', { scanner: finding.scanner, device: finding.device });
    case 'separator_lost':
      return text('findingSeparatorLost');
    case 'separator_other':
      return text('findingSeparatorOther', { text: finding.text });
    case 'case_swapped':
      return text('findingCaseSwapped');
    case 'case_upper':
      return text('findingCaseUpper');
    case 'case_lower':
      return text('findingCaseLower');
    case 'no_suffix':
      return text('findingNoSuffix');
    case 'prefix':
      return text('findingPrefix', { text: finding.text });
    case 'suffix':
      return text('findingSuffix', { text: finding.text });
    case 'cut':
      return text('findingCut', { text: finding.text });
    case 'other':
      return text('findingOther');
  }
}
