import { displayMinor, formatMinor } from '../money.ts';
import type { Evidence, InvoiceView, InvoiceViewLine } from './invoice-view.ts';
import { ink, type PdfSheet, page } from './pdf-sheet.ts';

/** The columns: where each begins, how wide it is. */
const columns = {
  line: { x: page.left, width: 20, align: 'left' },
  description: { x: 76, width: 210, align: 'left' },
  units: { x: 290, width: 42, align: 'right' },
  price: { x: 336, width: 62, align: 'right' },
  discount: { x: 400, width: 34, align: 'right' },
  tax: { x: 436, width: 34, align: 'right' },
  net: { x: 472, width: page.right - 472, align: 'right' },
} as const;

const headings: readonly (readonly [keyof typeof columns, string])[] = [
  ['line', '#'],
  ['description', 'DESCRIPTION'],
  ['units', 'UNITS'],
  ['price', 'PRICE'],
  ['discount', 'DISC.'],
  ['tax', 'TAX'],
  ['net', 'NET'],
];

/** The lines of an invoice, over as many sheets as they take, each with its proof below it. */
export function writeLines(sheet: PdfSheet, invoice: InvoiceView): void {
  writeHeadings(sheet);
  for (const line of invoice.lines) {
    if (!sheet.fits(heightOf(sheet, line))) {
      sheet.nextSheet();
      writeHeadings(sheet);
    }
    writeLine(sheet, line, invoice.currency);
  }
}

function writeHeadings(sheet: PdfSheet): void {
  for (const [column, title] of headings) {
    const { x, ...style } = columns[column];
    sheet.text(title, x, sheet.y, { ...style, size: 7, bold: true, color: ink.soft });
  }
  sheet.rule(sheet.y + 12, ink.text);
  sheet.y += 18;
}

const noteStyle = { size: 7.5, color: ink.accent, width: columns.description.width + 180 } as const;

function heightOf(sheet: PdfSheet, line: InvoiceViewLine): number {
  const note = proofNote(line);
  const noteHeight = note === null ? 0 : sheet.heightOf(note, noteStyle) + 1;
  return sheet.heightOf(titleOf(line), columns.description) + noteHeight + 12;
}

function writeLine(sheet: PdfSheet, line: InvoiceViewLine, currency: string): void {
  const cell = (column: keyof typeof columns, text: string): number => {
    const { x, ...style } = columns[column];
    return sheet.text(text, x, sheet.y, style);
  };
  cell('line', String(line.line));
  const height = cell('description', titleOf(line));
  if (line.kind === 'goods') cell('units', String(line.units));
  if (line.kind === 'goods') cell('price', formatMinor(line.unitPriceMinor));
  if (line.discountBp !== 0) cell('discount', `${line.discountBp / 100} %`);
  cell('tax', `${line.taxRateBp / 100} %`);
  cell('net', displayMinor(line.netMinor, currency));
  sheet.y += height;
  const note = proofNote(line);
  if (note !== null) sheet.y += sheet.text(note, columns.description.x, sheet.y + 1, noteStyle) + 1;
  sheet.rule(sheet.y + 4);
  sheet.y += 11;
}

function titleOf({ sku, description }: InvoiceViewLine): string {
  return sku === null ? description : `${description} (${sku})`;
}

/** The proof of a goods line in one note: how many scans, where, from when to when; null for a charge. */
function proofNote({ evidence }: Pick<InvoiceViewLine, 'evidence'>): string | null {
  const first = evidence[0];
  const last = evidence.at(-1);
  if (first === undefined || last === undefined) return null;
  const scans = evidence.length === 1 ? '1 scan' : `${evidence.length} scans`;
  const stations = [...new Set(evidence.map(({ site, station }) => `${site}/${station}`))].join(', ');
  return `Proof: ${scans} at ${stations}, ${spanOf(first, last)} UTC`;
}

function spanOf(first: Evidence, last: Evidence): string {
  const from = minuteOf(first.at);
  const to = minuteOf(last.at);
  if (from === to) return from;
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} to ${to.slice(11)}` : `${from} to ${to}`;
}

function minuteOf(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}
