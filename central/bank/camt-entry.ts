import { z } from 'zod';
import { amountOf, type CamtAmount } from './camt-amount.ts';
import { all, at, required, textOf } from './xml-access.ts';
import { invalid, type XmlElement } from './xml-tree.ts';

/** A booked movement as the bank reports it: an entry, or one of the transactions of a batched entry. */
export interface CamtPayment {
  readonly bookedOn: string;
  readonly amount: CamtAmount;
  readonly direction: 'credit' | 'debit';
  /** The bank takes an earlier movement back. */
  readonly reversal: boolean;
  readonly debtor: string | null;
  /** Structured creditor references, as the payer filled them in. */
  readonly references: readonly string[];
  /** Free text of the payer, one line per element. */
  readonly remittance: readonly string[];
  readonly endToEndId: string | null;
}

/**
 * The payments of an entry. A batched entry gives one for each of its transactions, if these carry amounts that sum to
 * the entry's; otherwise the entry stays whole, with all texts, so that the booked sum is always right. Entries that
 * are not booked (pending, information) give none.
 */
export function paymentsOf(ntry: XmlElement): CamtPayment[] {
  const amount = amountOf(ntry);
  const direction = directionOf(ntry);
  if (statusOf(ntry) !== 'BOOK') return [];
  const details = all(ntry, 'NtryDtls').flatMap((group) => all(group, 'TxDtls'));
  const whole = {
    bookedOn: dateOf(ntry, 'BookgDt') ?? dateOf(ntry, 'ValDt') ?? missingDate(ntry),
    amount,
    direction,
    reversal: reversalOf(ntry),
  };
  const shares = details.map((detail) => shareOf(detail, ntry));
  const sum = shares.reduce((total, share) => total + (share?.minor ?? Number.NaN), 0);
  const splits =
    details.length > 1 &&
    sum === amount.minor &&
    shares.every((share) => share?.currency === amount.currency);
  if (!splits) return [{ ...whole, ...partyOf(details, ntry) }];
  return details.map((detail, nth) => ({ ...whole, amount: shares[nth] ?? amount, ...partyOf([detail]) }));
}

function missingDate(ntry: XmlElement): never {
  throw invalid('the entry has neither BookgDt nor ValDt', ntry.path);
}

function statusOf(ntry: XmlElement): string {
  const status = required(ntry, 'Sts');
  // Up to 001.04 the code stands in Sts itself, later in Sts/Cd (or Sts/Prtry).
  return textOf(at(status, 'Cd')) ?? textOf(at(status, 'Prtry')) ?? status.text;
}

function reversalOf(ntry: XmlElement): boolean {
  const indicator = at(ntry, 'RvslInd');
  if (indicator === undefined) return false;
  if (!['true', 'false', '1', '0'].includes(indicator.text)) {
    throw invalid(`"${indicator.text.slice(0, 20)}" is neither true nor false`, indicator.path);
  }
  return indicator.text === 'true' || indicator.text === '1';
}

function dateOf(ntry: XmlElement, name: string): string | undefined {
  const holder = at(ntry, name);
  const text = textOf(at(holder, 'Dt')) ?? textOf(at(holder, 'DtTm'));
  if (holder === undefined || text === undefined) return undefined;
  const date = text.slice(0, 10);
  if (!z.iso.date().safeParse(date).success)
    throw invalid(`"${text.slice(0, 40)}" is not a date`, holder.path);
  return date;
}

/** The amount of one transaction in the booked currency, if it carries one; a contrary sign makes it unusable. */
function shareOf(detail: XmlElement, ntry: XmlElement): CamtAmount | undefined {
  if (at(detail, 'CdtDbtInd') !== undefined && directionOf(detail) !== directionOf(ntry)) return undefined;
  if (at(detail, 'Amt') !== undefined) return amountOf(detail);
  const booked = at(detail, 'AmtDtls', 'TxAmt');
  return booked === undefined ? undefined : amountOf(booked);
}

/** Who paid and what they wrote, over the transactions that make up one payment. */
function partyOf(details: readonly XmlElement[], ntry?: XmlElement) {
  const structured = details.flatMap((detail) => all(at(detail, 'RmtInf') ?? detail, 'Strd'));
  const free = details.flatMap((detail) => all(at(detail, 'RmtInf') ?? detail, 'Ustrd'));
  const only = details.length === 1 ? details[0] : undefined;
  const said = texts([...free, ...structured.flatMap((block) => all(block, 'AddtlRmtInf'))]);
  const bankText = textOf(ntry === undefined ? undefined : at(ntry, 'AddtlNtryInf'));
  return {
    debtor: textOf(debtorName(only), 140) ?? null,
    references: texts(structured.flatMap((block) => at(block, 'CdtrRefInf', 'Ref') ?? [])),
    // Some banks give the payer's text only as their own additional information.
    remittance: said.length === 0 && bankText !== undefined ? [bankText] : said,
    endToEndId: textOf(at(only, 'Refs', 'EndToEndId'), 100) ?? null,
  };
}

function texts(elements: readonly XmlElement[]): string[] {
  return elements.flatMap((element) => textOf(element, 1000) ?? []);
}

/** From 001.03 on a party may stand in `Pty`. */
function debtorName(detail: XmlElement | undefined): XmlElement | undefined {
  const debtor = at(detail, 'RltdPties', 'Dbtr');
  return at(debtor, 'Pty', 'Nm') ?? at(debtor, 'Nm');
}

/** `CdtDbtInd`: whether the account was credited or debited. */
export function directionOf(element: XmlElement): 'credit' | 'debit' {
  const indicator = required(element, 'CdtDbtInd');
  if (indicator.text === 'CRDT') return 'credit';
  if (indicator.text === 'DBIT') return 'debit';
  throw invalid(`"${indicator.text.slice(0, 20)}" is neither CRDT nor DBIT`, indicator.path);
}
