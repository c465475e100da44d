import { grouped, groupedMinor } from '../money.ts';
import type { Evidence, InvoiceView, InvoiceViewLine } from './invoice-view.ts';
import { ink, type PdfSheet, page } from './pdf-sheet.ts';

/** The columns: where each begins, how wide it is. */
const columns = {
  line: { x: page.left, width: 20, align: 'left' },
  description: { x: 76, width: 206, align: 'left' },
  units: { x: 284, width: 44, align: 'right' },
  price: { x: 330, width: 72, align: 'right' },
  discount: { x: 404, width: 36, align: 'right' },
  tax: { x: 440, width: 34, align: 'right' },
  net: { x: 474, width: page.right - 474, align: 'right' },
} as const;

function headingsIn(currency: string): readonly (readonly [keyof typeof columns, string])[] {
  return [
    ['line', '#'],
    ['description', 'DESCRIPTION'],
    ['units', 'UNITS'],
    ['price', `PRICE ${currency}`],
    ['discount', 'DISC.'],
    ['tax', 'TAX'],
    ['net', `NET ${currency}`],
  ];
}

/** The lines of an invoice, over as many sheets as they take, each with its proof below it. */
export function writeLines(sheet: PdfSheet, invoice: InvoiceView): void {
  writeHeadings(sheet, invoice.currency);
  for (const line of invoice.lines) {
    if (!sheet.fits(heightOf(sheet, line))) {
      sheet.nextSheet();
      writeHeadings(sheet, invoice.currency);
    }
    writeLine(sheet, line);
  }
}

function writeHeadings(sheet: PdfSheet, currency: string): void {
  for (const [column, title] of headingsIn(currency)) {
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
  return sheet.heightOf(line.description, columns.description) + noteHeight + 12;
}

function writeLine(sheet: PdfSheet, line: InvoiceViewLine): void {
  const cell = (column: keyof typeof columns, text: string): number => {
    const { x, ...style } = columns[column];
    return sheet.text(text, x, sheet.y, style);
  };
  cell('line', String(line.line));
  const height = cell('description', line.description);
  if (line.kind === 'goods') cell('units', grouped(String(line.units)));
  if (line.kind === 'goods') cell('price', groupedMinor(line.unitPriceMinor));
  if (line.discountBp !== 0) cell('discount', `${line.discountBp / 100} %`);
  cell('tax', `${line.taxRateBp / 100} %`);
  cell('net', groupedMinor(line.netMinor));
  sheet.y += height;
  const note = proofNote(line);
  if (note !== null) sheet.y += sheet.text(note, columns.description.x, sheet.y + 1, noteStyle) + 1;
  sheet.rule(sheet.y + 4);
  sheet.y += 11;
}

/** What a goods line is and what proves it, in one note: how many scans, where, from when to when; null for a charge. */
function proofNote({ sku, evidence }: Pick<InvoiceViewLine, 'sku' | 'evidence'>): string | null {
  const first = evidence[0];
  const last = evidence.at(-1);
  if (first === undefined || last === undefined) return null;
  const scans = evidence.length === 1 ? '1 scan' : `${evidence.length} scans`;
  const stations = [...new Set(evidence.map(({ site, station }) => `${site}/${station}`))].join(', ');
  return `${sku} · Proof: ${scans} at ${stations}, ${spanOf(first, last)} UTC`;
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
