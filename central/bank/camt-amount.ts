import { required } from './xml-access.ts';
import { invalid, type XmlElement } from './xml-tree.ts';

/** An amount in minor units of its own currency. */
export interface CamtAmount {
  readonly minor: number;
  readonly currency: string;
}

/** A hundred billion in whole euros: what is larger is no payment, and sums of such could not be told exactly. */
const maxMinor = 10_000_000_000_000n;

/** Decimals of the currencies that do not have two (ISO 4217). */
const decimals: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((c) => [c, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((c) => [c, 3])),
};

/** The `Amt` of an element; never negative (the sign is in `CdtDbtInd`), and never rounded. */
export function amountOf(element: XmlElement): CamtAmount {
  const amount = required(element, 'Amt');
  const currency = amount.attributes.Ccy ?? '';
  if (!/^[A-Z]{3}$/.test(currency))
    throw invalid('names no currency of three letters', `${amount.path}/@Ccy`);
  return { minor: minorOf(amount, decimals[currency] ?? 2), currency };
}

function minorOf(amount: XmlElement, digits: number): number {
  // ISO 20022 ActiveOrHistoricCurrencyAndAmount: at most 18 digits in all, 5 of them after the point.
  const match = /^\+?(\d{1,18})(?:\.(\d{0,5}))?$/.exec(amount.text);
  if (match === null) throw invalid(`"${amount.text.slice(0, 40)}" is not an amount`, amount.path);
  const fraction = match[2] ?? '';
  if (/[1-9]/.test(fraction.slice(digits))) {
    throw invalid(`${amount.text} has more than ${digits} decimals that count`, amount.path);
  }
  const minor = BigInt(`${match[1]}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  if (minor > maxMinor) throw invalid(`${amount.text} is too large`, amount.path);
  return Number(minor);
}
