/**
 * A bank statement as an XML document of ISO 20022 camt.053.001.08 (BankToCustomerStatementV08). The order of the
 * elements is that of the schema.
 */
export interface BankStatement {
  readonly messageId: string;
  readonly statementId: string;
  readonly createdAt: string;
  /** ISO date of booking. */
  readonly date: string;
  readonly iban: string;
  readonly ownerName: string;
  /** ISO 4217, with two decimals. */
  readonly currency: string;
  readonly openingMinor: number;
  readonly entries: readonly BankEntry[];
}

/** Money that came in. */
interface BankEntry {
  /** The bank's own reference (AcctSvcrRef), unique per entry. */
  readonly bankReference: string;
  readonly amountMinor: number;
  readonly debtorName: string;
  /** What the payer wrote (RmtInf/Ustrd). */
  readonly remittance: string;
}

export function buildCamt053(statement: BankStatement): string {
  const sum = statement.entries.reduce((total, entry) => total + entry.amountMinor, 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr>
      <MsgId>${text(statement.messageId)}</MsgId>
      <CreDtTm>${text(statement.createdAt)}</CreDtTm>
    </GrpHdr>
    <Stmt>
      <Id>${text(statement.statementId)}</Id>
      <CreDtTm>${text(statement.createdAt)}</CreDtTm>
      <Acct>
        <Id><IBAN>${text(statement.iban)}</IBAN></Id>
        <Ccy>${text(statement.currency)}</Ccy>
        <Ownr><Nm>${text(statement.ownerName)}</Nm></Ownr>
      </Acct>
${balance('OPBD', statement.openingMinor, statement)}
${balance('CLBD', statement.openingMinor + sum, statement)}
${statement.entries.map((entry) => entryXml(entry, statement)).join('\n')}
    </Stmt>
  </BkToCstmrStmt>
</Document>
`;
}

function balance(code: 'OPBD' | 'CLBD', minor: number, { currency, date }: BankStatement): string {
  return `      <Bal>
        <Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>
        <Amt Ccy="${text(currency)}">${amount(Math.abs(minor))}</Amt>
        <CdtDbtInd>${minor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>
        <Dt><Dt>${text(date)}</Dt></Dt>
      </Bal>`;
}

function entryXml(entry: BankEntry, { currency, date }: BankStatement): string {
  return `      <Ntry>
        <Amt Ccy="${text(currency)}">${amount(entry.amountMinor)}</Amt>
        <CdtDbtInd>CRDT</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>${text(date)}</Dt></BookgDt>
        <ValDt><Dt>${text(date)}</Dt></ValDt>
        <AcctSvcrRef>${text(entry.bankReference)}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls>
          <TxDtls>
            <Refs><AcctSvcrRef>${text(entry.bankReference)}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
            <Amt Ccy="${text(currency)}">${amount(entry.amountMinor)}</Amt>
            <CdtDbtInd>CRDT</CdtDbtInd>
            <RltdPties><Dbtr><Pty><Nm>${text(entry.debtorName)}</Nm></Pty></Dbtr></RltdPties>
            <RmtInf><Ustrd>${text(entry.remittance)}</Ustrd></RmtInf>
          </TxDtls>
        </NtryDtls>
      </Ntry>`;
}

function amount(minor: number): string {
  return `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function text(value: string): string {
  return value.replace(/[&<>"]/g, (character) => escapes[character] ?? '');
}
