import { displayMinor } from '../money.ts';
import { writeLines } from './invoice-pdf-lines.ts';
import type { InvoiceView } from './invoice-view.ts';
import { groupsOfFour } from './payment-reference.ts';
import { ink, type PdfSheet, page, writePdf } from './pdf-sheet.ts';

/** The invoice as it is sent. It shows what was issued, not what happened since, so it is the same file each time. */
export async function invoicePdf(invoice: InvoiceView): Promise<Buffer> {
  const { number, issuedAt, parties } = invoice;
  return writePdf({ title: `Invoice ${number}`, author: parties.seller.name, issuedAt }, (sheet) => {
    writeHead(sheet, invoice);
    writeParties(sheet, invoice);
    writeLines(sheet, invoice);
    writeTotals(sheet, invoice);
    writePayment(sheet, invoice);
    sheet.onEachSheet((nth, of) => writeFoot(sheet, invoice, nth, of));
  });
}

function writeHead(sheet: PdfSheet, { number, parties: { seller } }: InvoiceView): void {
  sheet.box(page.left, page.top - 14, page.right - page.left, 4, ink.accent);
  const height = sheet.text(seller.name, page.left, page.top + 6, { size: 15, bold: true, width: 270 });
  sheet.text('INVOICE', 340, page.top + 6, { size: 15, bold: true, color: ink.accent, align: 'right' });
  sheet.text(number, 340, page.top + 26, { size: 11, align: 'right' });
  const contact = [seller.street, `${seller.postalCode} ${seller.city}, ${seller.country}`, seller.email];
  let y = page.top + 6 + height + 2;
  for (const line of contact) y += sheet.text(line, page.left, y, { size: 8.5, color: ink.soft, width: 270 });
  sheet.y = y + 24;
}

function writeParties(sheet: PdfSheet, invoice: InvoiceView): void {
  const { buyer, shipTo } = invoice.parties;
  const contact = buyer.contact === null ? [] : [buyer.contact];
  const vat = buyer.vatId === null ? [] : [`VAT ID ${buyer.vatId}`];
  const billed = [buyer.name, ...contact, ...addressOf(buyer), ...vat];
  const top = sheet.y;
  const ends = [
    writeBlock(sheet, 'Bill to', billed, page.left, top, 160),
    writeBlock(sheet, 'Delivered to', [shipTo.name, ...addressOf(shipTo)], 222, top, 150),
    writeFacts(sheet, invoice, top),
  ];
  sheet.y = Math.max(...ends) + 26;
}

function addressOf(party: InvoiceView['parties']['shipTo']): string[] {
  return [party.street, `${party.postalCode} ${party.city}`.trim(), party.country].filter(
    (line) => line !== '',
  );
}

function writeBlock(
  sheet: PdfSheet,
  title: string,
  lines: readonly string[],
  x: number,
  top: number,
  width: number,
): number {
  sheet.text(title.toUpperCase(), x, top, { size: 7, bold: true, color: ink.soft, width });
  let y = top + 13;
  for (const [nth, line] of lines.entries()) y += sheet.text(line, x, y, { bold: nth === 0, width });
  return y;
}

function writeFacts(sheet: PdfSheet, invoice: InvoiceView, top: number): number {
  const reference = invoice.parties.customerReference;
  const facts: (readonly [string, string])[] = [
    ['Invoice date', invoice.issuedOn],
    ['Delivery date', invoice.deliveredOn],
    ['Due date', invoice.dueOn],
    ['Terms', invoice.terms],
    ['Order', invoice.order],
    ['Shipment', invoice.shipment],
    ['Customer', invoice.customer],
    ...(reference === null ? [] : [['Your reference', reference] as const]),
  ];
  let y = top;
  for (const [label, value] of facts) {
    sheet.text(label, 386, y, { color: ink.soft, width: 66 });
    y += sheet.text(value, 452, y, { align: 'right', bold: label === 'Due date' }) + 2;
  }
  return y;
}

function writeTotals(sheet: PdfSheet, invoice: InvoiceView): void {
  const { currency, taxes } = invoice;
  if (!sheet.fits(64 + taxes.length * 14)) sheet.nextSheet();
  const top = sheet.y + 8;
  writeTaxes(sheet, invoice, top);
  let y = top;
  const row = (label: string, minor: number) => {
    sheet.text(label, 360, y, { color: ink.soft, width: 90 });
    sheet.text(displayMinor(minor, currency), 440, y, { align: 'right' });
    y += 14;
  };
  row('Goods', invoice.netMinor);
  if (invoice.chargeMinor !== 0) row('Charges', invoice.chargeMinor);
  row('Tax', invoice.taxMinor);
  sheet.box(348, y + 2, page.right - 348, 24, ink.accent);
  const total = { size: 11, bold: true, color: '#ffffff' } as const;
  sheet.text('Total', 360, y + 8.5, { ...total, width: 60 });
  sheet.text(displayMinor(invoice.grossMinor, currency), 420, y + 8.5, {
    ...total,
    width: page.right - 430,
    align: 'right',
  });
  sheet.y = Math.max(y + 44, top + 30 + taxes.length * 14);
}

function writeTaxes(sheet: PdfSheet, { taxes, currency }: InvoiceView, top: number): void {
  const head = { size: 7, bold: true, color: ink.soft } as const;
  sheet.text('TAX SUMMARY', page.left, top, { ...head, width: 90 });
  sheet.text('BASE', 140, top, { ...head, width: 80, align: 'right' });
  sheet.text('TAX', 225, top, { ...head, width: 80, align: 'right' });
  let y = top + 13;
  for (const { category, rateBp, baseMinor, taxMinor } of taxes) {
    sheet.text(taxName(category, rateBp), page.left, y, { width: 110 });
    sheet.text(displayMinor(baseMinor, currency), 140, y, { width: 80, align: 'right' });
    sheet.text(displayMinor(taxMinor, currency), 225, y, { width: 80, align: 'right' });
    y += 14;
  }
}

function writePayment(sheet: PdfSheet, invoice: InvoiceView): void {
  if (!sheet.fits(74)) sheet.nextSheet();
  const { seller } = invoice.parties;
  const top = sheet.y;
  sheet.box(page.left, top, page.right - page.left, 62, ink.tint);
  const amount = displayMinor(invoice.grossMinor, invoice.currency);
  const request =
    invoice.grossMinor === 0 ? 'Nothing is to be paid' : `Please pay ${amount} by ${invoice.dueOn}`;
  sheet.text(request, page.left + 14, top + 11, { size: 10.5, bold: true });
  const fields = [
    ['Payee', seller.name, page.left + 14, 140],
    ['IBAN', groupsOfFour(seller.iban), 212, 160],
    ['Payment reference', groupsOfFour(invoice.paymentReference), 382, 150],
  ] as const;
  for (const [label, value, x, width] of fields) {
    sheet.text(label.toUpperCase(), x, top + 31, { size: 7, bold: true, color: ink.soft, width });
    sheet.text(value, x, top + 42, { bold: true, width });
  }
  sheet.y = top + 74;
}

function writeFoot(sheet: PdfSheet, invoice: InvoiceView, nth: number, of: number): void {
  const { seller } = invoice.parties;
  const style = { size: 7.5, color: ink.soft } as const;
  sheet.rule(788);
  sheet.text(`${seller.name} · VAT ID ${seller.vatId} · ${seller.email}`, page.left, 795, {
    ...style,
    width: 330,
  });
  sheet.text(`${invoice.number} · page ${nth} of ${of}`, 400, 795, { ...style, align: 'right' });
  const promise =
    'Every unit on this invoice was scanned as it was packed; the note under each line names the scans.';
  sheet.text(promise, page.left, 806, style);
}

/** Why there is no tax has to stand on an invoice without it (EN 16931 BT-120). */
const untaxed: Readonly<Record<string, string>> = {
  Z: 'Zero rated',
  E: 'Exempt from tax',
  AE: 'Reverse charge',
  K: 'Intra-community supply',
  G: 'Export',
  O: 'Outside scope of tax',
};

function taxName(category: string, rateBp: number): string {
  return untaxed[category] ?? `VAT ${rateBp / 100} %`;
}
