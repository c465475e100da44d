interface TestEntry {
  readonly amount: string;
  readonly currency?: string;
  readonly direction?: 'CRDT' | 'DBIT';
  readonly ustrd?: string;
  readonly reference?: string;
  /** Whatever else the entry is to hold, instead of its details. */
  readonly details?: string;
  readonly more?: string;
}

interface TestStatement {
  readonly id?: string;
  readonly iban?: string;
  /** Booked balances; no closing one unless given. */
  readonly opening?: string;
  readonly closing?: string;
  readonly entries: readonly TestEntry[];
}

/** A small camt.053 of one statement, for tests. */
export function camt053({
  id = 'S1',
  iban = 'DE89370400440532013000',
  opening = '0.00',
  closing,
  entries,
}: TestStatement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-05T06:00:00Z</CreDtTm></GrpHdr>
  <Stmt>
   <Id>${id}</Id>
   <CreDtTm>2026-03-05T06:00:00Z</CreDtTm>
   <Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balanceXml('OPBD', opening)}${closing === undefined ? '' : balanceXml('CLBD', closing)}
${entries.map(entryXml).join('\n')}
  </Stmt>
 </BkToCstmrStmt>
</Document>`;
}

function balanceXml(code: string, amount: string): string {
  const sign = amount.startsWith('-') ? 'DBIT' : 'CRDT';
  return `   <Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount.replace('-', '')}</Amt><CdtDbtInd>${sign}</CdtDbtInd><Dt><Dt>2026-03-04</Dt></Dt></Bal>`;
}

function entryXml({ amount, currency = 'EUR', direction = 'CRDT', more = '', ...rest }: TestEntry): string {
  return `   <Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${more}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-04</Dt></BookgDt>
    <NtryDtls>${rest.details ?? txDetails(rest)}</NtryDtls></Ntry>`;
}

/** The details of one transaction. */
function txDetails({ ustrd, reference }: Pick<TestEntry, 'ustrd' | 'reference'>): string {
  const free = ustrd === undefined ? '' : `<Ustrd>${ustrd}</Ustrd>`;
  const structured =
    reference === undefined ? '' : `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>`;
  return `<TxDtls><RltdPties><Dbtr><Pty><Nm>Bakery Sommer</Nm></Pty></Dbtr></RltdPties><RmtInf>${free}${structured}</RmtInf></TxDtls>`;
}
