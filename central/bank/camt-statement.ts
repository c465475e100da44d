import { z } from 'zod';
import { amountOf, type CamtAmount } from './camt-amount.ts';
import { type CamtPayment, directionOf, paymentsOf } from './camt-entry.ts';
import { all, at, required, requiredText, textOf } from './xml-access.ts';
import { invalid, parseXml, type XmlElement } from './xml-tree.ts';

/** A `Stmt` of a camt.053 message (ISO 20022 BankToCustomerStatement). */
export interface CamtStatement {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly createdAt: string;
  /** Booked balances, negative when overdrawn; null where the bank gives none in the statement's currency. */
  readonly openingMinor: number | null;
  readonly closingMinor: number | null;
  readonly payments: readonly CamtPayment[];
}

const maxStatements = 500;

/**
 * Parses a camt.053 message of any version from 001.02.
 *
 * @throws BANK_STATEMENT_INVALID that names the element.
 */
export function parseCamt053(xml: string): CamtStatement[] {
  const root = parseXml(xml);
  const message = root.children.find((child) => child.name === 'BkToCstmrStmt');
  if (root.name !== 'Document' || message === undefined) {
    const found = root.children[0]?.name ?? 'nothing';
    throw invalid(`a camt.053 holds Document/BkToCstmrStmt, this holds ${root.name}/${found}`, root.path);
  }
  const statements = all(message, 'Stmt');
  if (statements.length === 0) throw invalid('is missing', `${message.path}/Stmt`);
  if (statements.length > maxStatements)
    throw invalid(`there are more than ${maxStatements}`, `${message.path}/Stmt`);
  return statements.map(statementOf);
}

function statementOf(stmt: XmlElement): CamtStatement {
  const balances = all(stmt, 'Bal').map(balanceOf);
  const payments = all(stmt, 'Ntry').flatMap(paymentsOf);
  const currency = currencyOf(stmt, balances, payments);
  const booked = (code: string) =>
    balances.find((balance) => balance.code === code && balance.currency === currency)?.minor ?? null;
  return {
    id: requiredText(stmt, 'Id'),
    account: accountOf(stmt),
    currency,
    createdAt: createdAtOf(stmt),
    // Where there is no opening balance, it is what the statement before closed with.
    openingMinor: booked('OPBD') ?? booked('PRCD'),
    closingMinor: booked('CLBD'),
    payments,
  };
}

function accountOf(stmt: XmlElement): string {
  const id = required(required(stmt, 'Acct'), 'Id');
  const account = textOf(at(id, 'IBAN')) ?? textOf(at(id, 'Othr', 'Id'));
  if (account === undefined) throw invalid('has neither IBAN nor Othr/Id', id.path);
  return account.replaceAll(' ', '');
}

/** The account's currency; where the bank leaves it out, that of its booked balance or its first entry. */
function currencyOf(
  stmt: XmlElement,
  balances: readonly { readonly code: string; readonly currency: string }[],
  payments: readonly CamtPayment[],
): string {
  const named = textOf(at(stmt, 'Acct', 'Ccy'));
  const balance = balances.find(({ code }) => ['OPBD', 'PRCD', 'CLBD'].includes(code));
  const currency = named ?? balance?.currency ?? payments[0]?.amount.currency;
  if (currency === undefined)
    throw invalid('the currency of the account cannot be told', `${stmt.path}/Acct/Ccy`);
  return currency;
}

function createdAtOf(stmt: XmlElement): string {
  const text = textOf(at(stmt, 'CreDtTm')) ?? textOf(at(stmt, 'FrToDt', 'ToDtTm'));
  if (text === undefined) throw invalid('is missing', `${stmt.path}/CreDtTm`);
  const date = text.slice(0, 10);
  if (!z.iso.date().safeParse(date).success)
    throw invalid(`"${text.slice(0, 40)}" is not a date`, `${stmt.path}/CreDtTm`);
  return text.slice(0, 40);
}

function balanceOf(bal: XmlElement): CamtAmount & { readonly code: string } {
  const { minor, currency } = amountOf(bal);
  const code = textOf(at(bal, 'Tp', 'CdOrPrtry', 'Cd')) ?? '';
  return { code, currency, minor: directionOf(bal) === 'debit' && minor !== 0 ? -minor : minor };
}
