/** How the value of a GS1 key begins: so many digits, then up to so many characters of its own serial part. */
export interface KeyForm {
  /** Application identifier of the primary key. */
  readonly ai: string;
  /** Its short name in older GS1 Digital Link URIs. */
  readonly shortName: string;
  readonly value: RegExp;
  /** Key qualifiers that may follow, as AI -> short name. */
  readonly qualifiers: Readonly<Record<string, string>>;
  /** The paths of qualifiers that identify most finely, the finest first (CBV 2.0, 8.9.2, rule 18). */
  readonly finest: readonly string[];
}

/** GS1 AI encodable character set 82 (GS1 General Specifications 7.11, figure 7.11-1). */
const cset82 = `[!"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]`;
const cset39 = '[#\\-/0-9A-Z]';
const anyCset82 = new RegExp(`^${cset82}+$`);
const form = (pattern: string) => new RegExp(`^(?:${pattern})$`);

/** True for a text of so many characters of the set 82. */
export function isCset82(text: string, maxLength: number): boolean {
  return text.length <= maxLength && anyCset82.test(text);
}

/** The value of a key qualifier, once percent-decoded. */
export const qualifierForms: Readonly<Record<string, RegExp>> = {
  '10': form(`${cset82}{1,20}`),
  '21': form(`${cset82}{1,20}`),
  '22': form(`${cset82}{1,20}`),
  '235': form(`${cset82}{1,28}`),
  '254': form(`${cset82}{1,20}`),
  '7040': form('\\d[0-9A-Za-z]{3}'),
  '8011': form('[0-9]{1,12}'),
  '8019': form('\\d{1,10}'),
};

/** The GS1 keys that a GS1 Digital Link URI in an event may carry (GS1 Digital Link URI Syntax 1.2, 4.7 and 4.8). */
export const keyForms: readonly KeyForm[] = [
  {
    ai: '01',
    shortName: 'gtin',
    value: form('\\d{8}|\\d{12,14}'),
    qualifiers: { '22': 'cpv', '10': 'lot', '21': 'ser', '235': 'tpx' },
    finest: ['21', '235', '10'],
  },
  {
    ai: '8006',
    shortName: 'itip',
    value: form('\\d{18}'),
    qualifiers: { '22': 'cpv', '10': 'lot', '21': 'ser' },
    finest: ['21', '10'],
  },
  {
    ai: '8010',
    shortName: 'cpid',
    value: form(`\\d{4}${cset39}{0,26}`),
    qualifiers: { '8011': 'cpsn' },
    finest: ['8011'],
  },
  {
    ai: '414',
    shortName: 'gln',
    value: form('\\d{13}'),
    qualifiers: { '254': 'glnx', '7040': 'uic' },
    finest: ['254'],
  },
  plainKey('00', 'sscc', '\\d{18}'),
  plainKey('253', 'gdti', `\\d{13}${cset82}{0,17}`),
  plainKey('255', 'gcn', '\\d{13,25}'),
  plainKey('401', 'ginc', `\\d{4}${cset82}{0,26}`),
  plainKey('402', 'gsin', '\\d{17}'),
  plainKey('417', 'party', '\\d{13}', { '7040': 'uic' }),
  plainKey('8003', 'grai', `\\d{14}${cset82}{0,16}`),
  plainKey('8004', 'giai', `\\d{4}${cset82}{0,26}`),
  plainKey('8017', 'gsrnp', '\\d{18}', { '8019': 'srin' }),
  plainKey('8018', 'gsrn', '\\d{18}', { '8019': 'srin' }),
];

function plainKey(ai: string, shortName: string, pattern: string, qualifiers = {}): KeyForm {
  return { ai, shortName, value: form(pattern), qualifiers, finest: [] };
}
