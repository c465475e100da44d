import PDFDocument from 'pdfkit';
import { qrCodeOf } from '../../../kernel/qr-code.ts';
import { code128 } from '../../../kernel/web/bars.ts';
import type { SheetEntry, SheetSection } from './sheet-commands.ts';

type Document = InstanceType<typeof PDFDocument>;

/** A4 in points. Two columns: bars that a hand scanner reads from an arm's length need the width. */
const page = { width: 595.28, height: 841.89, left: 48, top: 54, bottom: 800, gap: 28 } as const;
const columns = 2;
const columnWidth = (page.width - 2 * page.left - (columns - 1) * page.gap) / columns;
const cell = { height: 82, symbol: 44 } as const;
const titleHeight = 28;
/** 0.25 mm, the least that GS1 allows for general scanning; what does not fit so becomes a QR code. */
const leastModule = 0.71;
const mostModule = 1.1;
const quietModules = 10;

/** Draws the sheet as a PDF; symbols are vectors, so that they are sharp on every printer. */
export async function sheetPdf(title: string, sections: readonly SheetSection[]): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    info: { Title: latin(title), Creator: 'Packproof', Producer: 'Packproof', CreationDate: new Date(0) },
  });
  const parts: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', resolve);
    document.on('error', reject);
  });
  new Sheet(document, title).sections(sections);
  document.end();
  await done;
  return Buffer.concat(parts);
}

/** Knows how far down the page is drawn. */
class Sheet {
  private readonly document: Document;
  private y: number = page.top;

  constructor(document: Document, title: string) {
    this.document = document;
    document.font('Helvetica-Bold').fontSize(20).fillColor('#000').text(latin(title), page.left, this.y);
    this.y += 36;
  }

  sections(sections: readonly SheetSection[]): void {
    for (const section of sections) this.section(section);
  }

  private section({ title, entries }: SheetSection): void {
    this.keep(titleHeight + cell.height);
    this.document.font('Helvetica-Bold').fontSize(12).fillColor('#0b6e4f');
    this.document.text(latin(title), page.left, this.y + 6);
    this.y += titleHeight;
    for (let first = 0; first < entries.length; first += columns) {
      this.keep(cell.height);
      for (const [column, entry] of entries.slice(first, first + columns).entries()) {
        this.entry(entry, page.left + column * (columnWidth + page.gap));
      }
      this.y += cell.height;
    }
  }

  private keep(height: number): void {
    if (this.y + height <= page.bottom) return;
    this.document.addPage();
    this.y = page.top;
  }

  /** The name above, the symbol, and what it says below. */
  private entry({ code, name }: SheetEntry, x: number): void {
    const { document, y } = this;
    const line = { width: columnWidth, height: 12, ellipsis: true };
    const isLabel = name === code;
    document.font('Helvetica-Bold').fillColor('#000');
    // What is stuck on a tote or a shelf is read by people from afar, too.
    document.fontSize(isLabel ? 15 : 10).text(latin(name), x, isLabel ? y - 5 : y, { ...line, height: 16 });
    if (!this.bars(code, x, y + 13)) this.qr(code, x, y + 13);
    if (isLabel) return;
    document.font('Helvetica').fontSize(7).fillColor('#66717d');
    document.text(latin(code), x, y + 15 + cell.symbol, line);
  }

  /** @returns false if the text is too long for bars that can be read, or not in their characters. */
  private bars(code: string, x: number, y: number): boolean {
    const bars = code128(code);
    if (bars === null) return false;
    const modules = bars.widths.reduce((sum, width) => sum + width, 0);
    const module = Math.min(mostModule, columnWidth / (modules + 2 * quietModules));
    if (module < leastModule) return false;
    let at = x + quietModules * module;
    for (const [index, width] of bars.widths.entries()) {
      if (index % 2 === 0) this.document.rect(at, y, width * module, cell.symbol);
      at += width * module;
    }
    this.document.fill('#000');
    return true;
  }

  private qr(code: string, x: number, y: number): void {
    const { size, isDark } = qrCodeOf(code);
    const module = cell.symbol / size;
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        if (!isDark(row, column)) continue;
        this.document.rect(x + 4 * module + column * module, y + row * module, module, module);
      }
    }
    this.document.fill('#000');
  }
}

/** Letters that Unicode takes apart into no letter and mark, as they are written without theirs; and usual signs. */
const undivided: Readonly<Record<string, string>> = {
  ...{ Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', Ħ: 'H', ħ: 'h', ı: 'i', Ŧ: 'T', ŧ: 't' },
  ...{
    Œ: 'OE',
    œ: 'oe',
    ẞ: 'SS',
    '–': '-',
    '—': '-',
    '’': "'",
    '‘': "'",
    '“': '"',
    '”': '"',
    '„': '"',
    '…': '...',
  },
};

/** As the standard fonts of PDF can show it: without the accents that they do not have. */
function latin(text: string): string {
  const shown = [...text.normalize('NFC')].map((character) =>
    isLatin1(character)
      ? character
      : (undivided[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '')),
  );
  return shown.map((part) => [...part].map((one) => (isLatin1(one) ? one : '?')).join('')).join('');
}

function isLatin1(character: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]$/.test(character);
}
